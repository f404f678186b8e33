/** Reads CSV: a line for each row, its cells in columns. */
import { parse } from 'csv-parse/sync';
import { pagesOf, rowOf } from '../blocks.ts';
import { delimiterOf } from '../csv-shape.ts';
import { readText } from '../text.ts';
import type { Reader } from './reader.ts';
import { decoded, partsMax } from './text.ts';

export const csvReader: Reader = {
  async read(file, { limits }) {
    const text = decoded(file, limits);
    const rows = recordsOf(text);
    // With its quotes out of order it is no CSV, and a text like any other.
    if (rows === null) return { pages: readText(text, partsMax(limits)), unread: [] };
    return { pages: pagesOf([[{ rows: rows.map(rowOf) }]], partsMax(limits)), unread: [] };
  },
};

function recordsOf(text: string): string[][] | null {
  try {
    return parse(text, { delimiter: delimiterOf(text) ?? ',', bom: true, relax_column_count: true, skip_empty_lines: false });
  } catch {
    return null;
  }
}
