/** Reads XML: a line for each element with text, named as the element is. */
import { IxError } from '../../../contracts/errors.ts';
import { eInvoiceOf, statedBy } from '../../e-invoices/e-invoice.ts';
import { type Block, pagesOf } from '../blocks.ts';
import { elementAt, elements, parseXml, type XmlElement, xmlMax } from '../xml-tree.ts';
import { readOdf } from './odf.ts';
import type { Reader } from './reader.ts';
import { decoded, partsMax } from './text.ts';

/** What has texts to be shown among much that is not; by the names of their outermost elements. */
const DRAWN: Readonly<Record<string, string>> = {
  svg: 'an SVG drawing',
  package: 'a Word document as one XML file; save it as DOCX',
  wordDocument: 'a Word document as XML; save it as DOCX',
  Workbook: 'an Excel workbook as XML; save it as XLSX',
};

export const xmlReader: Reader = {
  async read(file, { limits, useEmbedded }) {
    const root = parseXml(decoded(file, limits), xmlMax(limits.maxMb));
    if (root.name === 'document' && elementAt(root, 'body') !== null) return readOdf(root, elementAt(root, 'master-styles'), limits);
    const drawn = Object.hasOwn(DRAWN, root.name) ? DRAWN[root.name] : undefined;
    if (drawn !== undefined) throw new IxError('IX_000_005', `${drawn}; it is not read`);
    const eInvoice = useEmbedded ? eInvoiceOf(root, 1) : null;
    return { pages: pagesOf([xmlLines(root)], partsMax(limits)), unread: [], eInvoices: eInvoice === null ? [] : [eInvoice] };
  },
};

/** `<PayableAmount currencyID="EUR">119.00</PayableAmount>` → "Payable Amount: 119.00", "currency ID: EUR". */
export function xmlLines(of: XmlElement): Block[] {
  const name = wordsOf(of.name);
  const text = of.children.every((node) => typeof node === 'string') ? statedBy(of) : '';
  const attributes = [...of.attributes]
    .filter(([attribute]) => !attribute.startsWith('xmlns') && !attribute.includes(':') && !isCopy(attribute, of.attributes))
    .map(([attribute, value]) => `${wordsOf(attribute)}: ${value}`);
  const own = text === '' ? (elements(of).length === 0 ? [] : [name]) : [`${name}: ${text}`];
  const inner = text === '' ? of.children.flatMap((node) => (typeof node === 'string' ? mixed(node) : xmlLines(node))) : [];
  return [...own, ...attributes, ...inner];
}

/** An attribute with a prefix stands under its bare name, too; those of namespaces say nothing. */
const isCopy = (name: string, attributes: ReadonlyMap<string, string>): boolean =>
  [...attributes.keys()].some((other) => other.endsWith(`:${name}`));

const mixed = (text: string): Block[] => (text.trim() === '' ? [] : [text.trim()]);

/** "InvoiceTypeCode" → "Invoice Type Code", "due-date" → "due date". */
const wordsOf = (name: string): string =>
  name
    .replace(/([\p{Ll}\d])(?=\p{Lu})/gu, '$1 ')
    .replace(/[_.-]+/g, ' ')
    .trim();
