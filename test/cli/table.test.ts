/** Text for the terminal. */
import { WriteStream } from 'node:tty';
import { expect, test, vi } from 'vitest';
import { coloured, printable, table, widthOf } from '../../src/cli/table.ts';

test('columns are as wide as their widest cell, and lines end with their text', () => {
  expect(
    table(
      ['A', 'LONG HEAD', 'C'],
      [
        ['wide cell', 'b', ''],
        ['x', '', 'c'],
      ],
    ),
  ).toBe(['A          LONG HEAD  C', 'wide cell  b', 'x                     c'].join('\n'));
});

test('where a width is given, the widest of the columns that may shrink do, and the others stay whole', () => {
  const head = ['ID', 'NAME', 'WHY'];
  const rows = [['0123456789', 'a-name-of-some-length', 'a much longer reason than there is room for']];
  const options = { width: 40, shrink: ['NAME', 'WHY'] };
  const lines = table(head, rows, options).split('\n');
  expect(lines).toEqual(['ID          NAME           WHY', '0123456789  a-name-of-so…  a much longe…']);
  // What cannot be made to fit is not cut to nothing.
  expect(table(head, rows, { ...options, width: 5 }).split('\n')[1]).toBe('0123456789  a-name-…  a much …');
  expect(table(head, rows, { shrink: ['WHY'] }).split('\n')[1]).toBe(rows[0]?.join('  '));
});

test('a terminal has a width, a pipe has none', () => {
  expect([widthOf({ isTTY: true, columns: 132 }), widthOf({ isTTY: true, columns: 0 }), widthOf({ isTTY: false, columns: 80 })]).toEqual([
    132,
    80,
    undefined,
  ]);
});

test('states are coloured on a terminal, and nowhere else', () => {
  const text = '3m  error  error.pdf';
  const terminal: WriteStream = Object.assign(Object.create(WriteStream.prototype), { isTTY: true });
  // Node takes a run with CI set for a machine without colours.
  for (const name of ['NO_COLOR', 'FORCE_COLOR', 'NODE_DISABLE_COLORS', 'CI']) vi.stubEnv(name, undefined);
  vi.stubEnv('TERM', 'xterm-256color');
  expect(coloured(text, terminal)).toBe('3m  \u001b[31merror\u001b[39m  error.pdf');
  vi.stubEnv('NO_COLOR', '1');
  expect(coloured(text, terminal)).toBe(text);
  vi.stubEnv('NO_COLOR', undefined);
  expect(coloured(text, Object.assign(terminal, { isTTY: false }))).toBe(text);
  vi.unstubAllEnvs();
});

test.each([
  ['an escape sequence', '\u001b[2Jgone', ' [2Jgone'],
  ['line breaks', 'a\r\nb', 'a  b'],
  ['a direction override', 'abc\u202etxt.exe', 'abc txt.exe'],
  ['letters and signs of any script', 'Größe 10 €, ¥, 漢字', 'Größe 10 €, ¥, 漢字'],
])('nothing in a document can steer the terminal: %s', (_, text, expected) => {
  expect(printable(text)).toBe(expected);
});
