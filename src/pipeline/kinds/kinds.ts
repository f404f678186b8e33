/** All kinds of values there are, and which one a field holds. */
import type { FieldDefinition } from '../../contracts/use-case.ts';
import { modulesIn } from '../folder.ts';
import type { NamedKind, Role } from '../locales/locale.ts';
import { isRole, kindWords } from '../locales/vocabulary.ts';
import { foldWords } from '../values/fold.ts';
import type { Kind } from './kind.ts';

function isKind(value: unknown): value is Kind {
  return typeof value === 'object' && value !== null && 'name' in value && 'find' in value && 'canonicalise' in value;
}

/** By name, in alphabetical order. A file of this folder whose default export is a kind brings it: nothing else has to know of it. */
export const KINDS: ReadonlyMap<string, Kind> = new Map(
  modulesIn(new URL('./', import.meta.url), (name) => name !== 'kinds').flatMap(({ content }) =>
    isKind(content) ? [[content.name, content] as const] : [],
  ),
);

/** @throws when there is no such kind: names of use cases are checked before. */
export function kindNamed(name: string): Kind {
  const kind = KINDS.get(name);
  if (kind === undefined) throw new Error(`no kind ${name}`);
  return kind;
}

const kinds = new WeakMap<FieldDefinition, Kind>();

/** The kind that the field names, or that its type, choices, pattern, labels and role tell. The same field gets the same one. */
export function kindOf(field: FieldDefinition): Kind {
  let kind = kinds.get(field);
  if (kind === undefined) {
    const general = kindNamed(field.kind ?? told(field));
    kind = general.for?.(field) ?? general;
    kinds.set(field, kind);
  }
  return kind;
}

/** Of roles whose values are always of one kind. */
const KIND_OF_ROLE: Readonly<Partial<Record<Role, string>>> = {
  invoice_number: 'reference',
  order_number: 'reference',
  customer_number: 'reference',
  seller: 'name',
  buyer: 'name',
  bank: 'name',
  merchant: 'name',
  sender: 'name',
  recipient: 'name',
  subject: 'text',
  our_reference: 'reference',
  your_reference: 'reference',
  seller_vat_id: 'vat_id',
  buyer_vat_id: 'vat_id',
  iban: 'iban',
  account_iban: 'iban',
  bic: 'bic',
  currency: 'currency',
  account_currency: 'currency',
  sale_time: 'time',
  payment_method: 'word',
};

function told(field: FieldDefinition): string {
  if (field.choices !== null) return 'choice';
  switch (field.type) {
    case 'decimal':
    case 'number':
      return labelSays(field, RATE) ?? 'amount';
    case 'integer':
      return 'count';
    case 'date':
    case 'datetime':
      return field.type;
    case 'boolean':
      return 'checkbox';
    default:
      if (field.pattern !== null) return 'pattern';
      return (field.role !== null && isRole(field.role) ? KIND_OF_ROLE[field.role] : undefined) ?? labelSays(field, STRINGS) ?? 'text';
  }
}

type Telling = readonly [kind: NamedKind, words: ReturnType<typeof kindWords>];
const telling = (...names: readonly NamedKind[]): readonly Telling[] => names.map((name) => [name, kindWords(name)]);
const RATE = telling('rate');
/** The first that fits. */
const STRINGS = telling('iban', 'bic', 'vat_id', 'currency', 'email', 'phone', 'url', 'time', 'reference');

/** What the words of a field's labels say; its name is one of them. */
function labelSays({ name, labels }: FieldDefinition, kinds: readonly Telling[]): string | null {
  for (const text of [name.replace(/_/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2'), ...labels]) {
    const { words } = foldWords(text);
    const pairs = words.flatMap((word, i) => [word, `${word} ${words[i + 1] ?? ''}`]);
    for (const [kind, { whole, ends }] of kinds)
      if (pairs.some((part) => whole.has(part) || ends.some((end) => part.endsWith(end)))) return kind;
  }
  return null;
}
