/** Pictures of a run's pages, for models that can see: each is drawn in a thread when it is asked for, as the page was read. */
import { IxError } from '../../contracts/errors.ts';
import type { Pictures } from '../engines/engine.ts';
import type { DrawingInput, PageImage } from '../reading/draw-page.ts';
import { ThreadError, type ThreadPool } from '../threads/pool.ts';
import type { Context, SniffedFile } from './step.ts';

/** Pixels of the longer side: small print of an A4 page can be read, and vision models make no more of larger ones. */
const LONG_EDGE = 1280;
const POINTS_PER_INCH = 72;

type Threads = Pick<ThreadPool, 'run' | 'maxHeapMb'>;

/** @param files those of the run, which its context lets go of when they are read. */
export function picturesOf(threads: Threads, files: readonly SniffedFile[], context: Context, signal: AbortSignal): Pictures {
  const placeOf = (number: number) => {
    const page = context.reading?.pages[number - 1];
    const index = page?.file_index ?? -1;
    const { type: { kind } = {}, bytes } = files[index] ?? {};
    return page === undefined || bytes === undefined || (kind !== 'pdf' && kind !== 'image')
      ? null
      : { page: page.page_no, index, bytes, kind };
  };
  return {
    has: (number) => placeOf(number) !== null,
    async draw(number) {
      const place = placeOf(number);
      if (place === null) return null;
      const { page, index, bytes, kind } = place;
      const straightened = context.straightened.find(({ file_index, page_no }) => file_index === index && page_no === page);
      const { turn, angle } = straightened ?? { turn: 0, angle: 0 };
      const showing = { kind, password: context.request.context.files[index]?.password ?? null, turn, angle };
      const input = { bytes, page, maxMb: threads.maxHeapMb, showing };
      try {
        return await drawn(threads, input, { client: context.request.ix_client_id, signal });
      } catch (error) {
        if (!(error instanceof IxError) && !(error instanceof ThreadError)) throw error;
        context.warnings.push(`the model was not shown a picture of page ${number}: ${error.message}`);
        return null;
      }
    },
  };
}

async function drawn(
  threads: Threads,
  input: Omit<DrawingInput, 'dpi'>,
  options: { readonly client: string; readonly signal: AbortSignal },
): Promise<PageImage['png']> {
  const size = await threads.run('drawing', { ...input, dpi: null }, options);
  if (size === null) return null;
  const dpi = (POINTS_PER_INCH * LONG_EDGE) / Math.max(size.width, size.height);
  return (await threads.run('drawing', { ...input, dpi }, options))?.png ?? null;
}
