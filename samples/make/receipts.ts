/** Two till receipts on narrow paper: a German grocer's and an American coffee bar's. */
import { type Cents, decimal, english, german, germanVatId, percent, sum } from './numbers.ts';
import type { Sample } from './sample.ts';
import { Sheet } from './sheet.ts';

/** An 80 mm roll. */
const WIDTH = 226.77;
const LEFT = 14;
const RIGHT = WIDTH - 14;
const MIDDLE = WIDTH / 2;
const LEADING = 11;

/** A till prints line after line: the sheet and where it stands. */
class Till {
  readonly sheet: Sheet;
  #y = 26;

  constructor(title: string, author: string, created: Date, height: number) {
    this.sheet = new Sheet({
      size: { width: WIDTH, height },
      title,
      author,
      created,
      base: { size: 8, font: 'mono', color: '#000000', align: 'left' },
      columnWidth: 4.8,
    });
  }

  centred(...lines: string[]): void {
    for (const line of lines) this.#next(() => this.sheet.text(MIDDLE, this.#y, line, { align: 'center' }));
  }

  title(line: string): void {
    this.#next(() => this.sheet.text(MIDDLE, this.#y, line, { align: 'center', size: 11, font: 'mono-bold' }));
    this.#y += 2;
  }

  pair(left: string, right: string, font: 'mono' | 'mono-bold' = 'mono'): void {
    this.#next(() => {
      this.sheet.text(LEFT, this.#y, left, { font });
      this.sheet.text(RIGHT, this.#y, right, { font, align: 'right' });
    });
  }

  rule(): void {
    this.#next(() => this.sheet.text(LEFT, this.#y, '-'.repeat(41)));
  }

  blank(): void {
    this.#y += LEADING;
  }

  #next(print: () => void): void {
    print();
    this.#y += LEADING;
  }
}

type GermanItem = readonly [text: string, price: Cents, rate: 'A' | 'B'];
const GROCERIES: readonly GermanItem[] = [
  ['BIO VOLLMILCH 3,8% 1L', 159, 'B'],
  ['ROGGENBROT 750G', 329, 'B'],
  ['GOUDA JUNG AM STUECK', 487, 'B'],
  ['TOMATEN RISPE 0,612 KG', 214, 'B'],
  ['HAFERFLOCKEN KERNIG', 99, 'B'],
  ['SPUELMITTEL ZITRONE', 185, 'A'],
  ['KUECHENROLLE 4ER', 279, 'A'],
  ['MINERALWASSER 12X0,7', 588, 'A'],
  ['PFAND 3,30', 330, 'A'],
];

function receiptDe(): Sample {
  const merchant = 'Frischmarkt Linde e.K.';
  const till = new Till('Kassenbon 4417', merchant, new Date('2026-05-16T12:32:00Z'), 380);
  const grossOf = (rate: 'A' | 'B'): Cents => sum(GROCERIES.filter((item) => item[2] === rate).map((item) => item[1]));
  const rates = [
    ['A', 19],
    ['B', 7],
  ] as const;
  const taxes = rates.map(([code, rate]) => {
    const gross = grossOf(code);
    const net = Math.round((gross * 100) / (100 + rate));
    return { code, rate, gross, net, tax: gross - net };
  });
  const total = sum(GROCERIES.map(([, price]) => price));
  const tax = sum(taxes.map((row) => row.tax));

  till.title(merchant);
  till.centred('Lindenallee 3', '37073 Göttingen', 'Tel. 0551 55504', `USt-IdNr. ${germanVatId('81402276')}`);
  till.blank();
  till.pair('', 'EUR');
  for (const [text, price, code] of GROCERIES) till.pair(text, `${german(price)} ${code}`);
  till.rule();
  till.pair('SUMME EUR', `${german(total)}  `, 'mono-bold');
  till.pair('Girocard EUR', `${german(total)}  `);
  till.rule();
  till.pair('MwSt.      Netto       Steuer', 'Brutto');
  for (const { code, rate, net, tax: ofRate, gross } of taxes) {
    till.pair(`${code} ${String(rate).padStart(2)} %${german(net).padStart(12)}${german(ofRate).padStart(12)}`, german(gross));
  }
  till.pair(`Gesamt${german(total - tax).padStart(12)}${german(tax).padStart(12)}`, german(total));
  till.blank();
  till.pair('Datum 16.05.2026', '14:32 Uhr');
  till.pair('Bon-Nr. 4417', 'Kasse 2');
  till.pair('TSE-Signaturzähler 88214', 'TA 190336');
  till.blank();
  till.centred('Es bediente Sie Frau Wagner.', 'Vielen Dank für Ihren Einkauf!');

  return {
    name: 'receipt-de',
    use_case: 'receipt',
    sheet: till.sheet,
    truth: {
      merchant_name: merchant,
      date: '2026-05-16',
      time: '14:32',
      currency: 'EUR',
      total: decimal(total),
      tax_amount: decimal(tax),
      payment_method: 'Girocard',
    },
  };
}

const DRINKS: readonly (readonly [text: string, price: Cents])[] = [
  ['1 Oat Latte 12oz', 575],
  ['1 Drip Coffee 16oz', 395],
  ['2 Almond Croissant', 950],
  ['1 Beans, Fall Blend 12oz', 1_800],
];

function receiptUs(): Sample {
  const merchant = 'Blue Heron Coffee Bar';
  const till = new Till('Receipt 20917', merchant, new Date('2026-10-14T15:42:00Z'), 280);
  const net = sum(DRINKS.map(([, price]) => price));
  const tax = percent(net, 8.25);
  const total = net + tax;

  till.title(merchant);
  till.centred('319 Dock Street', 'Tacoma, WA 98402', '(253) 555-0188');
  till.blank();
  till.pair('Order 20917', 'Server: Mina');
  till.pair('10/14/2026', '8:42 AM');
  till.rule();
  for (const [text, price] of DRINKS) till.pair(text, english(price));
  till.rule();
  till.pair('Subtotal', english(net));
  till.pair('Sales tax 8.25%', english(tax));
  till.pair('TOTAL', `$${english(total)}`, 'mono-bold');
  till.blank();
  till.pair('Visa ************4821', `$${english(total)}`);
  till.pair('Auth code', '07731C');
  till.blank();
  till.centred('Thank you - see you tomorrow!');

  return {
    name: 'receipt-us',
    use_case: 'receipt',
    sheet: till.sheet,
    truth: {
      merchant_name: merchant,
      date: '2026-10-14',
      time: '08:42',
      currency: 'USD',
      total: decimal(total),
      tax_amount: decimal(tax),
      payment_method: 'Visa',
    },
  };
}

export const receipts = (): Sample[] => [receiptDe(), receiptUs()];
