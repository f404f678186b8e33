/** What strangers can put into a job is text on every page, never markup: nothing of it runs, loads or changes the page. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startReceiver } from '../callbacks/receiver.ts';
import { UiStage, type Watched } from './stage.ts';

/** Each string holds several: whichever context it lands in, the one that closes it comes out. Names may have 255 letters. */
const ATTACKS = [
  `<script>alert('script')</script>"><img src=x onerror=alert('attribute')>'><svg onload=alert('single')></textarea></title></pre><img src=x onerror=alert('closing')>`,
  `javascript:alert('url')`,
  `" hx-get="/ui/health" hx-trigger="load" hx-on:click="alert('htmx')" autofocus onfocus="alert('focus') {{7*7}}\${alert('template')}`,
];

/** Pages are looked at in as many tabs: a look waits for half a second in which nothing is loaded. */
const TABS = 4;

let stage: UiStage;
let tabs: Watched[];
beforeAll(async () => {
  stage = await UiStage.open();
  tabs = await Promise.all(Array.from({ length: TABS }, () => stage.visit('/ui')));
});
afterAll(() => stage.close());

/** Nothing of ours looks like this: it would have come out of a stored string. */
const GROWN = 'main script, main [onerror], main [onload], main [onfocus], main img, main a[href^="javascript"], main [hx-on\\\\:click]';

async function look({ page, faults, foreign }: Watched, path: string): Promise<void> {
  await page.goto(path);
  await page.evaluate('document.querySelectorAll("details").forEach((d) => { d.open = true })');
  await page.waitForLoadState('networkidle');
  expect(faults.splice(0).filter((fault) => !/404|422/.test(fault))).toEqual([]);
  expect(foreign).toEqual([]);
  expect(await page.evaluate(`document.querySelectorAll('${GROWN}').length`), path).toBe(0);
}

test.each(ATTACKS)(
  '%s',
  async (attack) => {
    const receiver = await startReceiver((response) => response.writeHead(500).end(`said ${attack}`));
    const client = `client ${attack}`;
    const ids = [
      // In the file's name, the client, the request id, the text and its values, the URL of the callback and what the receiver said.
      await stage.submit(
        {
          ix_client_id: client,
          request_id: `request ${attack}`,
          use_case_inline: { name: `case ${attack}`, fields: [{ name: 'total', type: 'string', labels: ['Total'], description: attack }] },
          callback_url: `${receiver.url}?q=${encodeURIComponent(attack)}`,
        },
        { name: `file ${attack}.txt`, bytes: Buffer.from(`Total: ${attack}\n${attack}`) },
      ),
      // In a use case that is not there, so that the error names it; in what a schema asks for, told beside the field; in a file's URL.
      await stage.submit({ ix_client_id: client, use_case: attack, context: { texts: ['x'] } }),
      await stage.submit({
        ix_client_id: client,
        use_case_inline: {
          name: 'x',
          json_schema: { type: 'object', properties: { note: { not: {}, title: 'Note', description: attack } } },
        },
        context: { texts: [`Note: ${attack}`] },
      }),
      await stage.submit({
        ix_client_id: client,
        use_case: 'invoice',
        context: { files: [{ url: `http://127.0.0.1:9/${attack}`, display_name: attack, headers: { 'X-Name': attack } }] },
      }),
    ];
    for (const id of ids) await stage.ended(id);
    await receiver.arrived(1);

    const filtered = new URLSearchParams([
      ['client', client],
      ['q', attack],
      ['use_case', attack],
      ['after', attack],
      ['cursor', attack],
    ]);
    const paths = [
      `/ui/jobs?${filtered}`,
      ...ids.map((id) => `/ui/jobs/${id}`),
      `/ui/jobs/${ids[0]}?file=0&page=1&zoom=${encodeURIComponent(attack)}`,
      `/ui/${encodeURIComponent(attack)}`,
    ];
    await Promise.all(
      tabs.map(async (tab) => {
        for (let path = paths.shift(); path !== undefined; path = paths.shift()) await look(tab, path);
      }),
    );
    const { page } = tabs[0] ?? expect.unreachable();
    await page.goto(`/ui/jobs/${ids[0]}`);
    expect(await page.locator('h1').innerText()).toContain(attack.split(/[\\/]/).at(-1));
    await receiver.close();
  },
  240_000,
);

test('all of them on the pages that show many jobs', async () => {
  const { jobs } = z.object({ jobs: z.array(z.unknown()) }).parse(await (await fetch(`${stage.address}/jobs?limit=200`)).json());
  expect(jobs).toHaveLength(4 * ATTACKS.length);
  const [tab] = tabs;
  for (const path of ['/ui/jobs', '/ui/health', '/ui/callbacks']) await look(tab ?? expect.unreachable(), path);
});
