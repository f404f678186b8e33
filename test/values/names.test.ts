/** What may be the name of a person, a company or an office. */
import { expect, test } from 'vitest';
import { isName } from '../../src/pipeline/values/names.ts';

test.each(['Fernhill Studio Ltd', 'Müller GmbH', 'Studio 54 AG', 'Jonas Petersen', 'LTD Trading Sp. z o.o.'])(
  '%s may be a name',
  (text) => {
    expect(isName(text)).toBe(true);
  },
);

test.each(['Ltd', 'GmbH.', 'Sp. z o.o.', '(Ltd)', 'Rechnung', '80333 München'])('%s is none', (text) => {
  expect(isName(text)).toBe(false);
});
