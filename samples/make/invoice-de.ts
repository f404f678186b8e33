/** A German invoice as DIN 5008 lays it out: address window left, facts right, table, bank details in the foot. */
import { type Cents, decimal, german, germanVatId, grouped, iban, percent, sum } from './numbers.ts';
import type { Sample } from './sample.ts';
import { A4, Sheet } from './sheet.ts';

const SELLER = 'Brandt & Söhne Metallbau GmbH';
const BUYER = 'Nordlicht Architekten PartG mbB';
const IBAN = iban('DE', '265955110078120044');
const VAT_ID = germanVatId('29847156');
const STEEL = '#37536b';

const ITEMS: readonly (readonly [text: string, detail: string, quantity: number, unit: string, price: Cents])[] = [
  ['Treppengeländer Edelstahl V2A', 'geschliffen, Höhe 1,00 m, inkl. Handlauf', 12, 'lfm', 18_450],
  ['Wangenpodest feuerverzinkt', 'nach Zeichnung NA-118-03', 2, 'Stk', 61_275],
  ['Gitterroststufen 800 x 270 mm', 'rutschhemmend R11', 16, 'Stk', 7_390],
  ['Montage vor Ort', 'zwei Monteure, 08. und 09.04.2026', 22, 'Std', 6_200],
  ['Anfahrtspauschale', '', 2, 'Psch', 4_500],
];

export function invoiceDe(): Sample {
  const sheet = new Sheet({
    size: A4,
    title: 'Rechnung RE-2026-0417',
    author: SELLER,
    created: new Date('2026-04-14T08:15:00Z'),
    base: { size: 9.5, font: 'sans', color: '#111111', align: 'left' },
    columnWidth: 5,
  });
  const net = sum(ITEMS.map(([, , quantity, , price]) => quantity * price));
  const tax = percent(net, 19);
  const gross = net + tax;

  sheet.text(538, 58, 'BRANDT & SÖHNE', { size: 20, font: 'sans-bold', color: STEEL, align: 'right' });
  sheet.text(538, 74, 'Metallbau · Schlosserei · Treppen', { size: 9, color: STEEL, align: 'right' });

  sheet.text(57, 136, `${SELLER} · Werkstraße 12 · 49080 Osnabrück`, { size: 7, color: '#555555' });
  sheet.rule(57, 139, 297, '#999999', 0.4);
  sheet.lines(57, 156, [BUYER, 'Frau Dr. Helene Voss', 'Am Speicher 7', '24103 Kiel'], 13, { size: 10 });

  const facts: readonly (readonly [string, string])[] = [
    ['Rechnungsnummer', 'RE-2026-0417'],
    ['Rechnungsdatum', '14.04.2026'],
    ['Lieferdatum', '09.04.2026'],
    ['Kundennummer', '10482'],
    ['Ihre Bestellung', 'NA-2026-118'],
    ['Ansprechpartner', 'Ole Brandt'],
    ['Telefon', '0541 55502-14'],
  ];
  facts.forEach(([label, value], n) => {
    sheet.text(370, 156 + n * 13, `${label}:`, { size: 9 });
    sheet.text(456, 156 + n * 13, value, { size: 9 });
  });

  sheet.text(57, 282, 'Rechnung', { size: 16, font: 'sans-bold' });
  sheet.lines(
    57,
    308,
    ['Sehr geehrte Frau Dr. Voss,', '', 'für die Arbeiten am Bürohaus Holtenauer Straße berechnen wir Ihnen wie vereinbart:'],
    13,
  );

  const columns = [
    { x: 61 },
    { x: 90 },
    { x: 340, align: 'right' },
    { x: 348 },
    { x: 460, align: 'right' },
    { x: 534, align: 'right' },
  ] as const;
  sheet.box(57, 352, 481, 18, { fill: STEEL });
  sheet.row(364, columns, ['Pos.', 'Bezeichnung', 'Menge', 'Einheit', 'Einzelpreis EUR', 'Gesamt EUR'], {
    font: 'sans-bold',
    size: 8.5,
    color: '#ffffff',
  });
  let y = 388;
  ITEMS.forEach(([text, detail, quantity, unit, price], n) => {
    sheet.row(y, columns, [String(n + 1), text, german(quantity * 100), unit, german(price), german(quantity * price)]);
    if (detail !== '') sheet.text(90, y + 11, detail, { size: 8, color: '#555555' });
    y += detail === '' ? 20 : 30;
    sheet.rule(57, y - 12, 538, '#d0d0d0', 0.4);
  });

  const totals: readonly (readonly [string, Cents])[] = [
    ['Nettobetrag', net],
    ['zzgl. 19 % MwSt.', tax],
    ['Rechnungsbetrag', gross],
  ];
  totals.forEach(([label, amount], n) => {
    const font = n === 2 ? 'sans-bold' : 'sans';
    sheet.text(362, y + 8 + n * 17, label, { font });
    sheet.text(534, y + 8 + n * 17, `${german(amount)} EUR`, { font, align: 'right' });
  });
  sheet.rule(362, y + 30, 538, '#111111', 0.8);

  sheet.lines(
    57,
    y + 84,
    [
      'Bitte überweisen Sie den Rechnungsbetrag ohne Abzug bis zum 14.05.2026 auf das unten genannte Konto.',
      'Auf unsere Montagearbeiten gewähren wir fünf Jahre Gewährleistung.',
      '',
      'Mit freundlichen Grüßen',
      'Ole Brandt',
    ],
    13,
  );

  sheet.rule(57, 766, 538, STEEL, 0.8);
  const foot = { size: 7, color: '#444444' };
  sheet.lines(57, 778, [SELLER, 'Werkstraße 12', '49080 Osnabrück', 'www.brandt-soehne.example'], 9, foot);
  sheet.lines(172, 778, ['Geschäftsführer: Ole Brandt, Jan Brandt', 'Amtsgericht Osnabrück', 'HRB 204817'], 9, foot);
  sheet.lines(312, 778, [`USt-IdNr.: ${VAT_ID}`, 'Steuernummer: 66/205/04417'], 9, foot);
  sheet.lines(418, 778, ['Hasebank Osnabrück eG', `IBAN: ${grouped(IBAN)}`, 'BIC: GENODEF1HBO'], 9, foot);

  return {
    name: 'invoice-de',
    use_case: 'invoice',
    sheet,
    truth: {
      invoice_number: 'RE-2026-0417',
      invoice_date: '2026-04-14',
      due_date: '2026-05-14',
      delivery_date: '2026-04-09',
      seller_name: SELLER,
      seller_vat_id: VAT_ID,
      buyer_name: BUYER,
      currency: 'EUR',
      net_amount: decimal(net),
      tax_amount: decimal(tax),
      gross_amount: decimal(gross),
      iban: IBAN,
      bic: 'GENODEF1HBO',
      order_number: 'NA-2026-118',
    },
  };
}
