/** What strangers can put into a job is text on every page, never markup: nothing of it runs, loads or changes the page. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startReceiver } from '../callbacks/receiver.ts';
import { UiStage } from './stage.ts';

const ATTACKS = [
  `<script>alert('script')</script>`,
  `"><img src=x onerror=alert('attribute')>`,
  `'><svg onload=alert('single')>`,
  `</textarea></title></pre><img src=x onerror=alert('closing')>`,
  `javascript:alert('url')`,
  `" hx-get="/ui/health" hx-trigger="load" x="`,
  `" hx-on:click="alert('htmx')" autofocus onfocus="alert('focus')`,
  `{{7*7}}\${alert('template')}`,
];

let stage: UiStage;
beforeAll(async () => {
  stage = await UiStage.open();
});
afterAll(() => stage.close());

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
      // In a use case that is not there, so that the error names it; in a field that is refused; in a file's URL.
      await stage.submit({ ix_client_id: client, use_case: attack, context: { texts: ['x'] } }),
      await stage.submit({
        ix_client_id: client,
        use_case_inline: { name: 'x', fields: [{ name: attack, type: 'string' }] },
        context: { texts: ['x'] },
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
      '/ui/jobs',
      `/ui/jobs?${filtered}`,
      ...ids.map((id) => `/ui/jobs/${id}`),
      ...ids.map((id) => `/ui/jobs/${id}?file=0&page=1&zoom=${encodeURIComponent(attack)}`),
      '/ui/health',
      `/ui/${encodeURIComponent(attack)}`,
    ];
    for (const path of paths) {
      const { page, faults, foreign, close } = await stage.visit(path);
      await page.evaluate('document.querySelectorAll("details").forEach((d) => { d.open = true })');
      await page.waitForLoadState('networkidle');
      expect(faults.filter((fault) => !/404|422/.test(fault))).toEqual([]);
      expect(foreign).toEqual([]);
      // Nothing of ours looks like this: it would have come out of a stored string.
      const grown =
        'main script, main [onerror], main [onload], main [onfocus], main img, main a[href^="javascript"], main [hx-on\\\\:click]';
      expect(await page.evaluate(`document.querySelectorAll('${grown}').length`), path).toBe(0);
      await close();
    }
    const { page, close } = await stage.visit(`/ui/jobs/${ids[0]}`);
    expect(await page.locator('h1').innerText()).toContain(attack.split(/[\\/]/).at(-1));
    await close();
    await receiver.close();
  },
  240_000,
);
