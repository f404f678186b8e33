/** What is under way, on standard error: on a terminal one line that is rewritten, elsewhere a line now and then. */
import type { WriteStream } from 'node:tty';
import { printable } from './table.ts';

export interface Progress {
  show(line: string): void;
  clear(): void;
}

const CLEAR_LINE = '\r\x1b[2K';

/** Where every line stays, this long without a word is long. */
const QUIET_MS = 10_000;

/** @param now milliseconds of a clock that only goes on. */
export function progressOn(stream: Pick<WriteStream, 'isTTY' | 'columns' | 'write'>, now = () => performance.now()): Progress {
  if (stream.isTTY) {
    return {
      // A line that wraps could not be rewritten. A terminal that does not know its width says 0.
      show: (line) => void stream.write(CLEAR_LINE + printable(line).slice(0, (stream.columns || 80) - 1)),
      clear: () => void stream.write(CLEAR_LINE),
    };
  }
  let written = { at: now(), line: '' };
  return {
    show: (line) => {
      if (line === written.line || now() - written.at < QUIET_MS) return;
      written = { at: now(), line };
      stream.write(`ix: ${printable(line)}\n`);
    },
    clear: () => {},
  };
}
