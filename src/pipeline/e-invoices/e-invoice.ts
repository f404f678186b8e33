/** An electronic invoice (EN 16931): what its XML states, by the roles that fields have. */
import type { Role } from '../locales/locale.ts';
import { elements, textOf, type XmlElement } from '../reading/xml-tree.ts';
import { CII } from './cii.ts';
import { UBL } from './ubl.ts';

export interface EInvoice {
  /** Into the files of the request. */
  readonly file_index: number;
  /** The page of that file, from 1, that shows the XML itself; null for one within a PDF. What is read there is no second opinion. */
  readonly own_page: number | null;
  /** What is stated for a role, the preferred one first: an invoice may name several accounts. Dates as ISO 8601, the rest as it stands. */
  readonly terms: Readonly<Partial<Record<Role, readonly string[]>>>;
}

/**
 * Where a syntax has a term: names of elements from the outermost one's children down; `[name=value]` asks for an attribute,
 * `[Name/ID=VA]` for the text of an element below.
 */
export type Syntax = Readonly<Partial<Record<Role, readonly string[]>>>;

/** By the names of the outermost elements. */
const SYNTAXES: Readonly<Record<string, Syntax>> = { CrossIndustryInvoice: CII, Invoice: UBL, CreditNote: UBL };
/** Of a term; an invoice with more accounts than these names none in particular. */
const VALUES_MAX = 20;
const LENGTH_MAX = 1000;

/** Null when the XML is no invoice of a syntax that is known. `file_index` is 0: whoever knows the file's place sets it. */
export function eInvoiceOf(root: XmlElement, ownPage: number | null): EInvoice | null {
  const syntax = Object.hasOwn(SYNTAXES, root.name) ? SYNTAXES[root.name] : undefined;
  if (syntax === undefined) return null;
  const terms: [string, string[]][] = Object.entries(syntax).map(([role, paths]) => {
    const values = paths.map((path) => [...at([root], path.split(/\/(?![^[]*\])/))].map(statedBy).filter((value) => value !== ''));
    return [role, [...new Set(values.find((found) => found.length > 0) ?? [])].slice(0, VALUES_MAX)];
  });
  const stated = terms.filter(([, values]) => values.length > 0);
  return stated.length === 0 ? null : { file_index: 0, own_page: ownPage, terms: Object.fromEntries(stated) };
}

const STEP = /^(\w+)(?:\[([\w/@]+)=(\w+)\])?$/;

function at(from: readonly XmlElement[], [step, ...rest]: readonly string[]): readonly XmlElement[] {
  const [, name = '', condition, wanted] = STEP.exec(step ?? '') ?? [];
  if (step === undefined) return from;
  const found = from.flatMap((element) => elements(element, name));
  return at(condition === undefined ? found : found.filter((element) => said(element, condition) === wanted), rest);
}

function said(element: XmlElement, condition: string): string | undefined {
  if (condition.startsWith('@')) return element.attributes.get(condition.slice(1));
  const [found] = at([element], condition.split('/'));
  return found === undefined ? undefined : statedBy(found);
}

/** A day without hyphens is written with them: `format="102"`, UN/EDIFACT 2379. */
export function statedBy(element: XmlElement): string {
  const text = textOf(element).trim().replace(/\s+/g, ' ').slice(0, LENGTH_MAX);
  return element.attributes.get('format') === '102' ? text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3') : text;
}
