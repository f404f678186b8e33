/** Where words and numbers begin and end, so that nothing is found inside a longer one. */

const ALNUM_BEFORE = /[\p{L}\p{N}]\p{M}*$/u;
const ALNUM_AFTER = /^[\p{L}\p{N}\p{M}]/u;

/** No letter or digit stands directly before, and no digit parted by one of `.,:/-'_` only ("4711" is not in "2024-4711"). */
export function startsWhole(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 4), start);
  return !ALNUM_BEFORE.test(before) && !(/\d[.,:/'’_–-]$/.test(before) && /^\d/.test(text.slice(start, start + 1)));
}

export function endsWhole(text: string, end: number): boolean {
  const after = text.slice(end, end + 4);
  return !ALNUM_AFTER.test(after) && !(/^[.,:/'’_–-]\d/.test(after) && /\d$/.test(text.slice(end - 1, end)));
}
