/** Why ix does not start, for the person who starts it. */

/** A setting cannot be followed on this machine; the message names it. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
