/** Grounding a whole extraction: sources, the two flags and the metrics. */
import { describe, expect, it } from 'vitest';
import type { FieldProvenance } from '../../src/contracts/response.ts';
import type { FieldType, UseCase } from '../../src/contracts/use-case.ts';
import type { Evidence, Extraction } from '../../src/pipeline/engines/engine.ts';
import { ground } from '../../src/pipeline/grounding/ground.ts';
import type { Reading } from '../../src/pipeline/reading/reading.ts';
import { extractionOf, lineAt, readingOfLines, readingOfTexts, useCaseOf } from './readings.ts';

const DEFAULTS = { maxSources: 10, withContext: false };
const never = new AbortController().signal;

const run = (reading: Reading, useCase: UseCase, extraction: Extraction, options = DEFAULTS) =>
  ground(reading, useCase, extraction, options, never);

const cite = (segment_id: string, start: number, end: number, role: Evidence['role'] = 'value'): Evidence => ({
  segment_id,
  start,
  end,
  role,
});

/** Grounds one field of one value. */
async function groundOne(type: FieldType, value: unknown, text: string, evidence: readonly Evidence[] = [], options = DEFAULTS) {
  const { fields, quality_metrics } = await run(
    readingOfTexts(text),
    useCaseOf({ name: 'field', type }),
    extractionOf({ field: value }, evidence.length === 0 ? {} : { field: evidence }),
    options,
  );
  const field = fields['result.field'];
  if (field === undefined) throw new Error('no provenance for the field');
  return { field, metrics: quality_metrics };
}

const flags = ({ provenance_verified, text_agreement }: FieldProvenance) => [provenance_verified, text_agreement];
const spans = ({ sources }: FieldProvenance) => sources.map(({ segment_id, char_span }) => [segment_id, ...char_span]);

describe('the flags', () => {
  const TEXT = 'Rechnung 4711 vom 01.02.2025\nNetto 100,00\nGesamt 119,00 EUR, 3 Stück, Ja\nKunde AB';
  const whole = (line: number) => cite(`p1_l${line}`, 0, TEXT.split('\n')[line]?.length ?? 0);

  it.each<[string, FieldType, unknown, readonly Evidence[], boolean | null, boolean | null]>([
    ['cited and right', 'decimal', '119.00', [cite('p1_l2', 7, 13)], true, true],
    ['cited by its whole line and right', 'decimal', '119.00', [whole(2)], true, true],
    ['cited where it does not stand, but stands elsewhere', 'decimal', '119.00', [whole(1)], false, true],
    ['cited and stands nowhere', 'decimal', '120.00', [whole(2)], false, false],
    ['not cited, found', 'decimal', '119.00', [], true, true],
    ['not cited, not found', 'decimal', '120.00', [], false, false],
    ['cited by a part of its words', 'string', '4711', [cite('p1_l0', 9, 11)], false, true],
    ['date cited', 'date', '2025-02-01', [cite('p1_l0', 18, 28)], true, true],
    ['date cited wrongly', 'date', '2025-02-02', [cite('p1_l0', 18, 28)], false, false],
    ['small number cited and right', 'integer', 3, [whole(2)], true, null],
    ['small number cited and wrong', 'integer', 4, [whole(2)], false, null],
    ['small number not cited, stands once', 'integer', 3, [], true, null],
    ['small number not cited, stands nowhere', 'integer', 4, [], false, null],
    ['ten is not small', 'integer', 10, [], false, false],
    ['short string cited and right', 'string', 'AB', [whole(3)], true, null],
    ['short string cited and wrong', 'string', 'AC', [whole(3)], false, null],
    ['boolean', 'boolean', true, [whole(2)], null, null],
    ['null', 'decimal', null, [], null, null],
    ['null with a citation', 'decimal', null, [whole(2)], null, null],
    ['empty string', 'string', '', [], null, null],
  ])('%s', async (_name, type, value, evidence, verified, agreement) => {
    const { field } = await groundOne(type, value, TEXT, evidence);
    expect(flags(field)).toEqual([verified, agreement]);
  });

  it.each([
    ['accents that are characters of their own', 'Ho\u0308he u\u0308ber: 12,50', '12,50'],
    ['a zero-width blank', 'Gesamt\u200bbetrag 12,50', '12,50'],
    ['a byte order mark', '\ufeffBetrag 12,50', '12,50'],
    ['a soft hyphen', 'Gesamt\u00adbetrag 12,50', '12,50'],
    ['a mark of direction within the value', 'Betrag 12\u200e,50 €', '12\u200e,50'],
    ['a pair of surrogates', '😀 u\u0308 12,50', '12,50'],
  ])('a value is cut out of the line as it was sent, with %s', async (_name, text, written) => {
    const { field } = await groundOne('decimal', '12.50', text);
    const at = text.indexOf(written);
    expect(field.sources).toMatchObject([{ snippet: written, char_span: [at, at + written.length] }]);
  });

  it('stay null for choices, which are read between the lines; what was cited is shown', async () => {
    const useCase = useCaseOf({ name: 'account_type', type: 'string', choices: ['credit', 'checking'] });
    const { fields } = await run(
      readingOfTexts('Kreditkarte'),
      useCase,
      extractionOf({ account_type: 'credit' }, { account_type: [cite('p1_l0', 0, 11)] }),
    );
    expect(fields['result.account_type']).toMatchObject({
      value: 'credit',
      provenance_verified: null,
      text_agreement: null,
      sources: [{ snippet: 'Kreditkarte' }],
    });
  });

  it('a small number that stands in many places is in none of them by evidence', async () => {
    const { field } = await groundOne('integer', 3, '3 Stück\n3 Tage');
    expect(field.sources).toEqual([]);
    expect(flags(field)).toEqual([false, null]);
  });

  it('a small amount printed in full is found wherever it stands, beside bare digits that are not it', async () => {
    const { field } = await groundOne('decimal', '9.00', '9 Stück\nSumme 9,00\n9 Tage\nzu zahlen 9,00');
    expect(spans(field)).toEqual([
      ['p1_l1', 6, 10],
      ['p1_l3', 10, 14],
    ]);
    expect(flags(field)).toEqual([true, null]);
  });

  it.each([
    ['a percentage', '19.00', 'Umsatzsteuer 19 %'],
    ['a percentage with decimals', '19.50', 'Umsatzsteuer 19,50 %'],
    ['a count', '50.00', '50 Stk Schrauben'],
    ['a house number', '12.00', 'Hauptstraße 12'],
    ['a group of a telephone number', '4711.00', 'Tel. 0221 4711 815'],
  ])('%s says no amount that nobody cited', async (_name, value, text) => {
    const { field } = await groundOne('decimal', value, text);
    expect(field.provenance_verified).toBe(false);
  });

  it('a value of the wrong type is verified as what it is', async () => {
    const { field } = await groundOne('string', 4711, TEXT);
    expect(flags(field)).toEqual([true, true]);
  });
});

describe('the sources', () => {
  it('are the exact words of the value within what was cited', async () => {
    const { field } = await groundOne('decimal', '119.00', 'Netto 100,00 USt 19,00 Gesamt 119,00 EUR', [cite('p1_l0', 0, 40)]);
    expect(field.sources).toEqual([
      { file_index: 0, page: 1, bounding_box: null, snippet: '119,00', segment_id: 'p1_l0', char_span: [30, 36] },
    ]);
  });

  it('are what was cited where it does not say the value', async () => {
    const { field } = await groundOne('decimal', '120.00', 'Gesamt 119,00', [cite('p1_l0', 0, 13)]);
    expect(field.sources.map(({ snippet }) => snippet)).toEqual(['Gesamt 119,00']);
  });

  it('name the file, its page and the box, each page in its place', async () => {
    const first = readingOfLines([lineAt(59.5, 84.2, 10, [{ text: 'Saldo', gap: 0 }])]).pages;
    const second = readingOfLines([lineAt(59.5, 84.2, 10, [{ text: '1.234,56', gap: 0 }])]).pages.map((page) => ({
      ...page,
      page_no: 2,
      file_index: 1,
    }));
    const pages = [...first, ...second];
    const reading: Reading = { pages, unread: [] };
    const { fields } = await run(reading, useCaseOf({ name: 'balance', type: 'decimal' }), extractionOf({ balance: '1234.56' }));
    expect(fields['result.balance']?.sources).toEqual([
      {
        file_index: 1,
        page: 2,
        bounding_box: [0.1, 0.1, 0.16723, 0.1, 0.16723, 0.11188, 0.1, 0.11188],
        snippet: '1.234,56',
        segment_id: 'p2_l0',
        char_span: [0, 8],
      },
    ]);
  });

  it('of a value over two lines are both of them, each with its box', async () => {
    // The right column stands between the two lines in reading order.
    const reading = readingOfLines([
      lineAt(50, 100, 10, [
        { text: 'ACME', gap: 0 },
        { text: 'International', gap: 3 },
      ]),
      lineAt(400, 100, 10, [{ text: 'Invoice', gap: 0 }]),
      lineAt(50, 112, 10, [
        { text: 'Holding', gap: 0 },
        { text: 'GmbH', gap: 3 },
      ]),
      lineAt(400, 112, 10, [{ text: 'Date', gap: 0 }]),
    ]);
    const { fields } = await run(
      reading,
      useCaseOf({ name: 'name', type: 'string' }),
      extractionOf({ name: 'ACME International Holding GmbH' }),
    );
    const field = fields['result.name'];
    expect(field?.sources.map(({ segment_id, snippet }) => [segment_id, snippet])).toEqual([
      ['p1_l0', 'ACME International'],
      ['p1_l2', 'Holding GmbH'],
    ]);
    expect(field?.sources.every(({ bounding_box }) => bounding_box?.length === 8)).toBe(true);
    expect(field?.provenance_verified).toBe(true);
  });

  it('of a value cited in parts are the parts', async () => {
    const { field } = await groundOne('string', 'Bahnhofstr. 1, 12345 Berlin', 'Bahnhofstr. 1   Tel. 030 1234\n\n12345 Berlin', [
      cite('p1_l0', 0, 13),
      cite('p1_l2', 0, 12),
    ]);
    expect(flags(field)).toEqual([true, true]);
    expect(spans(field)).toEqual([
      ['p1_l0', 0, 13],
      ['p1_l2', 0, 12],
    ]);
  });

  it('of a date and its time cited apart are both', async () => {
    const { field } = await groundOne('datetime', '2025-02-01T14:30:00', 'Uhrzeit 14:30\nDatum 01.02.2025', [
      cite('p1_l1', 6, 16),
      cite('p1_l0', 8, 13),
    ]);
    expect(field.provenance_verified).toBe(true);
    expect(spans(field)).toEqual([
      ['p1_l1', 6, 16],
      ['p1_l0', 8, 13],
    ]);
  });

  it('are at most as many as asked for', async () => {
    const text = Array.from({ length: 20 }, () => 'Summe 119,00').join('\n');
    const { field } = await groundOne('decimal', '119.00', text, [], { maxSources: 3, withContext: false });
    expect(spans(field)).toEqual([
      ['p1_l0', 6, 12],
      ['p1_l1', 6, 12],
      ['p1_l2', 6, 12],
    ]);
  });

  it('stand once each', async () => {
    const { field } = await groundOne('decimal', '119.00', 'Summe 119,00', [cite('p1_l0', 0, 12), cite('p1_l0', 6, 12)]);
    expect(field.sources).toHaveLength(1);
  });

  it('hold the label only when context is asked for, after the value', async () => {
    const evidence = [cite('p1_l0', 0, 6, 'label'), cite('p1_l1', 0, 6)];
    const text = 'Gesamt\n119,00';
    expect(spans((await groundOne('decimal', '119.00', text, evidence)).field)).toEqual([['p1_l1', 0, 6]]);
    expect(spans((await groundOne('decimal', '119.00', text, evidence, { maxSources: 10, withContext: true })).field)).toEqual([
      ['p1_l1', 0, 6],
      ['p1_l0', 0, 6],
    ]);
  });

  it('keep a row of cells apart: a number beside another is not its thousands', async () => {
    const cells = (gap: number) =>
      readingOfLines([
        lineAt(50, 100, 10, [
          { text: '3', gap: 0 },
          { text: '234,56', gap },
        ]),
      ]);
    const useCase = useCaseOf({ name: 'amount', type: 'decimal' });
    const verified = async (reading: Reading, amount: string) =>
      (await run(reading, useCase, extractionOf({ amount }))).fields['result.amount']?.provenance_verified;
    expect(await verified(cells(8), '234.56')).toBe(true);
    expect(await verified(cells(8), '3234.56')).toBe(false);
    expect(await verified(cells(2.8), '234.56')).toBe(false);
    expect(await verified(cells(2.8), '3234.56')).toBe(true);
  });
});

describe('what an engine cites', () => {
  it.each([
    ['a segment that does not exist', cite('p9_l0', 0, 3)],
    ['a span past the end', cite('p1_l0', 0, 99)],
    ['a span that ends before it starts', cite('p1_l0', 5, 2)],
    ['an empty span', cite('p1_l0', 5, 5)],
    ['a negative start', cite('p1_l0', -1, 5)],
    ['half a character', cite('p1_l0', 0.5, 5)],
  ])('%s counts as invalid, and the value is searched for', async (_name, evidence) => {
    const { field, metrics } = await groundOne('decimal', '119.00', 'Summe 119,00', [evidence]);
    expect(metrics.invalid_references).toBe(1);
    expect(spans(field)).toEqual([['p1_l0', 6, 12]]);
    expect(flags(field)).toEqual([true, true]);
  });
});

describe('parts of objects and arrays', () => {
  const useCase = useCaseOf(
    { name: 'seller', type: 'object', fields: [{ name: 'name', type: 'string' }] },
    {
      name: 'items',
      type: 'array',
      fields: [
        { name: 'amount', type: 'decimal' },
        { name: 'text', type: 'string' },
      ],
    },
    { name: 'taxes', type: 'array', fields: [{ name: 'rate', type: 'decimal' }] },
    { name: 'buyer', type: 'object', fields: [{ name: 'name', type: 'string' }] },
  );

  it('are grounded each under its dotted path; what has no parts is one entry without flags', async () => {
    const result = { seller: { name: 'ACME' }, items: [{ amount: '10.00', text: 'Hammer' }, { amount: '20.00' }], taxes: [], buyer: null };
    const evidence = { 'items.1.amount': [cite('p1_l2', 6, 11)] };
    const { fields, quality_metrics } = await run(
      readingOfTexts('ACME\nHammer 10,00\nNagel 20,00'),
      useCase,
      extractionOf(result, evidence),
    );
    expect(Object.entries(fields).map(([path, field]) => [path, ...flags(field), ...spans(field)])).toEqual([
      ['result.seller.name', true, true, ['p1_l0', 0, 4]],
      ['result.items.0.amount', true, true, ['p1_l1', 7, 12]],
      ['result.items.0.text', true, true, ['p1_l1', 0, 6]],
      ['result.items.1.amount', true, true, ['p1_l2', 6, 11]],
      ['result.items.1.text', null, null],
      ['result.taxes', null, null],
      ['result.buyer', null, null],
    ]);
    expect(quality_metrics).toEqual({
      fields_with_provenance: 4,
      total_fields: 7,
      coverage_rate: 4 / 7,
      invalid_references: 0,
      verified_fields: 4,
      text_agreement_fields: 4,
    });
  });

  it('survive an engine that leaves fields out or names them as objects have them', async () => {
    const odd = useCaseOf({ name: 'constructor', type: 'string' }, { name: 'absent', type: 'string' });
    const { fields } = await run(readingOfTexts('x'), odd, extractionOf({}));
    expect(Object.values(fields).map(({ value }) => value)).toEqual([null, null]);
  });
});

it('stops with the reason of the signal while it searches a large reading', async () => {
  const reading = readingOfTexts(Array.from({ length: 3000 }, (_, line) => `Zeile ${line} ${'wort '.repeat(20)}`).join('\n'));
  const fields = Array.from({ length: 200 }, (_, at) => ({ name: `f${at}`, type: 'string' as const }));
  const result = Object.fromEntries(fields.map(({ name }) => [name, `steht nirgends ${name}`]));
  const abort = new AbortController();
  const reason = new Error('the deadline');
  const work = ground(reading, useCaseOf(...fields), extractionOf(result), DEFAULTS, abort.signal);
  setImmediate(() => abort.abort(reason));
  await expect(work).rejects.toBe(reason);
});
