/** Which words say which value: a table of texts and values, by type. */
import { describe, expect, it } from 'vitest';
import type { FieldType } from '../../src/contracts/use-case.ts';
import { findAnywhere } from '../../src/pipeline/grounding/find.ts';
import { targetOf } from '../../src/pipeline/grounding/normalise.ts';
import { SegmentIndex } from '../../src/pipeline/grounding/segments.ts';
import { readingOfTexts, useCaseOf } from './readings.ts';

/** What the value's places say, each with its lines joined by ⏎. */
function found(type: FieldType, value: unknown, text: string): string[] {
  const field = useCaseOf({ name: 'field', type }).fields[0];
  const target = field === undefined ? null : targetOf(value, field);
  if (target === null) throw new Error('nothing to look for');
  const places = findAnywhere(target, new SegmentIndex(readingOfTexts(text)), 10);
  return places.map((place) => place.map(({ segment, start, end }) => segment.line.text.slice(start, end)).join('⏎'));
}

interface Case {
  readonly type: FieldType;
  readonly value: unknown;
  readonly text: string;
  /** The words found; none: the text does not say the value. */
  readonly says: readonly string[];
}

const says = (type: FieldType, value: unknown, text: string, ...words: readonly string[]): Case => ({ type, value, text, says: words });

const CASES: Readonly<Record<string, readonly Case[]>> = {
  'numbers in every usual form': [
    says('decimal', '1234.56', 'Saldo 1.234,56 EUR', '1.234,56'),
    says('decimal', '1234.56', 'Balance 1,234.56', '1,234.56'),
    says('decimal', '1234.50', "Total CHF 1'234.50", "1'234.50"),
    says('decimal', '1234.56', 'Solde 1 234,56 €', '1 234,56'),
    says('decimal', '1234.56', 'Solde 1\u202f234,56 €', '1 234,56'),
    says('number', 1234.5, 'Summe: 1.234,50', '1.234,50'),
    says('number', 1234, 'Summe 1234,00', '1234,00'),
    says('integer', 1234, 'Stück 1.234', '1.234'),
    says('decimal', '-50.00', 'Gutschrift -50,00', '-50,00'),
    says('decimal', '-50.00', 'Gutschrift 50,00-', '50,00-'),
    says('decimal', '-1234.56', 'Net (1,234.56)', '(1,234.56)'),
    says('decimal', '0.5', 'Rabatt 0,50', '0,50'),
    says('number', 1e21, 'Atoms 1000000000000000000000', '1000000000000000000000'),
    says('decimal', '100.00', 'Netto 100,00 USt 19,00 Brutto 119,00', '100,00'),
    says('decimal', '19', 'USt 19 % = 190,00', '19'),
    says('decimal', '100.00', '100,00\nZwischensumme 100,00', '100,00', '100,00'),
  ],
  'numbers that are not there': [
    says('decimal', '100', 'Total 1,100.00'),
    says('decimal', '100', 'Total 1.100,00'),
    says('decimal', '100', 'Total 2100'),
    says('decimal', '100', 'Total 1 100,00'),
    says('decimal', '100', 'Total 100.50'),
    says('decimal', '100', 'Total 1000'),
    says('decimal', '100', 'Rechnung 2024-100'),
    says('decimal', '100', 'Rechnung R100'),
    says('integer', 31, 'Datum 31.12.2025'),
    says('integer', 2025, 'Datum 31.12.2025'),
    says('integer', 30, 'Beginn 14:30'),
    says('integer', 3704, 'IBAN DE89 3704 0044 0532 0130 00'),
    says('decimal', '50.00', 'Gutschrift -50,00'),
    says('decimal', '1234.56', 'Saldo 1.234,57'),
    says('decimal', '123456', 'Saldo 1.234,56'),
    says('decimal', '12.34', 'Saldo 1234'),
  ],
  'dates in every usual form': [
    says('date', '2025-12-31', 'Datum: 31.12.2025', '31.12.2025'),
    says('date', '2025-12-31', 'Datum: 31.12.25', '31.12.25'),
    says('date', '2025-12-31', 'am 31. Dezember 2025 fällig', '31. Dezember 2025'),
    says('date', '2025-03-01', '1. März 2025', '1. März 2025'),
    says('date', '2025-12-31', 'Date 2025-12-31', '2025-12-31'),
    says('date', '2025-12-31', 'Date 12/31/2025', '12/31/2025'),
    says('date', '2025-12-31', 'Due Dec 31, 2025.', 'Dec 31, 2025'),
    says('date', '2025-12-31', 'Due 31st December 2025', '31st December 2025'),
    says('date', '2025-04-03', 'Date 03/04/2025', '03/04/2025'),
    says('date', '2025-03-04', 'Date 03/04/2025', '03/04/2025'),
    says('date', '2025-12-01', 'Zeitraum 01.12. - 31.12.2025', '01.12.'),
    says('datetime', '2025-12-31T14:30:00', 'Bon 31.12.2025 14:30', '31.12.2025 14:30'),
    says('datetime', '2025-12-31T14:30:00+01:00', 'Datum 31.12.2025 Uhrzeit 14:30', '31.12.2025 Uhrzeit 14:30'),
    says('datetime', '2025-12-31T14:30', 'Dec 31, 2025, 2:30 PM', 'Dec 31, 2025, 2:30 PM'),
    says('datetime', '2025-12-31T00:00:00', 'Datum 31.12.2025', '31.12.2025'),
    says('datetime', '2025-12-31', 'Datum 31.12.2025', '31.12.2025'),
  ],
  'dates that are not there': [
    says('date', '2025-12-31', 'Datum 30.12.2025'),
    says('date', '2025-01-02', 'Datum 12.01.2025'),
    says('date', '2025-12-31', 'Datum 31.12.2024'),
    says('date', '2025-02-01', 'Datum 11.02.2025'),
    says('date', '2025-04-03', 'Datum 04.03.2025'),
    says('datetime', '2025-12-31T14:30:00', 'Bon 31.12.2025 14:31'),
    says('datetime', '2025-12-31T14:30:00', 'Bon 31.12.2025'),
    says('datetime', '2025-12-31T14:30:15', 'Bon 31.12.2025 14:30'),
    says('datetime', '2025-12-31T14:30:00+02:00', 'Bon 2025-12-31T14:30:00+01:00'),
  ],
  'account numbers and codes': [
    says('string', 'DE89370400440532013000', 'IBAN: DE89 3704 0044 0532 0130 00 BIC', 'DE89 3704 0044 0532 0130 00'),
    says('string', 'DE89370400440532013000', 'iban de89370400440532013000', 'de89370400440532013000'),
    says('string', 'DE89370400440532013000', 'IBAN DE89 3704 0044\n0532 0130 00', 'DE89 3704 0044⏎0532 0130 00'),
    says('string', 'DE89370400440532013000', 'IBAN: DE89 3704 0044 0532 0130 01'),
    says('string', 'DE89370400440532013000', 'IBAN: DE89 3704 0044 0532 0130 00 5', 'DE89 3704 0044 0532 0130 00'),
    says('string', 'DE89 3704', 'IBAN: DE89 3704 0044 0532 0130 00'),
    says('string', 'EUR', 'Betrag in €', '€'),
    says('string', 'EUR', 'Währung EUR', 'EUR'),
    says('string', 'EUR', 'Betrag in Euro', 'Euro'),
    says('string', 'CHF', 'Betrag in EUR'),
    says('string', 'EUR', 'EUROPA'),
    says('string', '14:30', 'Uhrzeit 2:30 PM', '2:30 PM'),
    says('string', '14:30', 'Uhrzeit 14:31'),
    says('string', '+49 30 1234', 'Tel. +49 (30) 1234', '+49 (30) 1234'),
    says('string', '+49 30 1234', 'Tel. 49 (30) 1234'),
  ],
  'strings, whatever their spacing, hyphens and punctuation': [
    says('string', 'Müller & Söhne GmbH', 'Firma MÜLLER  &  SÖHNE GMBH, Berlin', 'MÜLLER  &  SÖHNE GMBH'),
    says('string', 'ACME GmbH & Co. KG', 'ACME GmbH &Co KG', 'ACME GmbH &Co KG'),
    says('string', 'Straße', 'STRASSE', 'STRASSE'),
    says('string', 'office', 'Ihr oﬃce', 'oﬃce'),
    says('string', 'Müller', 'Mu\u0308ller', 'Müller'),
    says('string', 'ACME International Holding', 'an ACME International\nHolding, Berlin', 'ACME International⏎Holding'),
    says('string', 'Rechnungsstelle Nord', 'die Rechnungs-\nstelle Nord', 'Rechnungs-⏎stelle Nord'),
    says('string', 'Sparkasse Musterstadt am See', 'Sparkasse\nMusterstadt\nam See', 'Sparkasse⏎Musterstadt⏎am See'),
    says('string', 'ACME Holding GmbH', 'ACME       Rechnung\nHolding GmbH    Datum', 'ACME⏎Holding GmbH'),
    says('string', 'Rechnung vom Mai', 'ACME Holding      Rechnung\nGmbH              vom Mai, heute', 'Rechnung⏎vom Mai'),
    says('string', 'Berlin Mitte', 'Name\tBerlin\nGmbH\tMitte', 'Berlin⏎Mitte'),
    says('string', 'RE-2024-001', 'Nr. RE-2024-001', 'RE-2024-001'),
    says('string', 'RE 2024 001', 'Nr. RE-2024-001', 'RE-2024-001'),
    says('string', '***', 'Code *** Ende', '***'),
    says('string', '5 %', 'Skonto 5%', '5%'),
  ],
  'strings that are not there': [
    says('string', 'Meier', 'Meierhof'),
    says('string', 'Hof', 'Meierhof'),
    says('string', '4711', 'Nr. 47110'),
    says('string', '4711', 'Nr. 2024-4711'),
    says('string', '4711', 'Nr. 4711/05'),
    says('string', 'RE-2024-001', 'RE-2024-002'),
    says('string', '1.5', 'Faktor 15'),
    says('string', '15', 'Faktor 1.5'),
    says('string', '1.5', 'Faktor 1,5'),
    says('string', 'Muller', 'Müller'),
    says('string', '5 %', 'Skonto 5'),
    says('string', 'Hausmeister', 'unser Haus\nMeister Schmidt'),
    says('string', 'ACME Holding', 'ACME\n\nHolding'),
    says('string', 'ACME Datum', 'ACME       Rechnung\nHolding    Datum'),
  ],
};

for (const [kind, cases] of Object.entries(CASES)) {
  describe(kind, () => {
    it.each(cases)('$type $value in $text', ({ type, value, text, says: words }) => {
      expect(found(type, value, text)).toEqual(words);
    });
  });
}
