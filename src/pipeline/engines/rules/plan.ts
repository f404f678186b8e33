/** A use case made ready: its leaf fields, what kind of value each holds, and all their labels in one index. Built once a use case. */
import type { FieldDefinition, UseCase } from '../../../contracts/use-case.ts';
import { CHECKS, type FieldHint, HINTS, OTHER_PARTIES, type PartyRole, type StringKind } from '../../use-cases/hints.ts';
import { SHIPPED } from '../../use-cases/registry.ts';
import { fold } from '../../values/fold.ts';
import { type Label, LabelIndex } from './labels.ts';

/** What a field's value looks like, and so how it is read. */
export type Kind = 'amount' | 'rate' | 'count' | 'date' | 'datetime' | 'boolean' | 'choice' | 'pattern' | StringKind;

/** A field that holds one value. */
export interface LeafPlan {
  /** Place in {@link Plan.leaves}; negative numbers are headings, see {@link HEADING}. */
  readonly index: number;
  /** Names from the top: ["address", "city"]. */
  readonly path: readonly string[];
  readonly field: FieldDefinition;
  readonly kind: Kind;
  readonly hint: FieldHint;
  /** The whole value must match; null without a pattern. */
  readonly pattern: RegExp | null;
}

/** An array field: one object a table row. */
export interface TablePlan {
  readonly path: readonly string[];
  readonly columns: readonly LeafPlan[];
  /** `field` of its labels is the column's place in `columns`. */
  readonly labels: LabelIndex;
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
  readonly labels: LabelIndex;
  readonly sums: readonly SumCheck[];
  readonly balances: readonly BalanceCheck[];
}

/** `field` of labels that head a party's block without being a field here: −1 anybody else, then the roles. */
export const HEADING: Readonly<Record<PartyRole | 'other', number>> = { other: -1, seller: -2, buyer: -3, bank: -4, merchant: -5 };

/** Labels of shipped fields, for fields of the same name that bring none. */
const KNOWN_LABELS: ReadonlyMap<string, readonly string[]> = new Map(
  SHIPPED.flatMap(({ fields }) => fields.map((field): [string, readonly string[]] => [field.name, field.labels])),
);

const plans = new WeakMap<UseCase, Plan>();

/** The plan of a use case; the same object gets the same plan. */
export function planOf(useCase: UseCase): Plan {
  let plan = plans.get(useCase);
  if (plan === undefined) {
    plan = build(useCase);
    plans.set(useCase, plan);
  }
  return plan;
}

function build(useCase: UseCase): Plan {
  const leaves: LeafPlan[] = [];
  const tables: TablePlan[] = [];
  const labels: Label[] = [];
  const visit = (fields: readonly FieldDefinition[], above: readonly string[]) => {
    for (const field of fields) {
      const path = [...above, field.name];
      if (field.type === 'object') visit(field.fields ?? [], path);
      else if (field.type === 'array') tables.push(tableOf(field, path));
      else {
        const leaf = leafOf(field, path, leaves.length);
        leaves.push(leaf);
        labels.push(...labelsOf(leaf));
      }
    }
  };
  visit(useCase.fields, []);
  const at = (name: string) => leaves.findIndex(({ path }) => path.length === 1 && path[0] === name);
  const sums: SumCheck[] = [];
  const balances: BalanceCheck[] = [];
  for (const check of CHECKS) {
    if (check.kind === 'sum') {
      const [a, b, total] = [at(check.parts[0]), at(check.parts[1]), at(check.total)];
      if (a >= 0 && b >= 0 && total >= 0) sums.push({ parts: [a, b], total });
    } else {
      const [opening, closing] = [at(check.opening), at(check.closing)];
      if (opening >= 0 && closing >= 0) balances.push({ opening, closing });
    }
  }
  return { leaves, tables, labels: new LabelIndex([...labels, ...headings(leaves)]), sums, balances };
}

function leafOf(field: FieldDefinition, path: readonly string[], index: number): LeafPlan {
  const hint = HINTS[field.name] ?? {};
  const pattern = field.pattern === null ? null : new RegExp(`^(?:${field.pattern})$`, 'u');
  return { index, path, field, kind: kindOf(field, hint), hint, pattern };
}

function labelsOf({ index, field, hint }: LeafPlan): Label[] {
  const named = field.name.replace(/_/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2');
  const own = field.labels.length > 0 ? field.labels : (KNOWN_LABELS.get(field.name) ?? []);
  const texts = own.some((label) => fold(label) === fold(named)) ? own : [...own, named];
  return [
    ...texts.map((text, rank) => ({ field: index, text, rank, phrase: false })),
    ...(hint.phrases ?? []).map((text, rank) => ({ field: index, text, rank, phrase: true })),
  ];
}

/** Where parties are asked for, the blocks of the others must be known too, so as not to take a name from them. */
function headings(leaves: readonly LeafPlan[]): Label[] {
  const asked = new Set(leaves.flatMap(({ hint }) => (hint.role === undefined ? [] : [hint.role])));
  const barred = leaves.flatMap(({ hint }) => (hint.notOf === undefined ? [] : [hint.notOf]));
  if (asked.size === 0 && barred.length === 0) return [];
  const heading = (field: number, texts: readonly string[]) => texts.map((text, rank) => ({ field, text, rank, phrase: false }));
  const known = (name: string) => KNOWN_LABELS.get(name) ?? [];
  return [
    ...heading(HEADING.other, OTHER_PARTIES),
    ...(asked.has('seller') ? [] : heading(HEADING.seller, known('seller_name'))),
    ...(asked.has('buyer') ? [] : heading(HEADING.buyer, known('buyer_name'))),
  ];
}

function tableOf(field: FieldDefinition, path: readonly string[]): TablePlan {
  const columns = (field.fields ?? [])
    .filter(({ type }) => type !== 'object' && type !== 'array')
    .map((column, index) => leafOf(column, [column.name], index));
  return { path, columns, labels: new LabelIndex(columns.flatMap(labelsOf)) };
}

const RATE = /(?:^|\s)(?:rate|satz|prozent|percent|percentage|pct)(?:\s|$)|steuersatz|zinssatz/;

function kindOf(field: FieldDefinition, hint: FieldHint): Kind {
  if (field.choices !== null) return 'choice';
  switch (field.type) {
    case 'decimal':
    case 'number':
      return RATE.test(fold([field.name, ...field.labels].join(' ').replace(/_/g, ' '))) ? 'rate' : 'amount';
    case 'integer':
      return 'count';
    case 'date':
    case 'datetime':
    case 'boolean':
      return field.type;
    default:
      return field.pattern === null ? (hint.kind ?? stringKind(field)) : 'pattern';
  }
}

/** What the name or a label says a string is; the first that fits. */
const STRING_KINDS: readonly [kind: StringKind, words: RegExp][] = [
  ['iban', /\biban\b/],
  ['bic', /\b(?:bic|swift)\b/],
  ['vat_id', /\b(?:vat (?:id|no|number|reg)|ust id|ust idnr|ustid|umsatzsteuer id)/],
  ['currency', /\b(?:currency|wahrung)\b/],
  ['email', /\be? ?mail\b/],
  ['phone', /\b(?:phone|telephone|telefon|tel|fax|mobile|mobil)\b/],
  ['url', /\b(?:url|website|web|homepage)\b/],
  ['time', /\b(?:time|uhrzeit)\b/],
  ['reference', /\b(?:number|no|nr|nummer|id|code|reference|referenz|ref)\b|nummer\b|nr\b/],
];

function stringKind(field: FieldDefinition): StringKind {
  for (const text of [field.name.replace(/_/g, ' '), ...field.labels]) {
    const folded = fold(text);
    for (const [kind, words] of STRING_KINDS) if (words.test(folded)) return kind;
  }
  return 'text';
}
