/** Signing in by an OpenID provider, as people meet it in a browser; axe finds nothing on the way. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { CLIENT, freePort, type RunningProvider, startProvider } from '../oidc/provider.ts';
import { UiStage } from './stage.ts';

const Results = z.object({ violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })) });
const PEOPLE = { jane: { roles: ['staff', 'ix-admins'], preferred_username: 'jane@example.com' }, joe: { roles: ['staff'] } };

let stage: UiStage;
let provider: RunningProvider | null = null;
let port: number;
let axe: string;
beforeAll(async () => {
  port = await freePort();
  const issuer = {
    IX_OIDC_ISSUER: `http://127.0.0.1:${port}`,
    IX_OIDC_CLIENT_ID: CLIENT.id,
    IX_OIDC_CLIENT_SECRET: CLIENT.secret,
    IX_OIDC_ROLES: 'ix-admins=admin',
  };
  // Nothing but the issuer may be reached.
  stage = await UiStage.open({ worker: false, settings: { ...issuer, IX_EGRESS_ALLOW: '', IX_LOG_LEVEL: 'silent' } });
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
afterAll(async () => {
  await stage.close();
  await provider?.close();
});

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = Results.parse(await page.evaluate('axe.run({ resultTypes: ["violations"] })'));
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${page.url()}: ${id}: ${html}`));
}

async function signIn(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: `Sign in at 127.0.0.1:${port}` }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Go on' }).click();
}

test('while the provider is down that is said; then in by it, out again, out there too, and in as somebody without a role', async () => {
  const found: string[] = [];
  const { page, faults, foreign, close } = await stage.visit('/ui/jobs?status=done');
  found.push(...(await violations(page)));
  await page.getByRole('link', { name: `Sign in at 127.0.0.1:${port}` }).click();
  await page.getByRole('alert').getByText(`127.0.0.1:${port} does not answer; keys work on`).waitFor();
  found.push(...(await violations(page)));

  provider = await startProvider({ port, ix: stage.address, people: PEOPLE });
  await signIn(page, 'jane');
  await page.waitForURL('**/ui/jobs?status=done');
  expect(await page.locator('.account').innerText()).toContain('signed in as person jane (jane@example.com) (admin)');
  await page.getByRole('link', { name: 'Audit' }).click();
  expect((await page.locator('tbody tr').allInnerTexts()).map((entry) => entry.replaceAll(/\s+/g, ' '))).toEqual([
    expect.stringMatching(/person jane \(jane@example\.com\) admin sign in pages/),
  ]);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('status').getByText('Signed out of ix.').waitFor();
  found.push(...(await violations(page)));
  await page.getByRole('link', { name: 'Sign out there too' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(`${stage.address}/ui/sign-in`);
  // Its own session has ended too: it asks who it is.
  await signIn(page, 'joe');
  await page.getByRole('alert').getByText('gives person joe no role here').waitFor();
  found.push(...(await violations(page)));

  // The console calls answers that refuse an error.
  expect(faults.filter((fault) => !/ 403 | 503 /.test(fault))).toEqual([]);
  expect(foreign.filter((url) => !url.startsWith(provider?.issuer ?? ' '))).toEqual([]);
  expect(found).toEqual([]);
  await close();
});
