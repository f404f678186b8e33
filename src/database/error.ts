/** What can go wrong between ix and its database, in words for the person who starts it. */

/** The message is complete: it names the setting or the file and what to do; no stack needs to be shown, and no password is in it. */
export class DatabaseError extends Error {
  override readonly name: string = 'DatabaseError';
}

/** One that no waiting ends: a setting, or what it leads to, has to be changed. */
export class WrongSetting extends DatabaseError {}

/** Node's error code (`EACCES`), if the value is an error that has one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
