/** XML as a tree of elements. Entities that a document defines itself are not replaced, and nothing that it points to is fetched. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { IxError } from '../../contracts/errors.ts';

export interface XmlElement {
  /** Without prefix. */
  readonly name: string;
  /** By their names as they stand, and by their names without prefix where those are free. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
}
export type XmlNode = XmlElement | string;

/** Deeper than any document that a program made. */
const NESTING_MAX = 250;
/** A tree takes some twenty times the text, and reading it some more. */
const XML_BYTES_PER_MB = 20_480;

/** Characters of XML that one file may have, all its parts together. */
export const xmlMax = (maxMb: number): number => maxMb * XML_BYTES_PER_MB;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  // Nobody asks where an element stands: its path need not be written out for each.
  jPath: false,
  cdataPropName: '#cdata',
  maxNestedTags: NESTING_MAX,
});

/**
 * @param maxLength characters; see {@link xmlMax}.
 * @throws IxError IX_000_008 not well-formed, too long or nested too deep.
 */
export function parseXml(text: string, maxLength: number): XmlElement {
  if (text.length > maxLength)
    throw new IxError(
      'IX_000_008',
      `XML of ${text.length} characters is too long for the memory of a parsing thread (IX_PIPELINE_THREAD_MB)`,
    );
  const fault = XMLValidator.validate(text);
  if (fault !== true) throw new IxError('IX_000_008', `the XML is damaged, line ${fault.err.line}: ${inOneLine(fault.err.msg)}`);
  const root = nodesOf(parsed(text)).find((node) => typeof node !== 'string');
  if (root === undefined) throw new IxError('IX_000_008', 'the XML has no element');
  return root;
}

function parsed(text: string): unknown {
  try {
    return parser.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const words = /nested/i.test(why) ? `elements are nested more than ${NESTING_MAX} deep` : `the XML is damaged: ${inOneLine(why)}`;
    throw new IxError('IX_000_008', words, { cause });
  }
}

const inOneLine = (message: string): string => message.replace(/\s+/g, ' ').slice(0, 200);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

function nodesOf(found: unknown): XmlNode[] {
  if (!Array.isArray(found)) return [];
  const nodes: XmlNode[] = [];
  for (const one of found) {
    if (!isRecord(one)) continue;
    for (const [name, inner] of Object.entries(one)) {
      if (name === ':@' || name.startsWith('?')) continue;
      if (name === '#text') nodes.push(decode(String(inner)));
      else if (name === '#cdata') nodes.push(cdataOf(inner));
      else nodes.push({ name: localName(name), attributes: attributesOf(one[':@']), children: nodesOf(inner) });
    }
  }
  return nodes;
}

function cdataOf(found: unknown): string {
  return Array.isArray(found) ? found.map((one: unknown) => (isRecord(one) ? String(one['#text'] ?? '') : '')).join('') : '';
}

function attributesOf(found: unknown): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  if (!isRecord(found)) return attributes;
  const entries = Object.entries(found).map(([name, value]) => [name, decode(String(value))] as const);
  for (const [name, value] of entries) attributes.set(name, value);
  for (const [name, value] of entries) if (!attributes.has(localName(name))) attributes.set(localName(name), value);
  return attributes;
}

export const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const LAST_CODE_POINT = 0x10ffff;

/** The five entities that every XML has, and characters by their numbers. */
function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (written, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return NAMED[name] ?? written;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= LAST_CODE_POINT ? String.fromCodePoint(code) : written;
    },
  );
}

/** The elements in an element, those of one name where it is given. */
export const elements = (of: XmlElement, name: string | null = null): XmlElement[] =>
  of.children.filter((node) => typeof node !== 'string').filter((node) => name === null || node.name === name);

/** The first element at a path of names below another. */
export function elementAt(of: XmlElement, ...path: readonly string[]): XmlElement | null {
  const [name, ...rest] = path;
  if (name === undefined) return of;
  for (const inner of elements(of, name)) {
    const found = elementAt(inner, ...rest);
    if (found !== null) return found;
  }
  return null;
}

/** All elements of these names below another, in order, down to the first on each path. */
export function* within(of: XmlElement, names: ReadonlySet<string>): Generator<XmlElement> {
  for (const inner of elements(of)) {
    if (names.has(inner.name)) yield inner;
    else yield* within(inner, names);
  }
}

/** All text below a node, in order. */
export const textOf = (node: XmlNode): string => (typeof node === 'string' ? node : node.children.map(textOf).join(''));
