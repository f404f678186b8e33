/** The search of the guide, whose browser test is in docs.test.ts. */
import { expect, test } from 'vitest';
import { searchGuide } from '../../src/ui/guide.ts';
import type { GuidePage } from '../../src/ui/guide-build.ts';

const section = (title: string, text: string) => ({ id: title, title, text });
const pages: GuidePage[] = [
  {
    name: 'limits',
    title: 'Limits',
    html: '',
    sections: [section('Much', 'queue '.repeat(1000)), section('Queue', 'How long.'), section('Some', 'a queue, requeued')],
  },
];
const found = (query: string) => searchGuide(pages, query).map((one) => one.section.title);

test('a word in a heading counts for more than any number in the text, and within another word it does not count', () => {
  expect(found('queue')).toEqual(['Queue', 'Much', 'Some']);
  expect(found('ueue')).toEqual([]);
});

test('a word that is asked for again, and those beyond the eighth, change nothing', () => {
  expect(found('queue '.repeat(100))).toEqual(found('queue'));
  expect(found('a queue a queue a queue a queue unknown')).toEqual([]);
  expect(found(`${[...'qu que queu queue'.split(' '), 'q', 'queu', 'que', 'qu', 'q'].join(' ')} a`)).toEqual(['Some']);
  const eight = ['q', 'qu', 'que', 'queu', 'queue', 'queued'.slice(0, 5), 'que', 'q'].join(' ');
  expect(found(eight)).toEqual(['Queue', 'Much', 'Some']);
});
