/** The sums of a receipt, how it was paid, and what tills print after that. */
import { value, type Words } from '../../drawing/words.ts';
import type { Sale } from './content.ts';
import type { ReceiptLayout } from './families.ts';
import type { Till } from './till.ts';

export function drawSums(till: Till, sale: Sale, layout: ReceiptLayout): void {
  const { random, manner, sheet } = till.scene;
  const bold = { font: sheet.base.font.startsWith('mono') ? 'mono-bold' : 'sans-bold', size: sheet.base.size + random.int(0, 3) } as const;
  const sum = (label: Words, field: string | null, cents: number, style: object = {}): void => {
    if (layout.sums === 'indented') till.row(['', label, manner.amount(field, cents)], [0, 0.7, 1]);
    else if (layout.sums === 'labels-above' && random.chance(0.6)) {
      till.line(label, 'left', style);
      till.line(manner.amount(field, cents), 'right', style);
    } else till.pair(label, manner.amount(field, cents), style);
  };
  const single = sale.taxes.length === 1;
  const rate = sale.taxes[0]?.rate ?? 0;
  const taxes = (): void => {
    if (single) sum(random.chance(0.5) ? manner.rated('tax_rate', rate) : manner.label('r_tax'), 'tax_amount', sale.tax);
    else for (const [n, line] of sale.taxes.entries()) sum(manner.rated('tax_rate', line.rate), `tax_lines.${n}.tax_amount`, line.tax);
  };
  if (random.chance(0.2)) till.line([manner.label('r_items'), ' ', String(sale.articles.reduce((all, { quantity }) => all + quantity, 0))]);
  if (sale.discount !== null || !sale.included || sale.tip !== null || random.chance(0.3))
    sum(manner.label('r_subtotal'), null, sale.subtotal);
  const net = sale.taxes.reduce((all, { base }) => all + base, 0);
  // The plain word is without the tax, the one that says "included" comes after it.
  if (sale.included && single && random.chance(till.scene.country.code === 'MY' ? 0.35 : 0.04)) {
    sum(manner.any('r_total'), null, net);
    taxes();
  }
  if (sale.discount !== null) sum(manner.label('discount'), null, -sale.discount);
  if (!sale.included || layout.sums === 'tax-first') taxes();
  if (sale.rounding !== null) {
    if (random.chance(0.6))
      sum(random.chance(0.5) ? 'TOTAL' : manner.label('r_subtotal'), null, sale.total - (sale.tip ?? 0) - sale.rounding);
    sum(manner.label('r_rounding'), null, sale.rounding);
  }
  if (sale.tip !== null) {
    sum(manner.any('r_subtotal'), null, sale.total - sale.tip);
    sum(manner.label('r_tip'), 'tip', sale.tip);
  }
  if (layout.sums === 'many-totals') drawOtherTotals(till, sale, sum);
  sum(manner.sumLabel('r_total'), 'total', sale.total, random.chance(0.7) ? bold : {});
  if (layout.sums === 'many-totals' && random.chance(0.4)) sum(manner.any('r_total'), 'total', sale.total);
  const twoTotals = layout.sums === 'inclusive' && sale.included && single && random.chance(0.4);
  if (twoTotals) sum(manner.label('r_net'), null, sale.total - sale.tax - (sale.rounding ?? 0) - (sale.tip ?? 0));
  drawPayment(till, sale);
  if (sale.included && layout.sums !== 'tax-first' && layout.after !== 'tax-table' && layout.after !== 'summary' && random.chance(0.6))
    taxes();
  if (layout.after === 'tax-table' || layout.after === 'summary') drawTaxTable(till, sale);
  if (layout.after === 'card' && sale.given === null) drawCardSlip(till, sale);
  till.down(0.5);
}

/** Totals before the total: of pieces, without tax, before rounding, after a discount that was none. */
function drawOtherTotals(till: Till, sale: Sale, sum: (label: Words, field: string | null, cents: number) => void): void {
  const { random, manner } = till.scene;
  const pieces = sale.articles.reduce((all, { quantity }) => all + quantity, 0);
  if (random.chance(0.5))
    till.pair(
      [manner.word('r_total'), ' ', manner.word('h_qty'), ': ', String(pieces)],
      random.chance(0.6) ? manner.number(sale.subtotal) : '',
    );
  const net = sale.taxes.reduce((all, { base }) => all + base, 0);
  if (random.chance(0.5)) sum([manner.any('r_total'), ' ', manner.any('r_net')], null, net);
  if (random.chance(0.35)) sum(manner.label('discount'), null, 0);
  if (random.chance(0.5) && sale.taxes.length === 1) sum(manner.label('r_tax'), 'tax_amount', sale.tax);
  if (random.chance(0.35)) sum(manner.label('r_rounding'), null, sale.rounding ?? 0);
}

function drawPayment(till: Till, sale: Sale): void {
  const { random, manner } = till.scene;
  if (random.chance(0.1)) return;
  const method = value('payment_method', sale.method);
  if (sale.given === null) {
    till.pair(method, manner.amount(null, sale.total));
    return;
  }
  // "Tendered" does not say what was.
  till.pair(random.chance(0.3) ? manner.label('r_given') : method, manner.amount(null, sale.given));
  till.pair(manner.label('r_change'), manner.amount(null, sale.given - sale.total));
}

function drawTaxTable(till: Till, sale: Sale): void {
  const { random, manner } = till.scene;
  if (random.chance(0.4)) till.line(`${manner.word('r_tax').toUpperCase()} SUMMARY`);
  const at = [0, 0.45, 0.72, 1];
  till.row([manner.bare('h_rate'), manner.bare('h_base'), manner.bare('h_tax'), random.chance(0.5) ? manner.bare('h_amount') : ''], at);
  const gross = random.chance(0.6);
  sale.taxes.forEach(({ rate, base, tax }, n) => {
    const field = sale.taxes.length === 1 ? 'tax_amount' : `tax_lines.${n}.tax_amount`;
    till.row(
      [
        `${['A', 'B', 'C'][n]} ${manner.rate(rate)}%`,
        manner.number(base),
        value(field, manner.number(tax)),
        gross ? manner.number(base + tax) : '',
      ],
      at,
    );
  });
  if ((sale.taxes.length > 1 && random.chance(0.6)) || random.chance(0.3)) {
    const base = sale.taxes.reduce((all, line) => all + line.base, 0);
    till.row(
      [
        manner.bare('h_amount'),
        manner.number(base),
        value('tax_amount', manner.number(sale.tax)),
        gross ? manner.number(base + sale.tax) : '',
      ],
      at,
    );
  }
}

function drawCardSlip(till: Till, sale: Sale): void {
  const { random, manner } = till.scene;
  till.rule();
  till.line(manner.any('r_title'), 'center');
  till.line(random.shape('Terminal-ID 00000000'));
  till.line(random.shape('TA-Nr 000000  BNr 0000'));
  till.line(['**** **** **** ', random.shape('0000')]);
  till.pair(random.pick(['Betrag', 'AMOUNT', manner.bare('h_amount')]), manner.amount(null, sale.total));
  till.line(random.shape('AID A0000000000000'));
  till.line(random.pick(['APPROVED', 'Zahlung erfolgt', 'AUTORISE', 'PIN OK', random.shape('AUTH 000000')]));
}
