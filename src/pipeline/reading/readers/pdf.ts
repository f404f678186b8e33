/** Reads PDFs: their text layer, and the electronic invoice that one may carry. Other files within are named as not read. */
import { IxError } from '../../../contracts/errors.ts';
import { type EInvoice, eInvoiceOf } from '../../e-invoices/e-invoice.ts';
import { readPdf } from '../pdf.ts';
import type { PdfAttachment } from '../pdf-attachments.ts';
import type { Unread } from '../reading.ts';
import { sniff } from '../sniff.ts';
import { parseXml, xmlMax } from '../xml-tree.ts';
import type { Reader, ReadingLimits } from './reader.ts';
import { decoded } from './text.ts';

export const pdfReader: Reader = {
  async read({ bytes, password }, { limits, recognised, onPage, useEmbedded }) {
    const { attachments, ...reading } = await readPdf(bytes, { ...limits, password, recognised, onPage });
    for (const attachment of useEmbedded ? attachments : []) {
      const found = await eInvoiceIn(attachment, limits);
      if ('reason' in found) reading.unread.push(found);
      else reading.eInvoices.push(found);
    }
    return reading;
  },
};

async function eInvoiceIn({ name, bytes }: PdfAttachment, limits: ReadingLimits): Promise<EInvoice | Unread> {
  const notRead = (why: string): Unread => ({
    file_index: 0,
    page_no: null,
    reason: `the file ${JSON.stringify(name)} within the PDF ${why}`,
  });
  try {
    const type = bytes === null ? null : await sniff(bytes);
    if (bytes === null || type?.kind !== 'xml') return notRead('was not read');
    const eInvoice = eInvoiceOf(parseXml(decoded({ bytes, type, password: null }, limits), xmlMax(limits.maxMb)), null);
    return eInvoice ?? notRead('is XML, but no electronic invoice, and was not read');
  } catch (error) {
    if (!(error instanceof IxError)) throw error;
    return notRead(`was not read: ${error.detail}`);
  }
}
