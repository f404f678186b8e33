/** axe finds nothing on any page in either theme; every page carries the strict policy and loads nothing from elsewhere. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { adminWords } from '../../src/ui/words/admin.ts';
import { callbacksWords } from '../../src/ui/words/callbacks.ts';
import { commonWords } from '../../src/ui/words/common.ts';
import { docsWords } from '../../src/ui/words/docs.ts';
import { errorWords } from '../../src/ui/words/errors.ts';
import { frameWords } from '../../src/ui/words/frame.ts';
import { healthWords } from '../../src/ui/words/health.ts';
import { jobWords } from '../../src/ui/words/job.ts';
import { jobsWords } from '../../src/ui/words/jobs.ts';
import { speaking } from '../../src/ui/words/language.ts';
import { reviewWords } from '../../src/ui/words/review.ts';
import { submitWords } from '../../src/ui/words/submit.ts';
import { useCaseWords } from '../../src/ui/words/use-cases.ts';
import { viewerWords } from '../../src/ui/words/viewer.ts';
import { makeScenes, type Scene } from './scenes.ts';
import { UiStage } from './stage.ts';

const WORDS = [
  adminWords,
  callbacksWords,
  commonWords,
  docsWords,
  errorWords,
  frameWords,
  healthWords,
  jobWords,
  jobsWords,
  reviewWords,
  submitWords,
  useCaseWords,
  viewerWords,
];
/** A word of a document, a part of health, a role. */
const NAMES = new Set(['Delivered', 'worker', 'client']);
/** All that stands in words, however deep. What is filled in is a function, and left out. */
const stringsOf = (words: unknown): string[] =>
  typeof words === 'string' ? [words] : typeof words === 'object' && words !== null ? Object.values(words).flatMap(stringsOf) : [];

let stage: UiStage;
let scenes: Scene[];
let axe: string;
beforeAll(async () => {
  stage = await UiStage.open();
  scenes = await makeScenes(stage.address);
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
afterAll(() => stage.close());

const Results = z.object({
  violations: z.array(
    z.object({ id: z.string(), help: z.string(), nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })) }),
  ),
  passes: z.array(z.unknown()),
});

/** Themes differ in colours alone (the style sheet's `prefers-color-scheme`): all rules in the light one, those of colours in the dark one. */
const LOOKS = [
  { colorScheme: 'light', options: { resultTypes: ['violations'] }, passes: 5 },
  { colorScheme: 'dark', options: { resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block'] }, passes: 0 },
] as const;

test('no violation on any page, light or dark; each has the policy that allows nothing unsafe, and nothing inline', async () => {
  const found: string[] = [];
  const { page, faults, foreign, close } = await stage.visit('/ui');
  for (const { name, path, ready } of scenes) {
    const answer = await page.goto(path);
    const policy = (await answer?.headerValue('content-security-policy')) ?? '';
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).toContain("script-src 'self'");
    expect(policy, path).not.toMatch(/unsafe|http:|https:|data:|\*/);
    expect(await answer?.text(), path).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=/i);
    await page.waitForSelector(ready);
    // Everything that can be opened is looked at, too.
    await page.evaluate('document.querySelectorAll("details").forEach((d) => { d.open = true })');
    await page.evaluate(axe);
    for (const look of LOOKS) {
      await page.emulateMedia({ colorScheme: look.colorScheme });
      // Colours on their way from one theme to the other are neither's.
      await page.evaluate('Promise.all(document.getAnimations().filter((a) => a instanceof CSSTransition).map((a) => a.finished))');
      const { violations, passes } = Results.parse(await page.evaluate(`axe.run(${JSON.stringify(look.options)})`));
      for (const { id, nodes } of violations)
        for (const node of nodes) found.push(`${name}, ${look.colorScheme}: ${id}: ${node.html} ${node.failureSummary}`);
      expect(passes.length).toBeGreaterThan(look.passes);
    }
  }
  // A page that is not there says 404, which the console calls an error.
  expect(faults.filter((fault) => !fault.includes('404'))).toEqual([]);
  expect(foreign).toEqual([]);
  await close();
  expect(found).toEqual([]);
}, 240_000);

test('in German no page says in English what there is in German', async () => {
  const [en, de] = (['en', 'de'] as const).map((language) =>
    speaking(language, () => new Set(WORDS.flatMap((words) => stringsOf(words())))),
  );
  const found: string[] = [];
  for (const { name, path } of scenes) {
    const page = await (await fetch(`${stage.address}${path}`, { headers: { 'Accept-Language': 'de' } })).text();
    expect(page, name).toContain('<html lang="de">');
    const body = page.slice(page.indexOf('<main'), page.indexOf('</main>'));
    const told = [...body.matchAll(/>([^<]+)</g), ...body.matchAll(/aria-label="([^"]*)"/g)].map(([, text]) => text?.trim() ?? '');
    found.push(...told.filter((text) => en?.has(text) && !de?.has(text) && !NAMES.has(text)).map((text) => `${name}: ${text}`));
  }
  expect(found).toEqual([]);
});

test('assets are those of the list and nothing else', async () => {
  const get = (path: string) => fetch(`${stage.address}${path}`);
  for (const path of ['/ui/assets/package.json', '/ui/assets/..%2fapp.ts', '/ui/assets/ix.js.map', '/ui/assets/constructor']) {
    expect((await get(path)).status).toBe(404);
  }
  const html = await (await get('/ui')).text();
  const script = /src="([^"]+ix\.js[^"]+)"/.exec(html)?.[1] ?? '';
  const answer = await get(script);
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
  const again = await fetch(`${stage.address}${script}`, { headers: { 'If-None-Match': answer.headers.get('etag') ?? '' } });
  expect(again.status).toBe(304);
});

test('a form of another site is refused', async () => {
  const body = new URLSearchParams({ act: 'cancel', scope: 'matching', confirm: 'yes' });
  const forms = ['/ui/jobs/bulk', '/ui/submit', scenes.find(({ name }) => name === 'job')?.path.concat('/resubmit') ?? ''];
  for (const path of forms) {
    for (const headers of [{ 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }, { Origin: 'https://evil.example' }]) {
      expect((await fetch(`${stage.address}${path}`, { method: 'POST', body, headers })).status, path).toBe(403);
    }
  }
});

test('a page that is not there leads to those that are', async () => {
  const page = await (await fetch(`${stage.address}/ui/nothing`)).text();
  for (const part of ['>Recent jobs</a></li>', '>Keys</a></li>', 'this machine']) expect(page).toContain(part);
});
