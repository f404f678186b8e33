/** Keys as people meet them in a browser: signing in, making a key that is shown once, the audit, signing out. axe finds nothing on the way. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { UiStage } from './stage.ts';

const ADMIN_KEY = 'the-admin-key-of-a-test-in-a-browser';
const Results = z.object({ violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })) });

let stage: UiStage;
let axe: string;
beforeAll(async () => {
  stage = await UiStage.open({ worker: false, settings: { IX_ADMIN_KEY: ADMIN_KEY } });
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
afterAll(() => stage.close());

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = Results.parse(await page.evaluate('axe.run({ resultTypes: ["violations"] })'));
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${page.url()}: ${id}: ${html}`));
}

async function signIn(page: Page, key: string): Promise<void> {
  await page.getByLabel('Key', { exact: true }).fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('from the sign-in to a key of a client, which sees its own, and out again', async () => {
  const found: string[] = [];
  const { page, faults, foreign, close } = await stage.visit('/ui/jobs');
  // Not signed in: the way leads over the sign-in, and back.
  expect(page.url()).toBe(`${stage.address}/ui/sign-in?to=%2Fui%2Fjobs`);
  found.push(...(await violations(page)));
  await signIn(page, 'ix_none');
  await page.getByRole('alert').getByText('there is no such key').waitFor();
  found.push(...(await violations(page)));
  await signIn(page, ADMIN_KEY);
  await page.waitForURL('**/ui/jobs');
  expect(await page.locator('.account').innerText()).toContain('signed in as IX_ADMIN_KEY (admin)');

  await page.getByRole('link', { name: 'Keys' }).click();
  await page.getByLabel('Role').selectOption('client');
  await page.getByRole('textbox', { name: 'Client' }).fill('acme');
  await page.getByLabel('What it is for').fill('the nightly run');
  await page.getByRole('button', { name: 'Make a key' }).click();
  const key = await page.locator('#new-key').innerText();
  expect(key).toMatch(/^ix_[a-z0-9]{12}_[\w-]{49}$/);
  found.push(...(await violations(page)));
  await page.getByRole('link', { name: 'Keys' }).click();
  expect(await page.content()).not.toContain(key);
  expect(await page.getByRole('row', { name: /acme/ }).innerText()).toContain('the nightly run');

  await page.getByRole('link', { name: 'Audit' }).click();
  const entries = await page.locator('tbody tr').allInnerTexts();
  expect(entries.map((entry) => entry.replaceAll(/\s+/g, ' '))).toEqual([
    expect.stringMatching(/IX_ADMIN_KEY admin create key key [a-z0-9]{12} acme/),
    expect.stringMatching(/IX_ADMIN_KEY admin sign in pages/),
  ]);
  found.push(...(await violations(page)));

  const headers = { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/json' };
  for (const ix_client_id of ['acme', 'somebody-else']) {
    const body = JSON.stringify({ ix_client_id, use_case: 'invoice', context: { texts: ['x'] } });
    expect((await fetch(`${stage.address}/v1/jobs`, { method: 'POST', headers, body })).status).toBe(201);
  }
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/ui/sign-in');
  await page.goto('/ui/jobs');
  await signIn(page, key);
  await page.waitForURL('**/ui/jobs');
  expect(await page.locator('tbody tr').count()).toBe(1);
  expect(await page.getByText('somebody-else').count()).toBe(0);
  expect(await page.getByRole('navigation', { name: 'Main' }).innerText()).not.toMatch(/Keys|Audit|Health/);
  found.push(...(await violations(page)));

  // The console calls the refused sign-in an error.
  expect(faults.filter((fault) => !fault.includes('401'))).toEqual([]);
  expect(foreign).toEqual([]);
  expect(found).toEqual([]);
  await close();
});
