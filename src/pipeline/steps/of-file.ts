/** Says in an error which of the request's files it is about. */
import { IxError } from '../../contracts/errors.ts';

/** Runs the work on file `index` of the request; an IxError of it gets the file's index and display name into its detail. */
export async function ofFile<T>(index: number, displayName: string | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // Aborts pass as they are: they are not about this file.
    if (!(error instanceof IxError) || !error.code.startsWith('IX_000')) throw error;
    throw new IxError(error.code, `${fileName(index, displayName)}${error.detail === null ? '' : `: ${error.detail}`}`, { cause: error });
  }
}

/** `file 2 "scan.pdf"`: the index counts from 0, as in `context.files`. */
export function fileName(index: number, displayName: string | null): string {
  return displayName === null ? `file ${index}` : `file ${index} ${JSON.stringify(displayName)}`;
}
