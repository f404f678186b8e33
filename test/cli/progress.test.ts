/** The line that says what is under way. */
import { expect, test } from 'vitest';
import { progressOn } from '../../src/cli/progress.ts';

function stream(isTTY: boolean, columns: number) {
  const written: string[] = [];
  return { written, isTTY, columns, write: (text: string | Uint8Array) => written.push(String(text)) > 0 };
}

test('on a terminal one line is rewritten, cut to its width', () => {
  const terminal = stream(true, 11);
  const progress = progressOn(terminal);
  progress.show('a.pdf: pending, 3 ahead');
  progress.show('done');
  progress.clear();
  expect(terminal.written).toEqual(['\r\u001b[2Ka.pdf: pen', '\r\u001b[2Kdone', '\r\u001b[2K']);
});

test('a terminal that does not know its width is taken for one of 80 columns', () => {
  const terminal = stream(true, 0);
  progressOn(terminal).show('x'.repeat(100));
  expect(terminal.written).toEqual([`\r\u001b[2K${'x'.repeat(79)}`]);
});

test('elsewhere a line is written now and then, and only of what is new', () => {
  const file = stream(false, 80);
  let now = 0;
  const progress = progressOn(file, () => now);
  progress.show('a.pdf: pending');
  now = 9_999;
  progress.show('a.pdf: pending');
  expect(file.written).toEqual([]);
  now = 10_000;
  progress.show('a.pdf: pending, no worker');
  progress.show('a.pdf: running');
  now = 20_000;
  progress.show('a.pdf: pending, no worker');
  expect(file.written).toEqual(['ix: a.pdf: pending, no worker\n']);
  progress.show('a.pdf: running');
  progress.clear();
  expect(file.written).toEqual(['ix: a.pdf: pending, no worker\n', 'ix: a.pdf: running\n']);
});
