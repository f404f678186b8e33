/** What of a job's documents is looked at ↔ its URL: which document, page, zoom and rotation. */
import type { Job } from '../contracts/job.ts';
import type { Source } from '../contracts/response.ts';
import { placesOf } from './places.ts';

/** Per cent of the width there is. */
export const ZOOMS = [50, 75, 100, 150, 200, 300, 400] as const;
export const TURNS = [0, 90, 180, 270] as const;
/** Lines of a text that are shown at a time: a browser gets slow with more. */
export const LINES_MAX = 3000;

export interface View {
  /** Into `context.files`, then `context.texts`. */
  readonly file: number;
  /** 1-based. */
  readonly page: number;
  /** Of a text's page, which LINES_MAX lines, 1-based. */
  readonly part: number;
  readonly zoom: (typeof ZOOMS)[number];
  /** Degrees clockwise, beyond the page's own rotation. */
  readonly turn: (typeof TURNS)[number];
  /** Whether all pages are shown small beside the one. */
  readonly overview: boolean;
  /** The value under review, as in `response.trust`: the places of its candidates are marked, and those alone. Null: of all values. */
  readonly field: string | null;
}

/** The view that a URL names. What it does not say is the first page of the first document, or the first place of the value under review. */
export function parseView(params: URLSearchParams, job: Job, field: string | null = params.get('field')): View {
  const first = field === null ? undefined : placesOf(job, field).flatMap(({ sources }) => sources)[0];
  const number = (name: string, fallback: number): number => {
    const text = params.get(name) ?? '';
    return /^\d{1,6}$/.test(text) ? Number(text) : fallback;
  };
  const file = number('file', first?.file_index ?? 0);
  const known = first?.file_index === file ? first : undefined;
  return {
    file,
    page: Math.max(1, number('page', known?.page ?? 1)),
    part: Math.max(1, number('part', known === undefined ? 1 : partOf(known))),
    zoom: ZOOMS.find((zoom) => zoom === number('zoom', 100)) ?? 100,
    turn: TURNS.find((turn) => turn === number('turn', 0)) ?? 0,
    overview: params.get('overview') === 'true',
    field,
  };
}

/** Where a source stands: the same zoom and rotation on its page. */
export const viewOfSource = (view: View, source: Pick<Source, 'file_index' | 'page' | 'segment_id' | 'bounding_box'>): View => ({
  ...view,
  file: source.file_index,
  page: source.page,
  part: partOf(source),
});

/** Of a text: `p{page}_l{line}`, lines from 0. */
export const lineOf = ({ segment_id }: Pick<Source, 'segment_id'>): number => Number(/_l(\d+)$/.exec(segment_id)?.[1] ?? 0);

const partOf = (source: Pick<Source, 'segment_id' | 'bounding_box'>): number =>
  source.bounding_box === null ? Math.floor(lineOf(source) / LINES_MAX) + 1 : 1;

/** The pairs of the URL; what is as it would be anyway is left out. */
export function pairsOf({ file, page, part, zoom, turn, overview, field }: View): [string, string][] {
  const pairs: [string, string, boolean][] = [
    ['field', field ?? '', field !== null],
    ['file', String(file), true],
    ['page', String(page), true],
    ['part', String(part), part !== 1],
    ['zoom', String(zoom), zoom !== 100],
    ['turn', String(turn), turn !== 0],
    ['overview', 'true', overview],
  ];
  return pairs.flatMap(([name, value, said]): [string, string][] => (said ? [[name, value]] : []));
}

export const pageUrl = (jobId: string, { field }: View): string => `/ui/jobs/${jobId}${field === null ? '' : '/review'}`;
export const viewUrl = (jobId: string, view: View): string => `${pageUrl(jobId, view)}?${new URLSearchParams(pairsOf(view))}#viewer`;
export const fragmentUrl = (jobId: string, view: View): string => `/ui/jobs/${jobId}/viewer?${new URLSearchParams(pairsOf(view))}`;

export const isOn = (source: Pick<Source, 'file_index' | 'page'>, view: View): boolean =>
  source.file_index === view.file && source.page === view.page;
