/** Keys that stand in a JSON object twice: JSON.parse takes the last and says nothing, and its sender meant one of them in vain. */
import { pointerTo } from './faults.ts';
import type { Fault } from './problem.ts';

interface Open {
  /** Keys of an object so far; null: an array. */
  readonly keys: Set<string> | null;
  /** Where the reader is in it. */
  at: string | number;
  /** The next string of an object is a key. */
  key: boolean;
}

/**
 * @param text well-formed JSON. @param maxDepth what lies deeper is a fault too: a key that was given twice can hide it from JSON.parse.
 */
export function repeatedKeys(text: string, maxDepth: number): Fault[] {
  const faults: Fault[] = [];
  const open: Open[] = [];
  const pointer = () => pointerTo(open.map(({ at }) => at));
  for (let i = 0; i < text.length; i++) {
    const inner = open.at(-1);
    switch (text[i]) {
      case '"': {
        const end = endOfString(text, i);
        if (inner?.keys && inner.key) {
          inner.at = keyIn(text.slice(i, end + 1));
          inner.key = false;
          if (inner.keys.has(inner.at)) faults.push({ pointer: pointer(), detail: 'expected this key once' });
          inner.keys.add(inner.at);
        }
        i = end;
        break;
      }
      case '{':
      case '[':
        if (open.length === maxDepth) return [...faults, { pointer: pointer(), detail: `expected at most ${maxDepth} levels of nesting` }];
        open.push(text[i] === '{' ? { keys: new Set(), at: '', key: true } : { keys: null, at: 0, key: false });
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        if (inner === undefined) break;
        if (typeof inner.at === 'number') inner.at++;
        else inner.key = true;
        break;
    }
  }
  return faults;
}

const keyIn = (quoted: string): string => (quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1));

/** @param start of its opening quote. @returns where the closing one is. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

/** After an odd number of backslashes. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text[first - 1] === '\\') first--;
  return (at - first) % 2 === 1;
}
