/** A job's result as rows: each field with its value, how far it can be trusted, and why. Drawn by result-table.ts. */
import { html } from 'hono/html';
import type { FieldProvenance, FieldTrust, ResponseIX, Source } from '../contracts/response.ts';
import type { FieldDefinition } from '../contracts/use-case.ts';
import type { Html } from './html.ts';
import { commonWords, type Verdict } from './words/common.ts';
import { jobWords } from './words/job.ts';

export interface ResultRow {
  /** `closing_balance`, `items.0.amount` */
  readonly path: string;
  readonly value: unknown;
  /** Null for an answer from before trust was told. */
  readonly trust: FieldTrust | null;
  readonly verdict: Verdict;
  readonly why: string;
  /** Why a person should look at it, in words; each once. */
  readonly doubts: readonly string[];
  /** Its use case requires a value. */
  readonly required: boolean;
  readonly sources: readonly Source[];
}

/** A person should look at it: something speaks against the value, or a required one is missing. */
export const isDoubtful = ({ value, trust, doubts, required }: ResultRow): boolean =>
  doubts.length > 0 || trust?.level === 'low' || trust?.level === 'check' || (required && value === null);

/** The leaves of the result, in the order of the use case. @param fields of that; the database keeps no order. */
export function resultRows({ ix_result, provenance, trust, warning }: ResponseIX, fields: readonly FieldDefinition[] = []): ResultRow[] {
  const rows = leaves(ix_result?.result ?? {}, []).map(([path, value]): ResultRow => {
    const name = path.join('.');
    const field = provenance?.fields[`result.${name}`];
    const verdict = verdictOf(value, field);
    const trusted = trust?.[`result.${name}`] ?? null;
    const said = warning.flatMap((line) => (line.startsWith(`${name}: `) ? [line.slice(name.length + 2)] : []));
    const doubts = [...new Set([...(trusted?.reasons ?? []), ...(field?.reasons ?? []), ...said])];
    return {
      path: name,
      value,
      trust: trusted,
      verdict,
      why: whyOf(verdict, field, (trusted?.runners_up ?? []).length > 0 || doubts.length > 0),
      doubts,
      required: definitionOf(fields, path)?.required ?? false,
      sources: field?.sources ?? [],
    };
  });
  const order = new Map(rows.map(({ path }) => [path, placeOf(fields, path.split('.'))]));
  return rows.sort((a, b) => inOrder(order.get(a.path) ?? [], order.get(b.path) ?? []));
}

/** Warnings that concern no row: the others stand there. */
export const warningsBeside = ({ warning }: ResponseIX, rows: readonly ResultRow[]): string[] =>
  warning.filter((line) => !rows.some(({ path }) => line.startsWith(`${path}: `)));

/** Null: the use case has no such field. */
function definitionOf(fields: readonly FieldDefinition[], path: readonly string[]): FieldDefinition | null {
  const [name, ...rest] = path.filter((part) => !/^\d+$/.test(part));
  const field = fields.find((one) => one.name === name) ?? null;
  return field === null || rest.length === 0 ? field : definitionOf(field.fields ?? [], rest);
}

/** Of each part of a path: which field of its level it is, or which item of its list. */
function placeOf(fields: readonly FieldDefinition[], path: readonly string[]): number[] {
  const [name, ...rest] = path;
  if (name === undefined) return [];
  if (/^\d+$/.test(name)) return [Number(name), ...placeOf(fields, rest)];
  const at = fields.findIndex((field) => field.name === name);
  return [at === -1 ? fields.length : at, ...placeOf(fields[at]?.fields ?? [], rest)];
}

function inOrder(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((place, i) => place !== b[i]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function leaves(value: unknown, path: readonly string[]): [readonly string[], unknown][] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  // An empty list says that there are none: it is a value.
  if (inner.length === 0) return path.length === 0 ? [] : [[path, value]];
  return inner.flatMap(([key, part]) => leaves(part, [...path, key]));
}

function verdictOf(value: unknown, field: FieldProvenance | undefined): Verdict {
  if (value === null) return 'empty';
  if (field?.provenance_verified === true) return 'verified';
  if (field?.text_agreement === true) return 'agreed';
  if (field?.provenance_verified === false || field?.text_agreement === false) return 'not-found';
  return 'unchecked';
}

function whyOf(verdict: Verdict, field: FieldProvenance | undefined, hasCandidates: boolean): string {
  const { why } = jobWords();
  if (verdict === 'empty') return hasCandidates ? why.noneSure : why.nothing;
  if (verdict === 'unchecked') return field === undefined ? why.noProvenance : why.unchecked;
  return why[verdict];
}

export const shown = (value: unknown): Html | string => {
  if (value === null) return html`<span class="quiet">–</span>`;
  if (typeof value === 'string') return html`<bdi>${value}</bdi>`;
  return Array.isArray(value) && value.length === 0 ? html`<span class="quiet">${commonWords().none}</span>` : JSON.stringify(value);
};

/** Long names break after their underscores and dots. */
export const breakable = (path: string): Html => html`${path.split(/(?<=[_.])/).map((part) => html`${part}<wbr>`)}`;
