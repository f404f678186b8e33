/** How hard tests of chance try: a little in every run, and as often as is asked by `TEST_EFFORT` when looking for trouble. */

/** `few` rounds, times TEST_EFFORT (a whole number from 1; 1 when it is not set). */
export const rounds = (few: number): number => few * Number(process.env.TEST_EFFORT ?? 1);
