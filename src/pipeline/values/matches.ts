/** All places where an expression matches: what `matchAll` gives, without the copy it makes of the expression on each call. */

const NONE: readonly RegExpExecArray[] = [];

/** The matches of a `g` expression, in order. It must not match nothing at all: that would never end. */
export function matchesOf(text: string, shape: RegExp): readonly RegExpExecArray[] {
  shape.lastIndex = 0;
  let match = shape.exec(text);
  if (match === null) return NONE;
  const found: RegExpExecArray[] = [];
  for (; match !== null; match = shape.exec(text)) found.push(match);
  return found;
}
