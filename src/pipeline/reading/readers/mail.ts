/**
 * Reads e-mail (EML): its attachments as the files they are, then text and subject. The documents come first, as what is sought stands in
 * them and at their head, and the mail is but the cover letter. Pictures that belong to its text are not attachments.
 */
import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { IxError } from '../../../contracts/errors.ts';
import { type Block, pagesOf } from '../blocks.ts';
import { htmlBlocks } from './html.ts';
import { type FileReading, nothingRead, type Reader, type ReaderTools } from './reader.ts';
import { partsMax } from './text.ts';

/** Parts within parts, and attachments of one mail, at most. */
const NESTING_MAX = 50;
const ATTACHMENTS_MAX = 100;

export const mailReader: Reader = {
  async read({ bytes }, tools) {
    const mail = await parsed(bytes);
    const reading = nothingRead();
    const attachments = mail.attachments.filter((attachment) => !isPartOfText(attachment));
    if (attachments.length > ATTACHMENTS_MAX) throw new IxError('IX_000_008', `the mail has more than ${ATTACHMENTS_MAX} attachments`);
    for (const [index, attachment] of attachments.entries()) await readAttachment(attachment, index, reading, tools);
    const [letter] = pagesOf([blocksOf(mail, tools)], partsMax(tools.limits));
    if (letter !== undefined) reading.pages.push({ ...letter, page_no: reading.pages.length + 1 });
    return reading;
  },
};

async function parsed(bytes: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, { forceRfc822Attachments: true, maxNestingDepth: NESTING_MAX });
  } catch (cause) {
    throw new IxError('IX_000_008', `the e-mail cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/**
 * Its tables make HTML the better text. Who sent a mail, and when, says nothing of the documents in it; its subject may, and stands last,
 * as the text may be a document with its letterhead.
 */
function blocksOf({ subject, html, text }: Email, { limits }: ReaderTools): Block[] {
  const body = html === undefined || html.trim() === '' ? [] : htmlBlocks(html, limits);
  return [...(body.length > 0 ? body : [text ?? '']), '', subject ?? ''];
}

const SIGNATURE = /^application\/(?:pgp|(?:x-)?pkcs7)-signature$/;

/** A picture that the text shows, or a signature of the mail. Documents may be shown in the text as well, and are attachments all the same. */
const isPartOfText = ({ mimeType, disposition, related }: Attachment): boolean =>
  SIGNATURE.test(mimeType) || (mimeType.startsWith('image/') && (related === true || disposition === 'inline'));

async function readAttachment(
  attachment: Attachment,
  index: number,
  into: Required<FileReading>,
  { readInner }: ReaderTools,
): Promise<void> {
  const { filename, content } = attachment;
  const name = `attachment ${filename === null || filename === '' ? index + 1 : JSON.stringify(filename)}`;
  const before = into.pages.length;
  const notRead = (page_no: number | null, reason: string) => into.unread.push({ file_index: 0, page_no, reason: `${name}: ${reason}` });
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
  try {
    const { pages, unread, wanted = [], notes = [], straightened = [], eInvoices = [] } = await readInner(bytes, before);
    const behind = <T extends { readonly page_no: number }>(page: T): T => ({ ...page, page_no: before + page.page_no });
    into.pages.push(...pages.map(behind));
    into.wanted.push(...wanted.map(behind));
    into.straightened.push(...straightened.map(behind));
    into.notes.push(...notes.map((note) => `${name}: ${note}`));
    const moved = (page: number | null) => (page === null ? null : before + page);
    into.eInvoices.push(...eInvoices.map((invoice) => ({ ...invoice, own_page: moved(invoice.own_page) })));
    for (const { page_no, reason } of unread) notRead(moved(page_no), reason);
  } catch (error) {
    // The mail is read all the same, and says what was not.
    if (!(error instanceof IxError)) throw error;
    notRead(null, `${error.detail ?? error.message} (${error.code})`);
  }
}
