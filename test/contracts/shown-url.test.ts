/** What is shown of a URL holds nothing that may be secret, however the URL is written. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayNameOf, RequestIXSchema } from '../../src/contracts/request.ts';
import { fileNameIn, shownUrl } from '../../src/contracts/shown-url.ts';

describe('what is shown', () => {
  test.each([
    ['https://e.com/a.pdf', 'https://e.com/a.pdf', 'nothing to mask: as it is written'],
    ['HTTPS://E.com', 'HTTPS://E.com', 'as it is written'],
    ['https://e.com/a.pdf?', 'https://e.com/a.pdf?', 'an empty query'],
    ['https://user:PW@e.com/a@b.pdf', 'https://***@e.com/a@b.pdf', 'user and password'],
    ['https://PW@e.com/', 'https://***@e.com/', 'a user alone'],
    [' http://u:PW@h', 'http://***@h/', 'a blank before it'],
    ['ht\ttp://u:PW@h', 'http://***@h/', 'a tab within'],
    ['http://a@b:PW@h', 'http://***@h/', 'two @'],
    ['http:\\\\u:PW@h\\x', 'http://***@h/x', 'the other slashes'],
    ['http:u:PW@h/x', 'http://***@h/x', 'no slashes'],
    ['https://e.com/a?sig=PW&n=PW', 'https://e.com/a?sig=***&n=***', 'values of a query'],
    ['https://e.com/a?PW', 'https://e.com/a?***', 'a query without names'],
    ['https://e.com/a?a=1&PW==&=PW&', 'https://e.com/a?a=***&***&***&', 'parts that may be values'],
    ['https://e.com/a?n=PW?m=PW', 'https://e.com/a?n=***', 'a second question mark'],
    ['https://e.com/a#PW', 'https://e.com/a#***', 'a fragment'],
    ['file:///a/b.pdf?t=PW', 'file:///a/b.pdf?t=***', 'a file'],
    ['https://u:PW@/a', '***', 'no URL: no host'],
    ['http://u:PW@h:99999/', '***', 'no URL: no such port'],
    ['PW', '***', 'no URL at all'],
    ['data:text/plain,PW', 'data:***', 'a document as a URL'],
    ['mailto:u:PW@h', 'mailto:***', 'an address'],
  ])('%j → %j (%s)', (given, shown) => {
    expect(shownUrl(given)).toBe(shown);
    expect(shownUrl(given)).not.toContain('PW');
  });

  test('no password, value or fragment is ever shown, and what is shown is shown the same again', () => {
    const secret = fc.stringMatching(/^S3CRET[A-Za-z0-9+/=%._~-]{0,20}$/);
    const url = fc.record({ user: secret, password: secret, query: fc.array(secret), bare: secret, hash: secret });
    fc.assert(
      fc.property(url, ({ user, password, query, bare, hash }) => {
        const made = new URL('https://e.com/a');
        made.username = user;
        made.password = password;
        made.search = [...query.map((value, i) => `n${i}=${value}`), encodeURIComponent(bare)].join('&');
        made.hash = hash;
        expect(shownUrl(made.href)).not.toContain('S3CRET');
        expect(shownUrl(shownUrl(made.href))).toBe(shownUrl(made.href));
      }),
    );
  });
});

test.each([
  ['https://e.com/in/a%20b.pdf?t=1', 'a b.pdf'],
  ['https://e.com/', 'e.com'],
  ['https://e.com/%00%ff', '%00%ff'],
  ['http://u:PW@h:99999/a.pdf', null],
  ['data:text/plain,PW', null],
])('the file name in %s is %s', (url, name) => {
  expect(fileNameIn(url)).toBe(name);
  expect(displayNameOf(RequestIXSchema.parse({ context: { files: ['https://e.com/x'] } }))).toBe('x');
});
