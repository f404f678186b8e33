/** What goes wrong or is done to documents after they were written: hidden text, redactions, corrections, stamps, notes at the edge. */
import { daysAfter, ibanOf } from './codes.ts';
import { BLACK, type Run, type Style, WHITE } from './drawing/sheet.ts';
import { piecesOf } from './drawing/words.ts';
import type { Random } from './random.ts';
import type { Scene } from './scene.ts';

/** For pages only: a text has no colours and nothing lies over it. */
export function addOddities(scene: Scene): void {
  const { random } = scene;
  if (random.chance(0.04)) hide(scene);
  if (random.chance(0.02)) redact(scene);
  if (random.chance(0.02)) correct(scene);
  if (random.chance(0.06)) noteAtTheEdge(scene);
  if (random.chance(0.04)) stamp(scene);
}

/** Another account and another total that nobody sees: they must not count. */
function hide({ random, manner, sheet, country }: Scene): void {
  const iban = country.bban === '' ? random.shape('0000 0000') : manner.iban(ibanOf(country.code, random.shape(country.bban)));
  const words = random.pick([
    [manner.label('iban'), ' ', iban],
    [manner.label('gross'), ' ', manner.number(random.int(1000, 900_000))],
    [manner.label('date'), ' ', manner.otherDate(daysAfter('2023-01-01', random.int(0, 900)))],
  ]);
  const way = random.weighted({ white: 40, specks: 25, unpainted: 35 });
  const ways: Readonly<Record<typeof way, Partial<Style>>> = { white: { color: WHITE }, specks: { size: 0.5 }, unpainted: { mode: 3 } };
  sheet.text(random.int(60, 320), random.int(300, 700), words, { ...ways[way], hidden: true });
}

function placed({ random, sheet }: Scene, fields: readonly string[]): string | null {
  const printed = fields.filter((field) => sheet.places.has(field));
  return printed.length === 0 ? null : random.pick(printed);
}

function redact(scene: Scene): void {
  const { sheet } = scene;
  const field = placed(scene, ['iban', 'buyer_name', 'gross_amount', 'account_iban', 'total', 'recipient_name', 'settled_amount']);
  if (field === null) return;
  for (const { page, box } of sheet.places.get(field) ?? []) {
    const [left, top, right, bottom] = box;
    sheet.pages[page - 1]?.marks.push({
      kind: 'box',
      x: left - 2,
      y: top - 2,
      w: right - left + 4,
      h: bottom - top + 4,
      fill: BLACK,
      stroke: null,
    });
  }
  sheet.forget(field);
}

/** The old value was painted over, and the new one written there. */
function correct(scene: Scene): void {
  const { random, sheet } = scene;
  const field = placed(scene, ['gross_amount', 'total', 'closing_balance', 'invoice_number', 'settled_amount']);
  if (field === null) return;
  for (const page of sheet.pages) {
    const at = page.marks.findIndex(
      (mark) => mark.kind === 'run' && piecesOf(mark.words).some((piece) => typeof piece !== 'string' && piece.field === field),
    );
    const run = page.marks[at];
    if (run === undefined || run.kind !== 'run') continue;
    const old: Run = { ...run, hidden: true, text: run.text.replace(/\d/g, () => String(random.int(0, 9))), words: '' };
    const over = {
      kind: 'box',
      x: run.x - 1,
      y: run.y - run.size * 0.8,
      w: run.width + 2,
      h: run.size * 1.1,
      fill: WHITE,
      stroke: null,
    } as const;
    page.marks.splice(at, 0, old, over);
    return;
  }
}

function noteAtTheEdge({ random, sheet, manner }: Scene): void {
  const form = noteText(random);
  sheet.text(random.chance(0.7) ? 22 : sheet.width - 16, random.int(380, 600), [form, '  ', manner.otherDate('2021-04-01')], {
    turn: random.chance(0.8) ? 90 : 270,
    size: 6,
  });
}

const noteText = (random: Random): string => random.shape(random.pick(['Form 00-000 00/00', '@@00.000/0', '000000 000000 00', 'V 0.00']));

function stamp({ random, sheet, manner }: Scene): void {
  const words = random.pick([
    manner.bare('paid'),
    random.pick(['COPY', 'KOPIE', 'DUPLICATA', 'DUPLICATE', 'KOPIA']),
    [manner.bare('paid'), ' ', manner.otherDate('2025-02-03')],
  ]);
  sheet.text(random.int(200, 330), random.int(24, 40), words, { size: 9, color: [0.6, 0.1, 0.1] });
}
