/** Files by themselves: uploaded before any job names them, looked at, deleted. */
import { FILE_KEPT_SECONDS, type StoredFile } from '../contracts/file.ts';
import type { FileId } from '../contracts/ids.ts';
import { reaches, requireClient, type Scope } from '../contracts/scope.ts';
import { insertAudit } from '../store/audit.ts';
import { deleteFileRow } from '../store/delete-jobs.ts';
import { findFile, insertFile, keepFile, type NewFile } from '../store/files.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

type Deps = Pick<JobsDeps, 'orm'>;

/** A job has the file. */
export class FileInUse extends Error {
  override readonly name = 'FileInUse';
}

/** The same bytes of the same client are one file, which stays a day from now without a job. @throws OutOfScope */
export async function storeFile(
  deps: Deps,
  scope: Scope,
  file: NewFile,
): Promise<{ readonly file: StoredFile; readonly created: boolean }> {
  requireClient(scope, file.clientId, 'client_id');
  return transact(deps, 'store file', async (em) => {
    const created = await insertFile(em, file);
    await keepFile(em, file.clientId, file.fileId, FILE_KEPT_SECONDS);
    const stored = await findFile(em, scope, file.clientId, file.fileId);
    if (stored === null) throw new Error(`the new file ${file.fileId} is not there`);
    return { file: stored, created };
  });
}

/** Null: the client has no such file. */
export const getFile = (deps: Deps, scope: Scope, clientId: string, fileId: FileId): Promise<StoredFile | null> =>
  findFile(deps.orm.em.fork(), scope, clientId, fileId);

/** @returns false: the client has no such file. @throws FileInUse */
export function deleteFile(deps: Deps, scope: Scope, clientId: string, fileId: FileId): Promise<boolean> {
  return transact(deps, 'delete file', async (em) => {
    if (!reaches(scope, clientId)) return false;
    const deleted = await deleteFileRow(em, clientId, fileId);
    if (deleted) await insertAudit(em, scope, [{ act: 'delete file', target: `file ${fileId}`, clientId }]);
    else if ((await findFile(em, scope, clientId, fileId)) !== null)
      throw new FileInUse('a job has the file: expected one that no job has; delete its jobs first');
    return deleted;
  });
}
