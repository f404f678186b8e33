/** Pictures of the pages on which mistakes are: as their boxes lie on them. */
import type { PageRenderer } from '../pipeline/reading/render.ts';
import { sniff } from '../pipeline/reading/sniff.ts';
import type { TestDocument } from './evaluate.ts';
import { isMistake, isWrong } from './mistakes.ts';
import type { Run } from './run.ts';

export interface Picture {
  readonly document: string;
  readonly page: number;
  /** Points. */
  readonly width: number;
  readonly height: number;
  readonly png: Uint8Array;
}

/** Small print can be read. */
const DPI = 100;
/** A report of more would be too large for a browser. */
const MOST_PICTURES = 150;

/** Pages with answers that are wrong come first, then those on which something was missed; texts have none. */
export async function picturesOf({ documents: run }: Run, documents: readonly TestDocument[], renderer: PageRenderer): Promise<Picture[]> {
  const wanted = new Map<string, { readonly index: number; readonly page: number; readonly bad: boolean }>();
  for (const [index, { values }] of run.entries()) {
    for (const value of values.filter(isMistake)) {
      for (const { page, box } of [...value.given_at.slice(0, 1), ...value.true_at.slice(0, 1)]) {
        const key = `${index} ${page}`;
        if (box !== null) wanted.set(key, { index, page, bad: isWrong(value) || wanted.get(key)?.bad === true });
      }
    }
  }
  const first = [...wanted.values()].sort((a, b) => Number(b.bad) - Number(a.bad)).slice(0, MOST_PICTURES);
  const pictures: Picture[] = [];
  for (const { index, page } of first) {
    const document = documents[index];
    const picture = document === undefined ? null : await pictureOf(document, run[index], page, renderer);
    if (picture !== null) pictures.push(picture);
  }
  return pictures;
}

async function pictureOf(
  document: TestDocument,
  run: Run['documents'][number] | undefined,
  page: number,
  renderer: PageRenderer,
): Promise<Picture | null> {
  const bytes = await document.bytes();
  const { kind } = await sniff(bytes);
  if (kind !== 'pdf' && kind !== 'image') return null;
  const { turn, angle } = run?.straightened.find(({ page_no }) => page_no === page) ?? { turn: 0, angle: 0 };
  const image = await renderer.render(document.name, async () => bytes, page, DPI, { kind, password: null, turn, angle });
  return image === null || image.png === null
    ? null
    : { document: document.name, page, width: image.width, height: image.height, png: image.png };
}
