/** Glyphs → words → lines in reading order: what stands together on the page, whatever order the file draws it in. */
import type { BoundingBox, Line, Word } from '../../contracts/response.ts';
import { joinAccents } from './accents.ts';
import { cosSin, type Glyph } from './glyphs.ts';
import { inLogicalOrder } from './logical-order.ts';
import { ASKEW } from './slope.ts';
import { closeTracking } from './tracking.ts';
import { inColumns } from './vertical.ts';

/**
 * All numbers are in em, the font size of the text at hand. They were set by looking at invoices of many makers:
 * a blank between words is 0.25–0.33 em in nearly all fonts and 0.18 em in tightly justified text; kerning and rounding open
 * gaps up to 0.1 em inside words.
 */
const WORD_GAP = 0.16;
/** Kerning moves a character back by up to this; more is a new run. */
const BACKWARD = 0.4;
/** Characters of one line may stand this far off a common baseline. */
const BASELINE = 0.3;
/** A smaller character this far off the baseline still belongs to the word it touches: m², 1st, CO₂. */
const RAISED = 0.55;
/**
 * A wider gap ends the line: what stands beyond it is another column (sender left, invoice data right) or another table cell.
 * Nothing is lost: both lines keep their boxes, and share their baseline. In the invoices looked at, blanks end at 0.65 em (one
 * in a monospaced font), and from 0.7 em on nearly every gap lies between cells; stretched blanks of justified text stay below 1.
 * A colon set apart stays with the label before it, however far: `USt-IdNr      : DE123456789` is one line.
 */
const GUTTER = 1;
/** Text drawn twice within this distance is one text: bold by overprinting, shadows. */
const OVERPRINT = 0.1;
/** So many runs to the left are looked at for the same text; real overprints are next to each other. */
const LOOK_BACK = 8;

/** Neighbouring glyphs, or neighbouring runs joined: a word in the making. Same axes as Glyph. */
export interface Run {
  text: string;
  u0: number;
  u1: number;
  baseline: number;
  top: number;
  bottom: number;
  em: number;
  endsWord: boolean;
  /** 0–1; 1 for a text layer. */
  confidence: number;
}

/**
 * A line is the words on one baseline that no gap over GUTTER em separates; lines go from top to bottom, those on one baseline
 * from left to right. Text of other directions follows, direction by direction, in its own reading order.
 * @param recognised words that were read from a picture, upright.
 */
export function layOut(drawn: readonly Glyph[], recognised: readonly Run[] = []): Line[] {
  const glyphs = inColumns(joinAccents(drawn));
  closeTracking(glyphs);
  const byDirection = new Map<number, Glyph[]>(recognised.length === 0 ? [] : [[0, []]]);
  for (const glyph of glyphs) {
    const group = byDirection.get(glyph.direction);
    if (group === undefined) byDirection.set(glyph.direction, [glyph]);
    else group.push(glyph);
  }
  return [...byDirection]
    .sort(([a], [b]) => order(a) - order(b))
    .flatMap(([direction, group]) =>
      rowsOf(direction === 0 ? [...runsOf(group), ...recognised] : runsOf(group))
        .flatMap((row) => splitAtGutters(joinRuns(withoutOverprints(row))))
        .map((words) => toLine(words, direction)),
    );
}

/** A page that lies askew to the left begins with its text too. */
const order = (direction: number): number => (direction >= 360 - ASKEW ? 360 - direction : direction);

/** Runs in drawing order: each glyph continues the run before it, or starts one. */
function runsOf(glyphs: readonly Glyph[]): Run[] {
  const runs: Run[] = [];
  let run: Run | null = null;
  let last: Glyph | null = null;
  for (const glyph of glyphs) {
    if (run !== null && last !== null && continues(last, glyph, run)) {
      run.text += glyph.text;
      include(run, glyph);
    } else {
      run = { ...glyph, confidence: 1 };
      runs.push(run);
    }
    run.endsWord = glyph.endsWord;
    last = glyph;
  }
  return runs;
}

function continues(last: Glyph, next: Glyph, run: Run): boolean {
  const em = Math.max(last.em, next.em);
  const smaller = Math.min(last.em, next.em);
  const gap = next.u0 - last.u1;
  const off = Math.abs(next.baseline - run.baseline);
  const level = off <= BASELINE * Math.min(run.em, next.em) || (next.em !== run.em && off <= RAISED * em);
  return level && !last.endsWord && gap <= WORD_GAP * smaller && gap >= -BACKWARD * em && next.u0 >= last.u0 - OVERPRINT * em;
}

/** Grows a run by what now belongs to it; the larger text says where the baseline is. */
function include(run: Run, part: Run | Glyph): void {
  if (part.em > run.em) {
    run.em = part.em;
    run.baseline = part.baseline;
  }
  run.u0 = Math.min(run.u0, part.u0);
  run.u1 = Math.max(run.u1, part.u1);
  run.top = Math.min(run.top, part.top);
  run.bottom = Math.max(run.bottom, part.bottom);
  if ('confidence' in part) run.confidence = Math.min(run.confidence, part.confidence);
}

interface Row {
  readonly baseline: number;
  readonly em: number;
  readonly runs: Run[];
}

/** Runs that share a baseline, rows from top to bottom, each from left to right. */
function rowsOf(runs: readonly Run[]): Run[][] {
  const rows: Row[] = [];
  for (const run of runs.toSorted((a, b) => a.baseline - b.baseline)) {
    const row = rowOf(rows, run);
    if (row === null) rows.push({ baseline: run.baseline, em: run.em, runs: [run] });
    else row.runs.push(run);
  }
  return rows.map((row) => row.runs.sort((a, b) => a.u0 - b.u0));
}

/** The lowest row the run is level with; rows come sorted, so the search ends where they are too far up. */
function rowOf(rows: readonly Row[], run: Run): Row | null {
  for (let index = rows.length - 1; index >= 0; index--) {
    const row = rows[index];
    if (row === undefined || run.baseline - row.baseline > BASELINE * run.em) return null;
    if (run.baseline - row.baseline <= BASELINE * row.em) return row;
  }
  return null;
}

/** Drops what was drawn twice. */
function withoutOverprints(row: readonly Run[]): Run[] {
  const kept: Run[] = [];
  for (const run of row) {
    const near = OVERPRINT * run.em;
    const recent = kept.slice(-LOOK_BACK);
    if (!recent.some((other) => other.text === run.text && run.u0 - other.u0 <= near && Math.abs(run.baseline - other.baseline) <= near))
      kept.push(run);
  }
  return kept;
}

/** Joins the runs of a row that are parts of one word. */
function joinRuns(row: readonly Run[]): Run[] {
  const words: Run[] = [];
  for (const run of row) {
    const before = words.at(-1);
    const em = Math.min(run.em, before?.em ?? run.em);
    const gap = before === undefined ? Infinity : run.u0 - before.u1;
    if (before !== undefined && !before.endsWord && gap <= WORD_GAP * em && gap >= -OVERPRINT * em) {
      before.text += run.text;
      include(before, run);
      before.endsWord = run.endsWord;
    } else words.push({ ...run });
  }
  return words;
}

function splitAtGutters(words: readonly Run[]): Run[][] {
  const lines: Run[][] = [];
  let reach = Number.NEGATIVE_INFINITY;
  let em = 0;
  for (const word of words) {
    const line = lines.at(-1);
    if (line === undefined || (word.u0 - reach > GUTTER * Math.max(em, word.em) && !word.text.startsWith(':'))) lines.push([word]);
    else line.push(word);
    if (word.u1 > reach) {
      reach = word.u1;
      em = word.em;
    }
  }
  return lines;
}

function toLine(runs: readonly Run[], direction: number): Line {
  const whole = { ...(runs[0] ?? { u0: 0, u1: 0, top: 0, bottom: 0 }) };
  for (const run of runs) {
    whole.u0 = Math.min(whole.u0, run.u0);
    whole.u1 = Math.max(whole.u1, run.u1);
    whole.top = Math.min(whole.top, run.top);
    whole.bottom = Math.max(whole.bottom, run.bottom);
  }
  let at = 0;
  const words = inLogicalOrder(runs).map((run): Word => {
    const text = wordText(run.text);
    const start = at;
    at += text.length + 1;
    return { text, bounding_box: corners(run, direction), confidence: run.confidence, char_span: [start, start + text.length] };
  });
  return { text: words.map((word) => word.text).join(' '), bounding_box: corners(whole, direction), words };
}

/** Letters and accents drawn apart become one character; halves of a surrogate pair without their other half go. */
const wordText = (text: string): string => text.normalize('NFC').toWellFormed();

/** The four corners on the page as displayed, clockwise from the text's own top left; rounded to 1/100 point. */
function corners(box: { u0: number; u1: number; top: number; bottom: number }, direction: number): BoundingBox {
  const [cos, sin] = cosSin(direction);
  const at = (u: number, v: number) => [round(u * cos - v * sin), round(u * sin + v * cos)];
  return [...at(box.u0, box.top), ...at(box.u1, box.top), ...at(box.u1, box.bottom), ...at(box.u0, box.bottom)];
}

const round = (points: number): number => Math.round(points * 100) / 100;
