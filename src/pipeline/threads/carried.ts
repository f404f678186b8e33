/** How an error comes home from a thread: errors lose their class on the way, so they travel as their parts. */
import { IxError, type IxErrorCode } from '../../contracts/errors.ts';

export type Carried = { readonly code: IxErrorCode; readonly detail: string | null } | { readonly message: string; readonly stack: string };

export function carry(thrown: unknown): Carried {
  if (thrown instanceof IxError) return { code: thrown.code, detail: thrown.detail };
  return thrown instanceof Error ? { message: thrown.message, stack: thrown.stack ?? '' } : { message: String(thrown), stack: '' };
}

export function unpack(carried: Carried): Error {
  if ('code' in carried) return new IxError(carried.code, carried.detail);
  return Object.assign(new Error(carried.message), { stack: carried.stack });
}
