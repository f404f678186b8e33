/** What OCR has given for the pages of one document: asked for by a first reading, brought to a second one. */
import type { Straightened } from '../../../contracts/response.ts';
import type { RecognisedPage } from './recognise-page.ts';

/** A page that is to be read as a picture. */
export interface WantedPage {
  /** 1-based within its file. */
  readonly page_no: number;
  /** False: its text layer says how it lies. */
  readonly straighten: boolean;
  /** The document that it is a page of, where that is a file within the file. */
  readonly within?: Picture;
}

/** Where a page is drawn from. */
export interface Picture {
  readonly bytes: Uint8Array;
  readonly kind: 'pdf' | 'image';
  readonly password: string | null;
  /** 1-based. */
  readonly page: number;
}

/** By page; `failed` says why in words. Null: OCR is switched off, here or by the request. */
export type Recognised = ReadonlyMap<number, RecognisedPage | { readonly failed: string }> | null;

/** How a page was turned and straightened. */
export type StraightenedPage = Omit<Straightened, 'file_index'>;

/** What is worth telling of pages, by what it is: `pages 1–3, 5: …`. */
export class PageNotes {
  readonly #pages = new Map<string, number[]>();

  add(page: number, note: string): void {
    this.#pages.set(note, [...(this.#pages.get(note) ?? []), page]);
  }

  sentences(): string[] {
    return [...this.#pages].map(([note, pages]) => `${pages.length === 1 ? 'page' : 'pages'} ${ranges(pages)}: ${note}`);
  }
}

function ranges(pages: readonly number[]): string {
  const parts: [from: number, to: number][] = [];
  for (const page of pages) {
    const last = parts.at(-1);
    if (last !== undefined && last[1] === page - 1) last[1] = page;
    else parts.push([page, page]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}
