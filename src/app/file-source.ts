/** The files that requests name or bring. */
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Config } from '../config.ts';
import { IxError } from '../contracts/errors.ts';
import { EVERYTHING } from '../contracts/scope.ts';
import type { Egress } from '../egress/egress.ts';
import { BULK_BYTES, letOthersGo, type Traffic } from '../http/traffic.ts';
import type { FileSource } from '../pipeline/pipeline.ts';
import { createFileFetcher } from '../pipeline/reading/fetch.ts';
import { type Manner, readFile } from '../store/files.ts';
import type { RecentUploads } from './recent-uploads.ts';

/** What the API and the worker of one process share. */
export interface Beside {
  /** What the API has taken in, kept for the worker; null: one of them is not there. */
  readonly recent: RecentUploads | null;
  /** Told of every request. */
  readonly traffic: Traffic;
}

/**
 * Where the files of requests come from: the guarded network, and the uploads of this process and in the database.
 * @param beside of a worker; null: the API asks, whose requests are not to give way to themselves.
 */
export function openFiles(config: Config, orm: MikroORM, egress: Egress, beside: Beside | null): FileSource {
  return {
    fetch: createFileFetcher({
      egress,
      fileRoots: config.IX_FILE_ROOTS,
      maxBytes: config.IX_FILE_MAX_BYTES,
      timeoutSeconds: config.IX_FETCH_TIMEOUT_SECONDS,
    }),
    upload: async (file, clientId) => {
      const kept = beside?.recent?.take(clientId, file.file_id);
      const manner = beside === null ? undefined : besideOthers(beside.traffic);
      const bytes = kept ?? (await readFile(orm.em.fork(), EVERYTHING, clientId, file.file_id, manner));
      if (bytes === null) throw new IxError('IX_000_007', `no uploaded file ${file.file_id}`);
      return { bytes, displayName: file.display_name };
    },
  };
}

/** Into memory that the threads of a pipeline share, and out of the way of what the API has to answer meanwhile. */
const besideOthers =
  (traffic: Traffic): Manner =>
  (size) => ({ room: new Uint8Array(new SharedArrayBuffer(size)), giveWay: size > BULK_BYTES ? traffic.bulk() : letOthersGo });
