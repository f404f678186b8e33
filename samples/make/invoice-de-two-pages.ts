/** A German wholesaler's invoice over two pages: facts in a ruled row, a carry-over, two tax rates, totals on the last page. */
import { type Cents, decimal, german, germanVatId, grouped, iban, percent, sum } from './numbers.ts';
import type { Sample } from './sample.ts';
import { A4, Sheet } from './sheet.ts';

const SELLER = 'Kellermann Bürobedarf KG';
const BUYER = 'Gemeinschaftspraxis Dr. Adler & Dr. Yilmaz';
const IBAN = iban('DE', '760300800440218835');
const VAT_ID = germanVatId('13302918');
const ORANGE = '#b4560b';

type Item = readonly [code: string, text: string, quantity: number, price: Cents, rate: 7 | 19];
const ITEMS: readonly Item[] = [
  ['11020', 'Kopierpapier A4 80 g, weiß, Karton 5 x 500', 12, 2_490, 19],
  ['11044', 'Kopierpapier A4 90 g, Recycling, Karton', 4, 2_785, 19],
  ['13207', 'Ordner A4 breit, blau', 40, 289, 19],
  ['13209', 'Ordner A4 schmal, grau', 20, 275, 19],
  ['13311', 'Register A-Z, Karton', 20, 349, 19],
  ['14102', 'Prospekthüllen A4, genarbt, 100 Stk', 10, 595, 19],
  ['15220', 'Kugelschreiber blau, 50er Pack', 3, 1_890, 19],
  ['15231', 'Textmarker, 4 Farben sortiert', 8, 379, 19],
  ['15240', 'Bleistift HB, 12 Stk', 6, 415, 19],
  ['16018', 'Haftnotizen 76 x 76 mm, 12 Blöcke', 9, 649, 19],
  ['16101', 'Notizblock A5 kariert, 10 Stk', 5, 1_120, 19],
  ['17305', 'Briefumschläge DIN lang, Fenster, 500 Stk', 6, 1_845, 19],
  ['17312', 'Versandtaschen C4, 100 Stk', 4, 1_395, 19],
  ['18440', 'Toner schwarz, passend für LX 410', 3, 6_990, 19],
  ['18441', 'Toner cyan, passend für LX 410', 2, 7_850, 19],
  ['18442', 'Toner magenta, passend für LX 410', 2, 7_850, 19],
  ['18443', 'Toner gelb, passend für LX 410', 2, 7_850, 19],
  ['19009', 'Terminzettel Praxis, Block 100 Blatt', 30, 145, 19],
  ['20117', 'Fachbuch „Abrechnung in der Praxis 2026“', 2, 4_575, 7],
  ['20140', 'Wandkalender 2027, Querformat', 5, 890, 19],
  ['21003', 'Heftklammern 24/6, 5.000 Stk', 10, 195, 19],
  ['21015', 'Büroklammern 33 mm, 1.000 Stk', 6, 320, 19],
  ['22050', 'Händedesinfektion 1 l', 12, 845, 19],
  ['22061', 'Papierhandtücher, Karton 3.200 Blatt', 5, 3_280, 19],
  ['23110', 'Kaffee, ganze Bohne, 1 kg', 8, 1_590, 7],
  ['23115', 'Kräutertee, 25 Beutel', 6, 285, 7],
  ['24001', 'Batterien AA, 24 Stk', 4, 1_149, 19],
  ['24090', 'Schreibtischlampe LED, dimmbar', 2, 4_990, 19],
];
const ON_FIRST_PAGE = 18;

const amountOf = ([, , quantity, price]: Item): Cents => quantity * price;

export function invoiceDeTwoPages(): Sample {
  const sheet = new Sheet({
    size: A4,
    title: 'Rechnung 2026103377',
    author: SELLER,
    created: new Date('2026-06-22T06:20:00Z'),
    base: { size: 9, font: 'sans', color: '#141414', align: 'left' },
    columnWidth: 4.8,
  });
  const netAt = (rate: number): Cents => sum(ITEMS.filter((item) => item[4] === rate).map(amountOf));
  const taxAt = (rate: number): Cents => percent(netAt(rate), rate);
  const net = netAt(7) + netAt(19);
  const tax = taxAt(7) + taxAt(19);
  const gross = net + tax;

  const columns = [
    { x: 52 },
    { x: 78 },
    { x: 122 },
    { x: 358, align: 'right' },
    { x: 424, align: 'right' },
    { x: 468, align: 'right' },
    { x: 543, align: 'right' },
  ] as const;
  const head = (y: number): void => {
    sheet.row(y, columns, ['Pos', 'Art.-Nr.', 'Artikel', 'Menge', 'Preis/Stk', 'USt %', 'Betrag'], { font: 'sans-bold' });
    sheet.rule(50, y + 5, 545, ORANGE, 1);
  };
  const rows = (y: number, from: number, to: number): number => {
    ITEMS.slice(from, to).forEach((item, n) => {
      const [code, text, quantity, price, rate] = item;
      sheet.row(y + n * 20, columns, [
        String(from + n + 1),
        code,
        text,
        String(quantity),
        german(price),
        String(rate),
        german(amountOf(item)),
      ]);
    });
    return y + (to - from) * 20;
  };
  const foot = (page: number): void => {
    sheet.rule(50, 776, 545, ORANGE, 0.8);
    const small = { size: 7, color: '#555555' };
    sheet.lines(
      50,
      788,
      [`${SELLER} · Fürther Straße 210 · 90429 Nürnberg`, `USt-IdNr. ${VAT_ID} · Amtsgericht Nürnberg HRA 18833`],
      9,
      small,
    );
    sheet.lines(320, 788, [`Pegnitzbank Nürnberg · IBAN ${grouped(IBAN)}`, 'BIC PEGNDE77XXX'], 9, small);
    sheet.text(545, 814, `Seite ${page} von 2`, { size: 8, align: 'right' });
  };

  sheet.text(50, 62, SELLER, { size: 17, font: 'sans-bold', color: ORANGE });
  sheet.text(50, 76, 'Alles fürs Büro seit 1961', { font: 'sans-italic', color: '#555555' });
  sheet.lines(545, 62, ['Fürther Straße 210', '90429 Nürnberg', 'Telefon 0911 55503-0'], 11, { size: 8, align: 'right' });
  sheet.lines(50, 134, [BUYER, 'Hauptstraße 7', '91054 Erlangen'], 13, { size: 10 });

  sheet.text(50, 214, 'RECHNUNG', { size: 15, font: 'sans-bold' });
  sheet.box(50, 226, 495, 34, { stroke: '#888888' });
  const facts: readonly (readonly [x: number, label: string, value: string])[] = [
    [56, 'Rechnungs-Nr.', '2026103377'],
    [146, 'Kunden-Nr.', 'K-20733'],
    [226, 'Rechnungsdatum', '22.06.2026'],
    [322, 'Lieferdatum', '18.06.2026'],
    [402, 'Bestell-Nr.', 'B-0618/Adler'],
    [478, 'Fällig am', '06.07.2026'],
  ];
  for (const [x, label, value] of facts) {
    sheet.text(x, 238, label, { size: 7.5, color: '#555555' });
    sheet.text(x, 252, value, { font: 'sans-bold' });
  }
  head(286);
  const first = ITEMS.slice(0, ON_FIRST_PAGE);
  const end = rows(306, 0, ON_FIRST_PAGE);
  sheet.rule(50, end - 8, 545, '#888888');
  sheet.row(end + 6, columns, ['', '', 'Übertrag auf Seite 2', '', '', '', german(sum(first.map(amountOf)))], { font: 'sans-bold' });
  foot(1);

  sheet.nextPage();
  sheet.text(50, 56, SELLER, { font: 'sans-bold', color: ORANGE });
  sheet.text(545, 56, 'Rechnung 2026103377 vom 22.06.2026', { align: 'right' });
  head(92);
  sheet.row(112, columns, ['', '', 'Übertrag von Seite 1', '', '', '', german(sum(first.map(amountOf)))], { font: 'sans-bold' });
  const y = rows(132, ON_FIRST_PAGE, ITEMS.length);
  sheet.rule(50, y - 8, 545, ORANGE, 1);
  const totals: readonly (readonly [string, Cents])[] = [
    ['Gesamt netto', net],
    [`7 % USt auf ${german(netAt(7))}`, taxAt(7)],
    [`19 % USt auf ${german(netAt(19))}`, taxAt(19)],
    ['Umsatzsteuer gesamt', tax],
    ['Gesamtbetrag EUR', gross],
  ];
  totals.forEach(([label, amount], n) => {
    const font = n === 4 ? 'sans-bold' : 'sans';
    sheet.text(340, y + 10 + n * 17, label, { font });
    sheet.text(543, y + 10 + n * 17, german(amount), { font, align: 'right' });
  });
  sheet.rule(340, y + 10 + 4 * 17 - 12, 545, '#141414', 0.8);
  sheet.lines(
    50,
    y + 132,
    [
      'Zahlbar innerhalb von 14 Tagen ohne Abzug. Bitte geben Sie bei der Überweisung die Rechnungsnummer an.',
      'Die Ware bleibt bis zur vollständigen Bezahlung unser Eigentum.',
    ],
    13,
  );
  foot(2);

  return {
    name: 'invoice-de-two-pages',
    use_case: 'invoice',
    sheet,
    truth: {
      invoice_number: '2026103377',
      invoice_date: '2026-06-22',
      due_date: '2026-07-06',
      delivery_date: '2026-06-18',
      seller_name: SELLER,
      seller_vat_id: VAT_ID,
      buyer_name: BUYER,
      currency: 'EUR',
      net_amount: decimal(net),
      tax_amount: decimal(tax),
      gross_amount: decimal(gross),
      iban: IBAN,
      bic: 'PEGNDE77XXX',
      order_number: 'B-0618/Adler',
    },
  };
}
