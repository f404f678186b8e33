/** A German Kontoauszug: booked with S and H, the old balance overdrawn. */
import { type Cents, decimal, german, grouped, iban, sum } from './numbers.ts';
import type { Sample } from './sample.ts';
import { A4, Sheet } from './sheet.ts';

const BANK = 'Lindenauer Bank eG';
const IBAN = iban('DE', '860955040004471902');
const OPENING: Cents = -31_247;
const GREEN = '#0b5d3b';

const MOVEMENTS: readonly (readonly [booked: string, valued: string, text: string, detail: string, amount: Cents])[] = [
  ['02.03.', '02.03.', 'Dauerauftrag', 'Wohnbau Plagwitz eG, Miete 03/2026', -74_800],
  ['03.03.', '03.03.', 'Lohn/Gehalt', 'Feinwerk Sachsen GmbH, Abrechnung 02/2026', 264_318],
  ['05.03.', '05.03.', 'Basislastschrift', 'Stadtnetz Leipzig, Abschlag Strom VK 448120', -8_900],
  ['10.03.', '10.03.', 'Kartenzahlung', 'Biomarkt Karl-Heine-Str. 14:27 Uhr', -4_733],
  ['13.03.', '13.03.', 'Basislastschrift', 'Nordwall Versicherung AG, Hausrat 7731-5', -11_940],
  ['17.03.', '17.03.', 'Gutschrift', 'Miriam Kunze, Danke fürs Auslegen', 5_250],
  ['20.03.', '20.03.', 'Auszahlung GA', 'Geldautomat Lindenauer Markt 10', -15_000],
  ['26.03.', '26.03.', 'Kartenzahlung', 'Bahnreisen Mitteldeutschland, Ticket', -6_190],
  ['31.03.', '31.03.', 'Abschluss', 'Entgelte und Sollzinsen 1. Quartal 2026', -1_482],
];

const signed = (amount: Cents): string => `${german(Math.abs(amount))} ${amount < 0 ? 'S' : 'H'}`;

export function statementDe(): Sample {
  const sheet = new Sheet({
    size: A4,
    title: 'Kontoauszug 3/2026',
    author: BANK,
    created: new Date('2026-04-01T05:30:00Z'),
    base: { size: 9, font: 'sans', color: '#111111', align: 'left' },
    columnWidth: 5,
  });
  const closing = OPENING + sum(MOVEMENTS.map(([, , , , amount]) => amount));

  sheet.box(57, 42, 14, 14, { fill: GREEN });
  sheet.text(78, 54, BANK, { size: 16, font: 'sans-bold', color: GREEN });
  sheet.lines(57, 76, ['Lindenauer Markt 8 · 04177 Leipzig · Telefon 0341 55501-0'], 10, { size: 8 });

  sheet.lines(57, 150, ['Herrn', 'Jonas Petersen', 'Merseburger Straße 41', '04229 Leipzig'], 13, { size: 10 });

  sheet.text(57, 246, 'Kontoauszug Nr. 3/2026', { size: 14, font: 'sans-bold' });
  sheet.text(538, 246, 'Blatt 1 von 1', { align: 'right' });
  sheet.rule(57, 254, 538, GREEN, 1.2);
  const left: readonly (readonly [string, string])[] = [
    ['Kontoart', 'Girokonto'],
    ['IBAN', grouped(IBAN)],
    ['BIC', 'GENODEF1LNA'],
  ];
  const right: readonly (readonly [string, string])[] = [
    ['Erstellt am', '01.04.2026'],
    ['Auszugszeitraum', '01.03.2026 - 31.03.2026'],
    ['Kontowährung', 'EUR'],
  ];
  left.forEach(([label, value], n) => {
    sheet.text(57, 272 + n * 14, `${label}:`);
    sheet.text(112, 272 + n * 14, value);
  });
  right.forEach(([label, value], n) => {
    sheet.text(340, 272 + n * 14, `${label}:`);
    sheet.text(424, 272 + n * 14, value);
  });
  sheet.rule(57, 308, 538, GREEN, 1.2);

  const columns = [{ x: 57 }, { x: 100 }, { x: 143 }, { x: 538, align: 'right' }] as const;
  sheet.row(324, columns, ['Bu.-Tag', 'Wert', 'Vorgang', 'Betrag EUR'], { font: 'sans-bold', size: 8 });
  sheet.rule(57, 329, 538, '#999999');
  sheet.row(346, columns, ['', '', 'Alter Kontostand vom 28.02.2026', signed(OPENING)], { font: 'sans-bold' });
  MOVEMENTS.forEach(([booked, valued, text, detail, amount], n) => {
    const y = 368 + n * 30;
    sheet.row(y, columns, [booked, valued, text, signed(amount)]);
    sheet.text(143, y + 11, detail, { size: 8 });
  });
  const end = 368 + MOVEMENTS.length * 30;
  sheet.rule(143, end - 10, 538, '#999999');
  sheet.row(end + 6, columns, ['', '', 'Neuer Kontostand vom 31.03.2026', signed(closing)], { font: 'sans-bold' });
  sheet.text(143, end + 24, 'Eingeräumte Kontoüberziehung: 1.500,00 EUR', { size: 8 });

  sheet.lines(
    57,
    780,
    [
      'S = Soll (Belastung), H = Haben (Gutschrift). Bitte erheben Sie Einwendungen gegen diesen Auszug unverzüglich.',
      `${BANK}, Sitz Leipzig, Genossenschaftsregister Amtsgericht Leipzig GnR 412 · Vorstand: Katrin Uhlig, Sven Morgner`,
    ],
    10,
    { size: 7, color: '#555555' },
  );

  return {
    name: 'statement-de',
    use_case: 'bank_statement_header',
    sheet,
    truth: {
      bank_name: BANK,
      account_iban: IBAN,
      account_type: 'checking',
      currency: 'EUR',
      statement_date: '2026-04-01',
      statement_period_start: '2026-03-01',
      statement_period_end: '2026-03-31',
      opening_balance: decimal(OPENING),
      closing_balance: decimal(closing),
    },
  };
}
