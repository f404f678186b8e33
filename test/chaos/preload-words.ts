/** What a process says on standard error about what it is about to do to itself: for the supervisor. */

/** It stops itself, and somebody has to continue it. */
export const PAUSED = 'chaos: paused\n';
/** It sends itself SIGTERM: a second one would end it at once. */
export const STOPPING = 'chaos: stopping\n';
