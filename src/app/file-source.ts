/** The files that requests name or bring. */
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Config } from '../config.ts';
import { IxError } from '../contracts/errors.ts';
import { EVERYTHING } from '../contracts/scope.ts';
import type { Egress } from '../egress/egress.ts';
import type { FileSource } from '../pipeline/pipeline.ts';
import { createFileFetcher } from '../pipeline/reading/fetch.ts';
import { readFile } from '../store/files.ts';
import type { RecentUploads } from './recent-uploads.ts';

/** Where the files of requests come from: the guarded network, and the uploads of this process and in the database. */
export function openFiles(config: Config, orm: MikroORM, egress: Egress, recent: RecentUploads | null): FileSource {
  return {
    fetch: createFileFetcher({
      egress,
      fileRoots: config.IX_FILE_ROOTS,
      maxBytes: config.IX_FILE_MAX_BYTES,
      timeoutSeconds: config.IX_FETCH_TIMEOUT_SECONDS,
    }),
    upload: async (file, clientId) => {
      const bytes = recent?.take(clientId, file.file_id) ?? (await readFile(orm.em.fork(), EVERYTHING, clientId, file.file_id));
      if (bytes === null) throw new IxError('IX_000_007', `no uploaded file ${file.file_id}`);
      return { bytes, displayName: file.display_name };
    },
  };
}
