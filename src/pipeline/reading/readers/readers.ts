/** The one table of readers: each type of file that is read, and the module that reads it, which is loaded by the first file of the type. */
import type { FileKind } from '../sniff.ts';
import type { FileReading, FileToRead, Reader, ReaderTools } from './reader.ts';

const READERS: Readonly<Record<FileKind, () => Promise<Reader>>> = {
  pdf: async () => (await import('./pdf.ts')).pdfReader,
  text: async () => (await import('./text.ts')).textReader,
};

/** One file → its pages, whatever its type. @throws IxError as {@link Reader.read} says. */
export async function readFile(file: FileToRead, tools: ReaderTools): Promise<FileReading> {
  const reader = await READERS[file.type.kind]();
  return reader.read(file, tools);
}
