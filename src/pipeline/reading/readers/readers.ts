/** The one table of readers: each type of file that is read, and the module that reads it, which is loaded by the first file of the type. */
import { IxError } from '../../../contracts/errors.ts';
import type { Recognised } from '../ocr/recognised.ts';
import { type FileKind, sniff } from '../sniff.ts';
import type { FileReading, FileToRead, Reader, ReaderTools } from './reader.ts';

const READERS: Readonly<Record<FileKind, () => Promise<Reader>>> = {
  pdf: async () => (await import('./pdf.ts')).pdfReader,
  image: async () => (await import('./image.ts')).imageReader,
  text: async () => (await import('./text.ts')).textReader,
  docx: async () => (await import('./docx.ts')).docxReader,
  xlsx: async () => (await import('./xlsx.ts')).xlsxReader,
  pptx: async () => (await import('./pptx.ts')).pptxReader,
  odf: async () => (await import('./odf.ts')).odfReader,
  mail: async () => (await import('./mail.ts')).mailReader,
  html: async () => (await import('./html.ts')).htmlReader,
  xml: async () => (await import('./xml.ts')).xmlReader,
  csv: async () => (await import('./csv.ts')).csvReader,
};

/** A file attached to a mail that is attached to a mail is read, and nothing within that. */
const DEPTH_MAX = 2;

/** One file → its pages, whatever its type. @throws IxError as {@link Reader.read} says. */
export async function readFile(file: FileToRead, tools: Omit<ReaderTools, 'readInner'>, depth = 0): Promise<FileReading> {
  const reader = await READERS[file.type.kind]();
  return reader.read(file, {
    ...tools,
    readInner: async (bytes, before) => {
      if (depth === DEPTH_MAX) throw new IxError('IX_000_005', `it is attached more than ${DEPTH_MAX} deep`);
      const { password } = file;
      const type = await sniff(bytes);
      const onPage = (page: number, pages: number) => tools.onPage(before + page, before + pages);
      const reading = await readFile(
        { bytes, type, password },
        { ...tools, recognised: after(tools.recognised, before), onPage },
        depth + 1,
      );
      const { kind } = type;
      if (kind !== 'pdf' && kind !== 'image') return reading;
      const wanted = reading.wanted?.map((page) => ({ ...page, within: { bytes, kind, password, page: page.page_no } }));
      return { ...reading, ...(wanted && { wanted }) };
    },
  });
}

/** What OCR has given for the pages that follow `before` others, counted from 1. */
const after = (recognised: Recognised, before: number): Recognised =>
  recognised && new Map([...recognised].flatMap(([page, found]) => (page > before ? [[page - before, found] as const] : [])));
