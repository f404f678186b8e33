/** RequestIX → ResponseIX. Knows no HTTP server, queue or database: what it needs from outside comes in as PipelineDeps. */
import type { IxId, JobId } from '../contracts/ids.ts';
import type { FileRef, RequestIX, UploadedFile } from '../contracts/request.ts';
import type { ResponseIX } from '../contracts/response.ts';

/** A file's bytes as they came in; its type is found from the bytes, never from this name. */
export interface LoadedFile {
  readonly bytes: Uint8Array;
  readonly displayName: string | null;
}

/** What a run is told beside its request. */
export interface Run {
  readonly jobId: JobId | null;
  readonly ixId: IxId;
  /** Aborts with an IxError as reason: deadline (IX_003_002), cancel (IX_003_000), or lost lease. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Called while pages are recognised, as one begins or ends, and when there is none. A deadline should count anew from the one, not at all from the other. */
  readonly onPace?: (pace: Pace) => void;
}

/** `moves`: a page begins or ends; `waits`: for threads that other runs' pages hold. */
export type Pace = 'moves' | 'waits';

export interface Progress {
  readonly step: string;
  /** Pages read so far and in all, while reading; pages recognised, and all that are to be, while OCR is at work. */
  readonly page?: number;
  readonly pages?: number;
}

export interface Pipeline {
  /** Never rejects: what goes wrong is in `response.error` and `response.code`. A null request is IX_000_000. */
  run(request: RequestIX | null, run: Run): Promise<ResponseIX>;
  close(): Promise<void>;
}

/** The doors of the pipeline to the outside. */
export interface FileSource {
  fetch(ref: FileRef, signal: AbortSignal): Promise<LoadedFile>;
  upload(file: UploadedFile, clientId: string, signal: AbortSignal): Promise<LoadedFile>;
}
