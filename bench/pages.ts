/** Suite `pages`: the pages of /ui over a large history, from a really started API, as a browser asks for them. */
import { pino } from 'pino';
import { startIx } from '../src/app/main.ts';
import { loadConfig } from '../src/config.ts';
import { COMMON_WORD, clientName, type History, middleOf, openHistory, RARE_WORD } from './history.ts';
import { alternate, figuresOf, quantile, timeEach } from './measure.ts';
import type { Suite } from './suite.ts';
import { atMost, row } from './table.ts';

/** Milliseconds of one interaction at ten million rows. Source: the project's requirements for the pages. */
const MOST = 100;
/** Calls of one run; its figure is the slowest of them. */
const CALLS = 10;

const QUERIES: readonly (readonly [what: string, query: (history: History) => Record<string, string>])[] = [
  ['first page', () => ({})],
  ['one status', () => ({ status: 'error' })],
  ['one client', () => ({ client: clientName(20) })],
  ['client + status', () => ({ client: clientName(20), status: 'error' })],
  ['use case', () => ({ use_case: 'receipt' })],
  ['time range', (history) => ({ before: middleOf(history).toISOString() })],
  ['text: in half of the names', () => ({ q: COMMON_WORD })],
  ['text: that, of one client', () => ({ q: COMMON_WORD, client: clientName(20) })],
  // Numbers of files have them: in one of 300.
  ['text: three digits', () => ({ q: '457' })],
  ['text: those, of one client', () => ({ q: '457', client: clientName(0) })],
  ['text: in 20 names', () => ({ q: RARE_WORD })],
];

export const pages: Suite = async ({ server, maxRows, rounds, say }) => {
  const history = await openHistory(server, maxRows, 4, say);
  const config = loadConfig({ IX_DATABASE_URL: history.url, IX_PORT: '0' });
  const ix = await startIx({ config, roles: { api: true, worker: false }, log: pino({ level: 'warn' }, pino.destination(2)) });
  try {
    const get = async (path: string): Promise<string> => {
      const response = await fetch(`${ix.address}${path}`);
      const text = await response.text();
      if (!response.ok) throw new Error(`GET ${path} answered ${response.status}`);
      return text;
    };
    const first = await get('/ui/jobs');
    const paths = new Map(QUERIES.map(([what, query]) => [`jobs: ${what}`, `/ui/jobs?${new URLSearchParams(query(history))}`]));
    paths.set('jobs: the next page', linkIn(first, /href="(\/ui\/jobs\?[^"]*cursor=[^"]+)"/));
    for (const path of ['/ui', '/ui/health', '/ui/callbacks', '/ui/use-cases']) paths.set(path, path);
    const figures = await alternate(rounds, [...paths.keys()], async (what) => {
      const path = paths.get(what) ?? '';
      // What has not been looked at for a while comes from the disk: that is the disk's time.
      await get(path);
      return quantile(await timeEach(CALLS, () => get(path)), 1);
    });
    const beside = `${history.rows.toLocaleString('en')} rows, slowest of ${CALLS}`;
    return {
      rows: [...paths.keys()].map((what) => row({ what, beside, unit: 'ms', ours: figuresOf(figures, what), required: atMost(MOST) })),
      notes: [],
      failed: false,
    };
  } finally {
    await ix.stop();
    await history.close();
  }
};

function linkIn(html: string, link: RegExp): string {
  const path = link.exec(html)?.[1];
  if (path === undefined) throw new Error(`the list has no link like ${link.source}`);
  return path.replaceAll('&amp;', '&');
}
