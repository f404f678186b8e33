/** One line on standard error that says what is under way, rewritten in place; on a terminal only. */
import type { WriteStream } from 'node:tty';
import { printable } from './table.ts';

export interface Progress {
  show(line: string): void;
  clear(): void;
}

const CLEAR_LINE = '\r\x1b[2K';

export function progressOn(stream: Pick<WriteStream, 'isTTY' | 'columns' | 'write'>): Progress {
  if (!stream.isTTY) return { show() {}, clear() {} };
  return {
    // A line that wraps could not be rewritten. A terminal that does not know its width says 0.
    show: (line) => void stream.write(CLEAR_LINE + printable(line).slice(0, (stream.columns || 80) - 1)),
    clear: () => void stream.write(CLEAR_LINE),
  };
}
