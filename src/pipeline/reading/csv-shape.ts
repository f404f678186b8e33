/** Whether a text is CSV, and what parts its cells: it has no mark of its own, only rows that are alike. */

/** Lines that are looked at. */
const LINES_MAX = 1000;
/** Of the lines; the others are titles above a table, or sums below it. */
const ALIKE = 0.8;
/** Of the delimiters: in a sentence a blank follows a comma or semicolon, in CSV it hardly ever does. */
const BLANK_AFTER = 0.2;
/** Of commas there have to be so many in a row: "1,00" has one. */
const FEWEST: Readonly<Record<string, number>> = { ';': 1, '\t': 1, ',': 2 };

/** `;`, a tab or `,`; null: the text is no CSV. */
export function delimiterOf(text: string): string | null {
  // What stands between quotes is one cell, line breaks and delimiters included.
  const lines = text
    .slice(0, 65_536)
    .replace(/"(?:[^"]|"")*"/g, '0')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, LINES_MAX);
  if (lines.length < 2) return null;
  return Object.keys(FEWEST).find((delimiter) => isPartedBy(delimiter, lines)) ?? null;
}

function isPartedBy(delimiter: string, lines: readonly string[]): boolean {
  const counts = lines.map((line) => line.split(delimiter).length - 1);
  const parted = counts.filter((count) => count >= (FEWEST[delimiter] ?? 1));
  if (parted.length < 2 || parted.length < lines.length * ALIKE) return false;
  const usual = [...Map.groupBy(parted, (count) => count).values()].reduce((most, { length }) => Math.max(most, length), 0);
  // Rows of semicolons may differ: banks put lines of two cells above a table of ten.
  if (delimiter !== ';' && usual < lines.length * ALIKE) return false;
  const all = counts.reduce((sum, count) => sum + count, 0);
  const blank = lines.reduce((sum, line) => sum + line.split(`${delimiter} `).length - 1, 0);
  return blank <= all * BLANK_AFTER;
}
