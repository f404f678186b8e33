/** The sums of an invoice in the arrangements that invoices have. */

import { fill } from '../../companies.ts';
import { value, type Words } from '../../drawing/words.ts';
import type { Bill } from './content.ts';
import type { Paper } from './paper.ts';

export type Sums = 'right' | 'wide' | 'tight' | 'row' | 'tax-table' | 'dots' | 'boxes' | 'left' | 'sentence' | 'bracketed';

interface SumRow {
  readonly label: Words;
  readonly field: string | null;
  readonly cents: number;
  readonly strong: boolean;
}

/** The rows from the sum of the lines to what is left to pay; each document leaves some out. */
function rowsOf({ scene }: Paper, bill: Bill): SumRow[] {
  const { random, manner } = scene;
  const rows: SumRow[] = [];
  const add = (label: Words, cents: number, field: string | null = null, strong = false): void => {
    rows.push({ label, field, cents, strong });
  };
  if (bill.discount !== null || bill.shipping !== null || random.chance(0.06)) add(manner.sumLabel('lines_total'), bill.linesTotal);
  if (bill.discount !== null) add([manner.bare('discount'), ` ${bill.discount.rate} %`, manner.behindLabel], -bill.discount.amount);
  if (bill.shipping !== null) add(manner.sumLabel('shipping'), bill.shipping);
  if (bill.net !== null) add(manner.sumLabel('net'), bill.net, 'net_amount');
  const [only, ...others] = bill.taxes;
  if (only !== undefined && others.length === 0)
    add(manner.sumLabel(random.chance(0.75) ? 'tax_rate' : 'tax', only.rate), only.tax, 'tax_amount');
  else {
    const parts = bill.taxes.map(
      ({ rate, tax }, n): SumRow => ({
        label: manner.sumLabel('tax_rate', rate),
        field: `tax_lines.${n}.tax_amount`,
        cents: tax,
        strong: false,
      }),
    );
    rows.push(...parts);
    if (bill.tax !== null && bill.taxes.length > 1 && random.chance(0.35)) add(manner.sumLabel('tax'), bill.tax, 'tax_amount');
  }
  add(manner.sumLabel('gross'), bill.gross, 'gross_amount', true);
  // Prices that hold the tax: the part comes after the whole.
  if (bill.net === null && bill.tax !== null)
    rows.push(
      ...rows.splice(
        rows.findIndex(({ field }) => field === 'tax_amount' || field?.startsWith('tax_') === true),
        bill.taxes.length,
      ),
    );
  if (bill.paid !== null) {
    add(manner.sumLabel('paid'), random.chance(0.5) ? -bill.paid : bill.paid);
    add(manner.sumLabel('balance'), bill.gross - bill.paid, null, true);
  }
  return rows;
}

export function drawSums(paper: Paper, bill: Bill, kind: Sums): void {
  const { scene } = paper;
  const { random, manner } = scene;
  paper.down(0.5);
  paper.room(8);
  if (
    kind === 'row' &&
    bill.paid === null &&
    bill.discount === null &&
    bill.shipping === null &&
    bill.net !== null &&
    bill.taxes.length === 1
  )
    drawRowOfSums(paper, bill);
  else if (kind === 'boxes') drawBoxes(paper, bill);
  else {
    if (kind === 'tax-table' && bill.taxes.length > 0) drawTaxTable(paper, bill);
    drawRows(paper, bill, rowsOf(paper, bill), kind);
  }
  if (['none', 'label'].includes(manner.currencyPlace) && random.chance(0.55)) {
    const [before = '', after = ''] = manner.word('currency_note').split('{n}');
    paper.sheet.text(paper.left, paper.y, [before, manner.currency(), after]);
    paper.down(1.2);
  }
  if (bill.taxes.length === 0 && random.chance(0.8)) {
    paper.sheet.text(paper.left, paper.y, manner.any('no_tax'));
    paper.down(1.2);
  }
}

/** How a total comes about, in brackets behind it. */
function remarkOn({ scene: { random, manner } }: Paper, bill: Bill): Words {
  const [line] = bill.taxes;
  const ways: Words[] = [[' (2 x ', manner.number(Math.round(bill.gross / 2)), ')']];
  if (bill.net !== null) ways.push([' (', manner.number(bill.net), ' ', manner.bare('net').toLowerCase(), ')']);
  if (line !== undefined && bill.tax !== null) ways.push([' (', manner.rated('tax_rate', line.rate), ' ', manner.number(bill.tax), ')']);
  return random.pick(ways);
}

function drawRows(paper: Paper, bill: Bill, rows: readonly SumRow[], kind: Sums): void {
  const { sheet, left, right, bold, scene } = paper;
  const { random, manner } = scene;
  const ruled = random.chance(0.5);
  const remark = random.chance(0.07) ? remarkOn(paper, bill) : '';
  const tight = 8 + Math.max(...rows.map(({ cents }) => sheet.widthOf(manner.amount(null, cents), { font: bold })));
  for (const { label, field, cents, strong } of rows) {
    const style = strong && random.chance(0.7) ? { font: bold } : {};
    const amount: Words = [manner.amount(field, cents), field === 'gross_amount' ? remark : ''];
    if (strong && ruled) sheet.rule(left + 290, paper.y - paper.leading * 0.8, right);
    if (kind === 'sentence' || kind === 'bracketed') {
      sheet.text(left, paper.y, [label, ' ', amount], style);
    } else if (kind === 'left') {
      sheet.text(left, paper.y, label, style);
      sheet.text(left + 210, paper.y, amount, { ...style, align: 'right' });
    } else if (kind === 'dots') {
      const end = sheet.text(left + 220, paper.y, label, style);
      const room = right - end - sheet.widthOf(amount, style) - 6;
      sheet.text(right, paper.y, ['.'.repeat(Math.max(3, Math.floor(room / sheet.widthOf('.', style)))), ' ', amount], {
        ...style,
        align: 'right',
      });
    } else if (kind === 'tight' || kind === 'tax-table') {
      sheet.text(right - tight, paper.y, label, { ...style, align: 'right' });
      sheet.text(right, paper.y, amount, { ...style, align: 'right' });
    } else {
      sheet.text(kind === 'wide' ? left : left + 300, paper.y, label, style);
      sheet.text(right, paper.y, amount, { ...style, align: 'right' });
    }
    paper.down(1.15);
  }
  paper.down(0.8);
}

/** Headings over net, tax and gross in one row. */
function drawRowOfSums(paper: Paper, bill: Bill): void {
  const { sheet, left, right, scene } = paper;
  const { random, manner } = scene;
  const [line] = bill.taxes;
  if (line === undefined || bill.net === null || bill.tax === null) return;
  const cells: [Words, Words][] = [
    [manner.bare('net'), manner.amount('net_amount', bill.net)],
    ...(random.chance(0.5) ? [[manner.bare('h_rate'), `${manner.rate(line.rate)}${paper.percent}`] satisfies [Words, Words]] : []),
    [manner.bare('tax'), manner.amount('tax_amount', bill.tax)],
    [manner.bare('gross'), manner.amount('gross_amount', bill.gross)],
  ];
  const width = (right - left) / cells.length;
  cells.forEach(([label, text], n) => {
    sheet.text(left + (n + 1) * width, paper.y, label, { align: 'right' });
    sheet.text(left + (n + 1) * width, paper.y + paper.leading * 1.2, text, { align: 'right' });
  });
  paper.down(3.2);
}

function drawTaxTable(paper: Paper, bill: Bill): void {
  const { sheet, left, scene } = paper;
  const { random, manner } = scene;
  const at = [left + 60, left + 150, left + 230, left + 320];
  const headings = [manner.bare('h_rate'), manner.bare('h_base'), manner.bare('h_tax'), manner.bare('h_amount')];
  const row = (cells: readonly Words[]): void => {
    cells.forEach((cell, n) => {
      sheet.text(at[n] ?? left, paper.y, cell, { align: 'right' });
    });
    paper.down(1.1);
  };
  row(headings);
  bill.taxes.forEach(({ rate, base, tax }, n) => {
    row([
      [value(`tax_lines.${n}.rate`, manner.rate(rate)), paper.percent],
      value(`tax_lines.${n}.net_amount`, manner.number(base)),
      value(bill.taxes.length === 1 ? 'tax_amount' : `tax_lines.${n}.tax_amount`, manner.number(tax)),
      manner.number(base + tax),
    ]);
  });
  if (bill.net !== null && bill.tax !== null && bill.taxes.length > 1 && random.chance(0.6)) {
    row([
      manner.bare('h_amount'),
      value('net_amount', manner.number(bill.net)),
      value('tax_amount', manner.number(bill.tax)),
      value('gross_amount', manner.number(bill.gross)),
    ]);
  }
  paper.down(0.6);
}

/** Each sum in a box of its own, its label above it. */
function drawBoxes(paper: Paper, bill: Bill): void {
  const { sheet, left, leading, scene } = paper;
  const { manner } = scene;
  const rows = rowsOf(paper, bill);
  const width = 500 / Math.max(3, rows.length);
  rows.forEach(({ label, field, cents }, n) => {
    sheet.box(left + n * width, paper.y - leading, width - 4, leading * 2.6, null, [0.4, 0.4, 0.4]);
    sheet.text(left + n * width + 4, paper.y, label, { size: Math.min(7, sheet.base.size - 1) });
    sheet.text(left + n * width + 4, paper.y + leading * 1.1, manner.amount(field, cents), { size: Math.min(9, sheet.base.size) });
  });
  paper.down(3.4);
}

/** The total with its tax in brackets or behind "incl.", as one line. */
export function drawTotalWithTax(paper: Paper, bill: Bill): void {
  const { manner, random } = paper.scene;
  const [line] = bill.taxes;
  if (line === undefined || bill.tax === null || bill.taxes.length > 1) return;
  const [before = '', after = ''] = fill(manner.word('included_tax'), { r: manner.rate(line.rate) }).split('{amt}');
  const words: Words = [
    manner.label('gross'),
    ' ',
    manner.amount('gross_amount', bill.gross),
    random.chance(0.5) ? '  ' : ' ',
    before,
    manner.amount('tax_amount', bill.tax),
    after,
  ];
  paper.sheet.text(paper.left, paper.y, words);
  paper.down(1.6);
}
