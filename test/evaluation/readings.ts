/** Made documents as the pipeline reads them. */
import { readPdf } from '../../src/pipeline/reading/pdf.ts';
import type { Reading } from '../../src/pipeline/reading/reading.ts';
import { readText } from '../../src/pipeline/reading/text.ts';
import type { MadeDocument } from '../maker/maker.ts';

export async function readingOf({ bytes, format }: MadeDocument): Promise<Reading> {
  return { pages: format === 'pdf' ? (await readPdf(bytes, { maxPages: 100 })).pages : readText(bytes.toString()), unread: [] };
}
