/** Words that stand on many pages: how much, how long, when; states; what a value is worth. */
import type { CallbackStatus, JobStatus } from '../../contracts/job.ts';
import type { TrustLevel } from '../../contracts/response.ts';
import { inLanguages } from './language.ts';

/** What is counted: one of it, and more or none. */
export type Noun =
  | 'attempt'
  | 'callback'
  | 'document'
  | 'endpoint'
  | 'field'
  | 'job'
  | 'lost run'
  | 'other'
  | 'page'
  | 'place'
  | 'slot'
  | 'value'
  | 'warning'
  | 'worker';

export type Verdict = 'verified' | 'agreed' | 'not-found' | 'unchecked' | 'empty';
export type DecisionKind = 'confirmed' | 'picked' | 'typed' | 'left_empty' | 'done';

const STATES_EN: Record<JobStatus, string> = { pending: 'pending', running: 'running', done: 'done', error: 'error' };
const STATES_DE: Record<JobStatus, string> = { pending: 'wartet', running: 'läuft', done: 'fertig', error: 'Fehler' };
const CALLBACKS_EN: Record<CallbackStatus, string> = { pending: 'pending', delivered: 'delivered', failed: 'failed' };
const CALLBACKS_DE: Record<CallbackStatus, string> = { pending: 'wartet', delivered: 'zugestellt', failed: 'gescheitert' };
const TRUST_EN: Record<TrustLevel, string> = { high: 'high', check: 'check', low: 'low', none: 'none' };
const TRUST_DE: Record<TrustLevel, string> = { high: 'hoch', check: 'prüfen', low: 'gering', none: 'keines' };
const VERDICTS_EN: Record<Verdict, string> = {
  verified: 'verified',
  agreed: 'agreed',
  'not-found': 'not found',
  unchecked: 'not checked',
  empty: 'empty',
};
const VERDICTS_DE: Record<Verdict, string> = {
  verified: 'bestätigt',
  agreed: 'stimmt überein',
  'not-found': 'nicht gefunden',
  unchecked: 'nicht geprüft',
  empty: 'leer',
};
const DECIDED_EN: Record<DecisionKind, string> = {
  confirmed: 'confirmed',
  picked: 'picked',
  typed: 'typed',
  left_empty: 'left empty',
  done: 'done',
};
const DECIDED_DE: Record<DecisionKind, string> = {
  confirmed: 'bestätigt',
  picked: 'gewählt',
  typed: 'eingetippt',
  left_empty: 'leer gelassen',
  done: 'erledigt',
};
const NOUNS_EN: Record<Noun, readonly [one: string, many: string]> = {
  attempt: ['attempt', 'attempts'],
  callback: ['callback', 'callbacks'],
  document: ['document', 'documents'],
  endpoint: ['callback endpoint', 'callback endpoints'],
  field: ['field', 'fields'],
  job: ['job', 'jobs'],
  'lost run': ['lost run', 'lost runs'],
  other: ['other', 'others'],
  page: ['page', 'pages'],
  place: ['place', 'places'],
  slot: ['slot', 'slots'],
  value: ['value', 'values'],
  warning: ['warning', 'warnings'],
  worker: ['worker', 'workers'],
};
const NOUNS_DE: Record<Noun, readonly [one: string, many: string]> = {
  attempt: ['Versuch', 'Versuche'],
  callback: ['Callback', 'Callbacks'],
  document: ['Dokument', 'Dokumente'],
  endpoint: ['Endpunkt von Callbacks', 'Endpunkte von Callbacks'],
  field: ['Feld', 'Felder'],
  job: ['Auftrag', 'Aufträge'],
  'lost run': ['verlorener Lauf', 'verlorene Läufe'],
  other: ['anderer', 'andere'],
  page: ['Seite', 'Seiten'],
  place: ['Stelle', 'Stellen'],
  slot: ['Platz', 'Plätze'],
  value: ['Wert', 'Werte'],
  warning: ['Warnung', 'Warnungen'],
  worker: ['Worker', 'Worker'],
};

export const commonWords = inLanguages(
  {
    locale: 'en',
    nouns: NOUNS_EN,
    states: STATES_EN,
    cancelled: 'cancelled',
    callbackStates: CALLBACKS_EN,
    trust: TRUST_EN,
    verdicts: VERDICTS_EN,
    decided: DECIDED_EN,
    justNow: 'just now',
    ago: (size: string) => `${size} ago`,
    ahead: (size: string) => `in ${size}`,
    apply: 'Apply',
    clear: 'Clear',
    client: 'Client',
    useCase: 'Use case',
    state: 'State',
    submitted: 'Submitted',
    document: 'Document',
    copy: 'Copy',
    older: 'Older',
    newer: 'Newer',
    newest: 'Newest',
    pages: 'Pages',
    now: 'now',
    to: 'to',
    by: 'by',
    none: 'none',
    recentJobs: 'Recent jobs',
    page: (n: number) => `page ${n}`,
    pageOf: (n: number, document: string) => `page ${n} of ${document}`,
    fileNumber: (n: number) => `file ${n}`,
    textNumber: (n: number) => `text ${n}`,
    documentNumber: (n: number) => `document ${n}`,
  },
  {
    locale: 'de',
    nouns: NOUNS_DE,
    states: STATES_DE,
    cancelled: 'abgebrochen',
    callbackStates: CALLBACKS_DE,
    trust: TRUST_DE,
    verdicts: VERDICTS_DE,
    decided: DECIDED_DE,
    justNow: 'gerade eben',
    ago: (size: string) => `vor ${size}`,
    ahead: (size: string) => `in ${size}`,
    apply: 'Anwenden',
    clear: 'Zurücksetzen',
    client: 'Mandant',
    useCase: 'Anwendungsfall',
    state: 'Zustand',
    submitted: 'Eingereicht',
    document: 'Dokument',
    copy: 'Kopieren',
    older: 'Ältere',
    newer: 'Neuere',
    newest: 'Neueste',
    pages: 'Seiten',
    now: 'jetzt',
    to: 'an',
    by: 'von',
    none: 'keine',
    recentJobs: 'Letzte Aufträge',
    page: (n: number) => `Seite ${n}`,
    pageOf: (n: number, document: string) => `Seite ${n} von ${document}`,
    fileNumber: (n: number) => `Datei ${n}`,
    textNumber: (n: number) => `Text ${n}`,
    documentNumber: (n: number) => `Dokument ${n}`,
  },
);
