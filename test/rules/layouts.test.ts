/** Where a value stands to its label: after it, right of it, below it, in its column; and what is near but another's. */
import { expect, test } from 'vitest';
import { invoice } from '../../src/pipeline/use-cases/invoice.ts';
import { extract, type Placed, pageOf, pageReading, shown, textReading, useCaseOf } from './support.ts';

const ONE = useCaseOf({ name: 'number', type: 'string', labels: ['Contract no.'] }, { name: 'day', type: 'date', labels: ['Signed'] });

test.each<readonly [name: string, placed: readonly Placed[], number: string | null]>([
  ['after the label', [['Contract no.: C-17', 50, 100]], 'C-17'],
  [
    'right of it',
    [
      ['Contract no.', 50, 100],
      ['C-17', 300, 100],
    ],
    'C-17',
  ],
  [
    'right of it in another size',
    [
      ['Contract no.', 50, 102, 6],
      ['C-17', 300, 99, 12],
    ],
    'C-17',
  ],
  [
    'below it',
    [
      ['Contract no.', 50, 100],
      ['C-17', 50, 113],
    ],
    'C-17',
  ],
  [
    'below it, right edges in line',
    [
      ['Contract no.', 50, 100],
      ['C-17', 90, 113],
    ],
    'C-17',
  ],
  [
    'under its heading',
    [
      ['Signed', 50, 100],
      ['Contract no.', 150, 100],
      ['Place', 300, 100],
      ['1.2.2025', 50, 115],
      ['C-17', 155, 115],
      ['A-1', 300, 115],
    ],
    'C-17',
  ],
  [
    'not under a neighbour',
    [
      ['Contract no.', 50, 100],
      ['Place', 300, 100],
      ['C-17', 300, 115],
    ],
    null,
  ],
  [
    'not beyond another label',
    [
      ['Contract no.', 50, 100],
      ['Signed', 200, 100],
      ['C-17', 300, 100],
    ],
    null,
  ],
  [
    'not beyond a label unknown to the use case',
    [
      ['Contract no.', 50, 100],
      ['Room:', 200, 100],
      ['C-17', 300, 100],
    ],
    null,
  ],
  [
    'not far below',
    [
      ['Contract no.', 50, 100],
      ['C-17', 50, 190],
    ],
    null,
  ],
  [
    'not on the row below when that is another label’s',
    [
      ['Contract no.', 50, 100],
      ['Signed C-17', 50, 113],
    ],
    null,
  ],
  ['not in a compound', [['Sub-Contract no.: C-17', 50, 100]], null],
  ['not a word without digits', [['Contract no.: pending', 50, 100]], null],
  ['not a date', [['Contract no.: 01.02.2025', 50, 100]], null],
  ['not money', [['Contract no.: EUR 12,50', 50, 100]], null],
  [
    'two different ones',
    [
      ['Contract no. A-1', 50, 100],
      ['Contract no. B-2', 50, 120],
    ],
    null,
  ],
  [
    'the same twice',
    [
      ['Contract no. A-1', 50, 100],
      ['Contract no. A-1', 50, 400],
    ],
    'A-1',
  ],
])('%s', async (_, placed, number) => {
  expect((await extract(pageReading(placed), ONE)).result.number).toBe(number);
});

test.each([
  ['CONTRACT NO. C-17'],
  ['Contract-No.: C-17'],
  ['ContractNo C-17'],
  ['Cöntract nó: C-17'],
  ['C o n t r a c t no. C-17'],
  ['• Contract no. C-17'],
  ['3. Contract no. C-17'],
])('%j is labelled all the same', async (text) => {
  expect((await extract(textReading(text), ONE)).result.number).toBe('C-17');
});

test('a misread letter is forgiven in recognised text, not in a text layer', async () => {
  const placed: Placed[] = [['Contrect no.: C-17', 50, 100]];
  expect((await extract(pageReading(placed), ONE)).result.number).toBe(null);
  expect((await extract({ pages: [pageOf(placed, 0.8)], unread: [] }, ONE)).result.number).toBe('C-17');
});

test('evidence shows the value and its label', async () => {
  const reading = pageReading([
    ['Contract no.', 50, 100],
    ['C-17', 300, 100],
  ]);
  const extraction = await extract(reading, ONE);
  expect(extraction.evidence.get('number')).toEqual([
    { segment_id: 'p1_l1', start: 0, end: 4, role: 'value' },
    { segment_id: 'p1_l0', start: 0, end: 11, role: 'label' },
  ]);
  expect(extraction.evidence.has('day')).toBe(false);
});

test('a range is no single date', async () => {
  expect((await extract(textReading('Signed: 01.02.2025 - 03.02.2025'), ONE)).result.day).toBe(null);
  expect((await extract(textReading('Signed: 01.02.2025, valid to 03.02.2025'), ONE)).result.day).toBe('2025-02-01');
});

test('totals of a table in boxes: the row that adds up and is the largest', async () => {
  const cells = (y: number, net: string, tax: string, gross: string): Placed[] => [
    [net, 350, y],
    [tax, 430, y],
    [gross, 520, y],
  ];
  const reading = pageReading([
    ...cells(700, 'Nettobetrag', 'MwSt-Betrag', 'Endbetrag'),
    ...cells(715, '321,40', '61,07', '382,47'),
    ...cells(727, '127,59', '8,93', '136,52'),
    ...cells(745, '448,99', '70,00', '518,99'),
  ]);
  const extraction = await extract(reading, invoice);
  expect(extraction.result).toMatchObject({ net_amount: '448.99', tax_amount: '70.00', gross_amount: '518.99' });
  expect(shown(extraction, reading, 'gross_amount')).toEqual(['518,99']);
});

test('text on its side is in nobody’s row', async () => {
  const page = pageOf([
    ['Contract no.', 50, 100],
    ['C-17', 300, 100],
  ]);
  const aside = { text: 'X-99', bounding_box: [150, 400, 150, 50, 160, 50, 160, 400], words: [] };
  expect((await extract({ pages: [{ ...page, lines: [...page.lines, aside] }], unread: [] }, ONE)).result.number).toBe('C-17');
});

test('the same reading gives the same extraction', async () => {
  const text = 'Rechnung Nr. 5 vom 01.02.2025\nNetto 100,00 EUR\nMwSt. 19,00\nGesamt 119,00 EUR\nIBAN DE89 3704 0044 0532 0130 00';
  const first = await extract(textReading(text), invoice);
  for (let i = 0; i < 3; i++) expect(await extract(textReading(text), invoice)).toEqual(first);
});
