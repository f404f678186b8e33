/** A Swiss fiduciary's invoice: one column of serif type, apostrophes in the francs, no order and no BIC. */
import { type Cents, decimal, grouped, iban, percent, sum, swiss, swissUid } from './numbers.ts';
import type { Sample } from './sample.ts';
import { A4, Sheet } from './sheet.ts';

const SELLER = 'Calanda Treuhand AG';
const BUYER = 'Sägerei Prätschli GmbH';
const IBAN = iban('CH', '09374000123456789');
const UID = swissUid('41728396');
const RED = '#a3122a';

const ITEMS: readonly (readonly [text: string, hours: string, amount: Cents])[] = [
  ['Jahresabschluss 2025, Prüfung und Erläuterung', '6.50', 123_450],
  ['Mehrwertsteuerabrechnung 1. Quartal 2026', '2.25', 40_500],
  ['Lohnbuchhaltung Januar bis April 2026', '4.00', 66_000],
  ['Auslagen: Porti, Kopien, amtliche Auszüge', '', 7_250],
];

export function invoiceCh(): Sample {
  const sheet = new Sheet({
    size: A4,
    title: 'Rechnung 26-0391',
    author: SELLER,
    created: new Date('2026-05-05T07:45:00Z'),
    base: { size: 10, font: 'serif', color: '#151515', align: 'left' },
    columnWidth: 5,
  });
  const net = sum(ITEMS.map(([, , amount]) => amount));
  const tax = percent(net, 8.1);
  const gross = net + tax;

  sheet.text(70, 66, SELLER, { size: 18, font: 'serif-bold', color: RED });
  sheet.lines(70, 82, ['Poststrasse 22, 7000 Chur', 'Telefon 081 555 04 30, info@calanda-treuhand.example', `${UID} MWST`], 12, {
    size: 9,
  });

  sheet.lines(340, 160, [BUYER, 'Herr Andri Caduff', 'Prätschlistrasse 4', '7050 Arosa'], 13, { size: 10.5 });
  sheet.text(70, 250, 'Chur, 5. Mai 2026');
  sheet.text(70, 284, 'Rechnung Nr. 26-0391', { size: 15, font: 'serif-bold' });
  sheet.lines(
    70,
    308,
    ['Sehr geehrter Herr Caduff', '', 'Für unsere Arbeiten erlauben wir uns, Ihnen folgende Leistungen in Rechnung zu stellen:'],
    13,
  );

  const columns = [{ x: 70 }, { x: 410, align: 'right' }, { x: 525, align: 'right' }] as const;
  sheet.row(368, columns, ['Leistung', 'Stunden', 'Betrag CHF'], { font: 'serif-bold' });
  sheet.rule(70, 374, 525, RED, 0.8);
  ITEMS.forEach(([text, hours, amount], n) => {
    sheet.row(392 + n * 18, columns, [text, hours, swiss(amount)]);
  });
  const y = 392 + ITEMS.length * 18;
  sheet.rule(70, y - 8, 525, '#999999', 0.5);
  sheet.row(y + 8, columns, ['Total exkl. MWST', '', swiss(net)]);
  sheet.row(y + 26, columns, ['MWST 8.1 %', '', swiss(tax)]);
  sheet.row(y + 48, columns, ['Rechnungstotal inkl. MWST', 'CHF', swiss(gross)], { font: 'serif-bold', size: 11 });
  sheet.rule(70, y + 54, 525, RED, 0.8);

  sheet.lines(
    70,
    y + 88,
    [
      'Zahlbar bis 4. Juni 2026, rein netto.',
      '',
      'Unsere Bankverbindung: Rätische Regionalbank, 7000 Chur',
      `IBAN ${grouped(IBAN)}`,
      '',
      'Wir danken Ihnen für Ihr Vertrauen.',
      '',
      'Freundliche Grüsse',
      SELLER,
    ],
    14,
  );
  sheet.text(70, y + 232, 'Seraina Jörg, Mandatsleiterin');

  return {
    name: 'invoice-ch',
    use_case: 'invoice',
    sheet,
    truth: {
      invoice_number: '26-0391',
      invoice_date: '2026-05-05',
      due_date: '2026-06-04',
      delivery_date: null,
      seller_name: SELLER,
      seller_vat_id: UID,
      buyer_name: BUYER,
      currency: 'CHF',
      net_amount: decimal(net),
      tax_amount: decimal(tax),
      gross_amount: decimal(gross),
      iban: IBAN,
      bic: null,
      order_number: null,
    },
  };
}
