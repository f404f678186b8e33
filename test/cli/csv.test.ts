/** Comma-separated values. */
import { expect, test } from 'vitest';
import { csvLine } from '../../src/cli/csv.ts';

test('quotes what would break a line, says nothing for null, and gives a spreadsheet no formula', () => {
  expect(csvLine(['a', 'b,c', 'say "x"', 'two\nlines', null, -7, true])).toBe('a,"b,c","say ""x""","two\nlines",,-7,true\r\n');
  expect(csvLine(['=1+1', '-2', '@x', '+49'])).toBe("'=1+1,'-2,'@x,'+49\r\n");
});
