/** Read: every file and text becomes pages of lines; each line is a segment. */
import type { Page } from '../../contracts/response.ts';
import type { EInvoice } from '../e-invoices/e-invoice.ts';
import type { Recognised } from '../reading/ocr/recognised.ts';
import { readFile } from '../reading/readers/readers.ts';
import type { Unread } from '../reading/reading.ts';
import { readText } from '../reading/text.ts';
import { fileName, ofFile } from './of-file.ts';
import type { Context, Step } from './step.ts';

export const read: Step = {
  name: 'read',

  validate: () => 'run',

  async process(context, tools) {
    const { files } = context;
    const { files: named, texts } = context.request.context;
    const pages: Page[] = [];
    const unread: Unread[] = [];
    const eInvoices: EInvoice[] = [];
    const useEmbedded = context.request.options.ocr.use_embedded;
    const notes: string[] = [];
    const wanted: Context['wanted'][number][] = [];
    const straightened: Context['straightened'] = [];
    for (const [index, file] of files.entries()) {
      // The first file needs no word of its own: that the step begins says it.
      if (index > 0) tools.tell({ step: read.name, file: index });
      const onPage = (page: number, count: number) =>
        tools.tell({ step: read.name, page: pages.length + page, pages: pages.length + count, file: index });
      const { bytes, type, displayName } = file;
      const password = named[index]?.password ?? null;
      const reading = { limits: tools.limits, recognised: recognisedOf(context, index), onPage, useEmbedded };
      const document = await ofFile(index, displayName, () => readFile({ bytes, type, password }, reading));
      pages.push(...document.pages.map((page): Page => ({ ...page, file_index: index })));
      eInvoices.push(...(document.eInvoices ?? []).map((invoice) => ({ ...invoice, file_index: index })));
      unread.push(...document.unread.map((part) => ({ ...part, file_index: index })));
      notes.push(...(document.notes ?? []).map((note) => `${fileName(index, file.displayName)}: ${note}`));
      wanted.push(...(document.wanted ?? []).map((page) => ({ ...page, file: index })));
      straightened.push(...(document.straightened ?? []).map((page) => ({ ...page, file_index: index })));
    }
    context.wanted = wanted;
    // It comes back with what OCR has given.
    if (wanted.length > 0) return;
    context.straightened = straightened;
    context.warnings.push(
      ...notes,
      ...unread.map(({ file_index, reason }) => `${fileName(file_index, files[file_index]?.displayName ?? null)}: ${reason}`),
    );
    for (const [index, text] of texts.entries())
      pages.push(...readText(text).map((page): Page => ({ ...page, file_index: files.length + index })));
    context.reading = { pages, unread, eInvoices };
    // The bytes have served: a job of many files should not hold them while its model thinks.
    context.files = [];
  },
};

const recognisedOf = ({ recognised }: Context, file: number): Recognised =>
  recognised === null ? null : (recognised.get(file) ?? new Map());
