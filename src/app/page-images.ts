/** The pages of a job's documents, as images: finds the file, fetches it again where it was named by URL, and has the page drawn. */
import type { Config } from '../config.ts';
import { IxError } from '../contracts/errors.ts';
import type { JobId } from '../contracts/ids.ts';
import type { RequestFile } from '../contracts/request.ts';
import type { Straightened } from '../contracts/response.ts';
import type { Scope } from '../contracts/scope.ts';
import type { PageSource } from '../http/deps.ts';
import type { JobsDeps } from '../jobs/deps.ts';
import type { FileSource } from '../pipeline/pipeline.ts';
import { BoundedCache } from '../pipeline/reading/bounded-cache.ts';
import { createPageRenderer } from '../pipeline/reading/render.ts';
import { type Sniffed, sniff } from '../pipeline/reading/sniff.ts';
import { ThreadPool } from '../pipeline/threads/pool.ts';
import { getOpened } from '../store/get.ts';

/** Bytes of page images kept: an A4 page at 110 dpi takes about 100 kB. */
const IMAGES_BYTES = 64 * 2 ** 20;
/** Bytes of documents kept, so that turning a page does not fetch again. */
const FILES_BYTES = 64 * 2 ** 20;
/** Pages drawn at a time: people wait for them one by one. */
const THREADS = 2;
const PAGE_SECONDS = 20;

type FoundJob = NonNullable<Awaited<ReturnType<typeof getOpened>>>;

interface Loaded {
  readonly bytes: Uint8Array;
  readonly type: Sniffed;
}

export interface Pages extends PageSource {
  close(): Promise<void>;
}

/** @param onKilled told of threads that ended before their page was drawn. */
export function openPages(
  config: Config,
  { orm, keyring }: Pick<JobsDeps, 'orm' | 'keyring'>,
  files: FileSource,
  onKilled: (why: string) => void,
): Pages {
  const renderer = createPageRenderer({
    threads: new ThreadPool({ threads: THREADS, kept: 0, maxHeapMb: config.IX_PIPELINE_THREAD_MB, onKilled }),
    cacheBytes: IMAGES_BYTES,
    timeoutSeconds: PAGE_SECONDS,
  });
  const loaded = new BoundedCache<Loaded>(FILES_BYTES, ({ bytes }) => bytes.length);
  const find = (scope: Scope, jobId: JobId) => getOpened(orm.em.fork(), scope, keyring, jobId);
  const fetchSignal = () => AbortSignal.timeout((config.IX_FETCH_TIMEOUT_SECONDS + 1) * 1000);

  function load(job: FoundJob, file: RequestFile, key: string): Promise<Loaded> {
    return loaded.get(key, async () => {
      if (job.headersErased && 'url' in file && Object.keys(file.headers).length > 0) {
        throw new IxError('IX_000_007', 'the header values that its fetch needs were erased when the job ended');
      }
      const { bytes } = await ('url' in file ? files.fetch(file, fetchSignal()) : files.upload(file, job.client_id, fetchSignal()));
      return { bytes, type: await sniff(bytes) };
    });
  }
  // An upload is named by its content and its owner, and opened by what this job has; what a URL names belongs to this job alone.
  const keyOf = (job: FoundJob, file: RequestFile, index: number): string =>
    'url' in file ? `${job.job_id} ${index}` : `${job.client_id} ${file.file_id} ${file.password ?? ''}`;

  return {
    async page(scope, jobId, fileIndex, page, dpi) {
      const job = await find(scope, jobId);
      const file = job?.request.context.files[fileIndex];
      if (job === null || file === undefined) return null;
      const key = keyOf(job, file, fileIndex);
      const { bytes, type } = await load(job, file, key);
      if (type.kind !== 'pdf' && type.kind !== 'image') return null;
      const { turn, angle } = straighteningOf(job, fileIndex, page);
      return renderer.render(key, async () => bytes, page, dpi, { kind: type.kind, password: file.password, turn, angle });
    },
    async text(scope, jobId, fileIndex) {
      const job = await find(scope, jobId);
      if (job === null) return null;
      const { files: named, texts } = job.request.context;
      const file = named[fileIndex];
      if (file === undefined) return texts[fileIndex - named.length] ?? null;
      const key = keyOf(job, file, fileIndex);
      const { bytes, type } = await load(job, file, key);
      if (type.kind === 'pdf' || type.kind === 'image') return null;
      return type.kind === 'text'
        ? new TextDecoder(type.encoding).decode(bytes)
        : renderer.text(key, { bytes, type, password: file.password }, config.IX_PDF_MAX_PAGES);
    },
    async original(scope, jobId, fileIndex) {
      const job = await find(scope, jobId);
      if (job === null) return null;
      const { files: named, texts } = job.request.context;
      const file = named[fileIndex];
      const text = texts[fileIndex - named.length];
      if (file === undefined)
        return text === undefined ? null : { bytes: new TextEncoder().encode(text), name: `text-${fileIndex + 1}.txt` };
      const { bytes } = await load(job, file, keyOf(job, file, fileIndex));
      return { bytes, name: file.display_name ?? `document-${fileIndex + 1}` };
    },
    close: () => renderer.close(),
  };
}

/** As it was read, so that the boxes fit. */
function straighteningOf({ response }: FoundJob, file: number, page: number): Pick<Straightened, 'turn' | 'angle'> {
  const straightened = response?.metadata.straightened.find(({ file_index, page_no }) => file_index === file && page_no === page);
  return straightened ?? { turn: 0, angle: 0 };
}
