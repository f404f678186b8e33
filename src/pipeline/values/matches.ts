/** All places where an expression matches: what `matchAll` gives, without the copy it makes of the expression on each call. */

/** The matches of a `g` expression, in order. It must not match nothing at all: that would never end. */
export function matchesOf(text: string, shape: RegExp): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  shape.lastIndex = 0;
  for (let match = shape.exec(text); match !== null; match = shape.exec(text)) found.push(match);
  return found;
}
