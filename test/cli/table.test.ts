/** Text for the terminal. */
import { expect, test } from 'vitest';
import { printable, table } from '../../src/cli/table.ts';

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

test.each([
  ['an escape sequence', '\u001b[2Jgone', ' [2Jgone'],
  ['line breaks', 'a\r\nb', 'a  b'],
  ['a direction override', 'abc\u202etxt.exe', 'abc txt.exe'],
  ['letters and signs of any script', 'Größe 10 €, ¥, 漢字', 'Größe 10 €, ¥, 漢字'],
])('nothing in a document can steer the terminal: %s', (_, text, expected) => {
  expect(printable(text)).toBe(expected);
});
