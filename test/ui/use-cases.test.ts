/** Use cases by hand: made from rows of fields, saved again as another version, retired; what is wrong is said beside what was typed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { UiStage } from './stage.ts';

let stage: UiStage;
beforeAll(async () => {
  stage = await UiStage.open();
});
afterAll(() => stage.close());

const ShownSchema = z.looseObject({ version: z.number().nullable(), fields: z.array(z.unknown()), checks: z.array(z.unknown()) });
const shown = async (path: string) => ShownSchema.parse(await (await fetch(`${stage.address}${path}`)).json());

test('made, changed and retired', async () => {
  const { page, close, foreign } = await stage.visit('/ui/use-cases');
  await page.getByRole('link', { name: 'New use case' }).click();
  await page.getByLabel('Name', { exact: true }).fill('parcel');
  await page.getByLabel('Name of the field').first().fill('total');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('/fields/1/name name appears twice').waitFor();
  await page.getByLabel('Name of the field').first().fill('tracking_number');
  await page.getByLabel('Required').first().check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL(/\/ui\/use-cases#parcel$/);
  expect(await shown('/use-cases/parcel')).toMatchObject({
    version: 1,
    fields: [{ name: 'tracking_number', required: true }, { name: 'total' }],
  });

  await page.getByRole('link', { name: 'Edit: parcel' }).click();
  await page.getByLabel('Title').fill('Parcel label');
  await page.getByRole('button', { name: 'Remove the field' }).nth(1).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Parcel label' }).waitFor();
  expect(await shown('/use-cases/parcel')).toMatchObject({ version: 2, title: 'Parcel label', fields: [{ name: 'tracking_number' }] });
  expect(await page.locator('#parcel').innerText()).toContain('version 2');

  // A version of before is there to be looked at, and saved anew.
  await page.getByRole('link', { name: 'Edit: parcel' }).click();
  await page.getByRole('link', { name: 'Version 1' }).click();
  await expect.poll(() => page.getByLabel('Name of the field').count()).toBe(2);
  await page.getByRole('button', { name: 'Retire' }).click();
  await page.waitForURL(/#retired$/);
  expect(await page.locator('#retired').innerText()).toContain('parcel');
  expect(await page.locator('#parcel').count()).toBe(0);
  await page.goto(`${stage.address}/ui`);
  expect(await page.getByLabel('Use case').locator('option[value="parcel"]').count()).toBe(0);
  await close();
  expect(foreign).toEqual([]);
});

test('what comes with ix is a beginning for another, without scripts too', async () => {
  const { page, close, foreign } = await stage.visit('/ui/use-cases', { javaScriptEnabled: false });
  await page.getByRole('link', { name: 'Copy: receipt' }).click();
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('');
  await page.getByLabel('Name', { exact: true }).fill('receipt');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('comes with ix').waitFor();
  await page.getByLabel('Name', { exact: true }).fill('till_receipt');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL(/#till_receipt$/);
  const [own, copy] = [await shown('/use-cases/receipt'), await shown('/use-cases/till_receipt')];
  expect([copy.version, copy.fields, copy.checks]).toEqual([1, own.fields, own.checks]);
  await close();
  expect(foreign).toEqual([]);
});
