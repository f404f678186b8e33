/** Words of a fixed list in a text, longest first, and what each stands for. */
import type { FoldedWords } from '../values/fold.ts';
import { foldWords } from '../values/fold.ts';
import { plainValue, type Sight, type Value } from './kind.ts';

interface Spelling {
  readonly joined: string;
  /** Null: the words themselves are the value, as written. */
  readonly value: string | null;
}

/** By first word; the longest first. */
export type Spellings = ReadonlyMap<string, readonly Spelling[]>;

export function spellingsOf(texts: Iterable<readonly [text: string, value: string | null]>): Spellings {
  const all = Array.from(texts, ([text, value]): Spelling => ({ joined: foldWords(text).words.join(' '), value }))
    .filter(({ joined }) => joined !== '')
    .sort((a, b) => b.joined.length - a.joined.length);
  return Map.groupBy(all, ({ joined }) => joined.split(' ', 1)[0] ?? '');
}

/** Those that stand in [from, to), by start, not overlapping. */
export function findSpellings(known: Spellings, { text, folded: { words, starts, ends } }: Sight, from: number, to: number): Value[] {
  const found: Value[] = [];
  let i = starts.findIndex((start) => start >= from);
  if (i < 0) return found;
  while (i < words.length && (starts[i] ?? to) < to) {
    const here = spellingAt(known, words, i);
    if (here === null) {
      i += 1;
      continue;
    }
    const [start, end] = [starts[i] ?? 0, ends[here.last] ?? 0];
    found.push(plainValue(start, end, here.spelling.value ?? text.slice(start, end)));
    i = here.last + 1;
  }
  return found;
}

function spellingAt(known: Spellings, words: FoldedWords['words'], at: number): { spelling: Spelling; last: number } | null {
  for (const spelling of known.get(words[at] ?? '') ?? []) {
    let joined = '';
    for (let j = at; j < words.length && joined.length < spelling.joined.length; j++) {
      joined += joined === '' ? words[j] : ` ${words[j]}`;
      if (joined === spelling.joined) return { spelling, last: j };
    }
  }
  return null;
}
