/** A use case made ready: its leaf fields, the kind of each, and all their labels in one index. Built once for each content. */
import type { Check, FieldDefinition, Party, UseCase } from '../../../contracts/use-case.ts';
import type { Kind } from '../../kinds/kind.ts';
import { kindOf } from '../../kinds/kinds.ts';
import { whole } from '../../kinds/pattern.ts';
import type { Role } from '../../locales/locale.ts';
import {
  conceptsOf,
  foldedWords,
  isRole,
  labelsOf,
  nameTheSame,
  phrasesOf,
  type RankedText,
  synonymsOf,
} from '../../locales/vocabulary.ts';
import { KeptByContent } from '../../use-cases/kept-by-content.ts';
import { fold } from '../../values/fold.ts';
import { type Label, LabelIndex } from './labels.ts';

/** A field that holds one value. */
export interface LeafPlan {
  /** Place in {@link Plan.leaves}; negative numbers are headings, see {@link HEADING}. */
  readonly index: number;
  /** Names from the top: ["address", "city"]; in a table from its row. */
  readonly path: readonly string[];
  readonly field: FieldDefinition;
  readonly kind: Kind;
  /** Its labels say that it counts things: its number is no money. */
  readonly counts: boolean;
  /** A label of its own says that an account is charged: which way the money went is said by labels, and a sign says it once more. */
  readonly directed: boolean;
  /** Whose name it holds; null for what is no name of a party. */
  readonly party: Party | null;
  /** The whole value must match; null without a pattern. */
  readonly pattern: RegExp | null;
  /** The pattern leaves room for digits. */
  readonly digits: boolean;
}

/** An array field: one object, or one value, a table row. */
export interface TablePlan {
  readonly path: readonly string[];
  readonly columns: readonly LeafPlan[];
  /** Paths in a row that no column fills. */
  readonly unread: readonly (readonly string[])[];
  /** `field` of its labels is the column's place in `columns`. */
  readonly labels: LabelIndex;
  /** Each row is the value of its only column. */
  readonly single: boolean;
}

export interface SumCheck {
  readonly parts: readonly [number, number];
  readonly total: number;
}
export interface BalanceCheck {
  readonly opening: number;
  readonly closing: number;
}

export interface Plan {
  readonly leaves: readonly LeafPlan[];
  readonly tables: readonly TablePlan[];
  /** Paths of fields that nothing can be looked for. */
  readonly unread: readonly (readonly string[])[];
  readonly labels: LabelIndex;
  readonly sums: readonly SumCheck[];
  readonly balances: readonly BalanceCheck[];
}

/** `field` of labels that head a party's block without being a field here: −1 anybody else, then the parties. */
export const HEADING: Readonly<Record<Party | 'other', number>> = { other: -1, seller: -2, buyer: -3, bank: -4, merchant: -5 };

const plans = new KeptByContent(build);

/** The plan of a use case; the same content gets the same plan. */
export const planOf = (useCase: UseCase): Plan => plans.get(useCase);

function build({ fields, checks }: UseCase): Plan {
  const leaves: LeafPlan[] = [];
  const tables: TablePlan[] = [];
  const unread: (readonly string[])[] = [];
  const visit = (parts: readonly FieldDefinition[], above: readonly string[]) => {
    for (const field of parts) {
      const path = [...above, field.name];
      if (field.type === 'array') tables.push(tableOf(field, path));
      else if (field.type !== 'object') leaves.push(leafOf(field, path, leaves.length));
      else if (field.fields === null || field.fields.length === 0) unread.push(path);
      else visit(field.fields, path);
    }
  };
  visit(fields, []);
  const labels = new LabelIndex([...leaves.flatMap(labelsOfLeaf), ...headings(leaves)]);
  return { leaves, tables, unread, labels, ...checksOf(checks, leaves) };
}

function checksOf(checks: readonly Check[], leaves: readonly LeafPlan[]): Pick<Plan, 'sums' | 'balances'> {
  const at = (dotted: string) => leaves.findIndex(({ path }) => path.join('.') === dotted);
  const sums: SumCheck[] = [];
  const balances: BalanceCheck[] = [];
  for (const check of checks) {
    if (check.kind === 'sum') {
      const [first = '', second = ''] = check.parts;
      sums.push({ parts: [at(first), at(second)], total: at(check.total) });
    } else balances.push({ opening: at(check.opening), closing: at(check.closing) });
  }
  return { sums, balances };
}

function leafOf(field: FieldDefinition, path: readonly string[], index: number): LeafPlan {
  const kind = kindOf(field);
  const pattern = field.pattern === null ? null : whole(field.pattern);
  return {
    index,
    path,
    field,
    kind,
    counts: kind.numeric === true && isCounting(field),
    directed:
      field.role === null &&
      field.labels.some((label) =>
        fold(label)
          .split(' ')
          .some((word) => CHARGED.has(word)),
      ),
    party: kind.name === NAME ? partyOf(field.role) : null,
    pattern,
    digits: field.pattern !== null && /\\d|0-9/.test(field.pattern),
  };
}

const QUANTITY = foldedWords('quantity');
const CHARGED = foldedWords('charged');

/** True where the first word of its name or of a label is one for a number of things. */
function isCounting({ name, labels }: FieldDefinition): boolean {
  return [name.replaceAll('_', ' '), ...labels].some((text) => QUANTITY.has(fold(text).split(' ', 1)[0] ?? ''));
}

/** The kind whose values may be found by whose they are. */
const NAME = 'name';

/** Who writes a letter stands where a seller does, who gets it where a buyer does. */
const PARTY_OF_ROLE: ReadonlyMap<string, Party> = new Map([
  ['seller', 'seller'],
  ['buyer', 'buyer'],
  ['bank', 'bank'],
  ['merchant', 'merchant'],
  ['sender', 'seller'],
  ['recipient', 'buyer'],
]);

const partyOf = (role: string | null): Party | null => (role === null ? null : (PARTY_OF_ROLE.get(role) ?? null));

/** All that documents may call a field, its own labels first, then those of its role in all languages; at last its name. */
export function labelsOfLeaf({ index, field }: Pick<LeafPlan, 'index' | 'field'>): Label[] {
  const role = field.role !== null && isRole(field.role) ? field.role : null;
  const named = field.name.replace(/_/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2');
  const ranked = (texts: readonly string[]): RankedText[] => texts.map((text, rank) => ({ text, rank, compounds: true }));
  const later = (ranked: RankedText): RankedText => ({ ...ranked, rank: ranked.rank + field.labels.length });
  const labels = role === null ? withSynonyms(field.labels) : [...ranked(field.labels), ...labelsOf(role).map(later)];
  const [first = named] = field.labels;
  const isOther = ({ text, rank }: RankedText): boolean => role === null && rank > 0 && !nameTheSame(first, text);
  // The name is the last label, unless it has been said.
  if (!labels.some(({ text }) => fold(text) === fold(named))) labels.push({ text: named, rank: labels.length, compounds: true });
  const phrases = [...ranked(field.phrases), ...(role === null ? [] : phrasesOf(role))];
  return [
    ...labels.map((label) => ({ ...label, field: index, phrase: false, other: isOther(label) })),
    ...phrases.map((label) => ({ ...label, field: index, phrase: true })),
  ];
}

/** So far behind the last label that its user wrote. */
const BEHIND = 4;

/** The labels of a field without a role, and behind all of them the other texts of each concept that two of them name: what its user wrote comes first. */
function withSynonyms(labels: readonly string[]): RankedText[] {
  const seen = new Set(labels.map(fold));
  const counts = Map.groupBy(labels.flatMap(conceptsOf), (concept) => concept);
  const known = new Set(labels.flatMap(conceptsOf).filter((concept) => (counts.get(concept)?.length ?? 0) > 1));
  const others = [...known].flatMap(synonymsOf).filter((other) => !seen.has(fold(other)) && seen.add(fold(other)) !== undefined);
  return [
    ...labels.map((text, rank) => ({ text, rank, compounds: true })),
    ...others.map((text, i) => ({ text, rank: labels.length + BEHIND + i, compounds: false })),
  ];
}

/** Where parties are asked for, the blocks of the others must be known too, so as not to take a name from them. */
function headings(leaves: readonly LeafPlan[]): Label[] {
  const asked = new Set(leaves.map(({ party }) => party));
  const concerned = leaves.some(({ party, field }) => party !== null || field.belongs_to !== null);
  if (!concerned) return [];
  const heading = (field: number, role: Role) => labelsOf(role).map((label) => ({ ...label, field, phrase: false }));
  return [
    ...heading(HEADING.other, 'other_party'),
    ...(asked.has('seller') ? [] : heading(HEADING.seller, 'seller')),
    ...(asked.has('buyer') ? [] : heading(HEADING.buyer, 'buyer')),
  ];
}

function tableOf(field: FieldDefinition, path: readonly string[]): TablePlan {
  const columns: LeafPlan[] = [];
  const unread: (readonly string[])[] = [];
  const visit = (parts: readonly FieldDefinition[], above: readonly string[]) => {
    for (const part of parts) {
      const inner = [...above, part.name];
      if (part.type === 'array') unread.push(inner);
      else if (part.type !== 'object') columns.push(leafOf(part, inner, columns.length));
      else if (part.fields === null || part.fields.length === 0) unread.push(inner);
      else visit(part.fields, inner);
    }
  };
  const { items } = field;
  if (items === null) visit(field.fields ?? [], []);
  else columns.push(leafOf({ ...items, name: field.name, fields: null, items: null, labels: [...field.labels, ...items.labels] }, [], 0));
  return { path, columns, unread, labels: new LabelIndex(columns.flatMap(labelsOfLeaf)), single: items !== null };
}

/** Canonical text → the JSON value of the field's type. */
export function jsonOf({ field: { type, choices } }: LeafPlan, text: string): unknown {
  if (choices !== null) return choices.find((choice) => String(choice) === text) ?? text;
  if (type === 'number' || type === 'integer') return Number(text);
  return type === 'boolean' ? text === 'true' : text;
}

/** Sets a value at a path of objects. */
export function place(result: Record<string, unknown>, [head = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    result[head] = value;
    return;
  }
  const known = result[head];
  const inner: Record<string, unknown> = isRecord(known) ? known : {};
  result[head] = inner;
  place(inner, rest, value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
