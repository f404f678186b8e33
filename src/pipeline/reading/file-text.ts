/** A thread's task: the text of a file whose pages have no picture, as it was read, with a form feed between pages. */
import type { FileToRead, ReadingLimits } from './readers/reader.ts';
import { readFile } from './readers/readers.ts';

export interface FileTextInput extends FileToRead {
  readonly limits: ReadingLimits;
}

/** @throws IxError as reading does. */
export default async function fileText({ limits, ...file }: FileTextInput): Promise<string> {
  const { pages } = await readFile(file, { limits, recognised: null, onPage: () => {}, useEmbedded: false });
  return pages.map(({ lines }) => lines.map(({ text }) => text).join('\n')).join('\f');
}
