/** A photo of a page, in a real browser: submitted, its page watched as it goes by, its boxes where the ink is. */
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import drawPage from '../../src/pipeline/reading/draw-page.ts';
import { expectBoxOnRed } from './box-on-red.ts';
import { statement } from './documents.ts';
import { UiStage } from './stage.ts';

let stage: UiStage;
beforeAll(async () => {
  stage = await UiStage.open({ settings: { IX_OCR_LANGUAGES: 'eng', IX_OCR_CONCURRENCY: '1' } });
});
afterAll(() => stage.close());

/** The statement as a phone sees it: askew, on its side, a bit unsharp. */
async function photo(): Promise<Buffer> {
  const page = await drawPage({ bytes: await statement(), page: 1, dpi: 150, maxMb: 256 });
  if (page?.png == null) throw new Error('the statement has a page');
  const askew = await sharp(page.png).rotate(3, { background: '#fff' }).blur(0.5).png().toBuffer();
  return await sharp(askew).rotate(90).jpeg({ quality: 85 }).toBuffer();
}

test('a photo is submitted, read as its pages go by, and shown turned and straightened with its boxes on the ink', async () => {
  const { page, faults, close } = await stage.visit('/ui');
  await page.getByLabel('Drop files here').setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await photo() });
  await page.getByLabel('Use case').selectOption('bank_statement_header');
  await page.getByRole('button', { name: 'Submit' }).click();
  await page.waitForURL(/\/ui\/jobs\/[0-9a-f-]{36}/);
  await page.locator('#step').getByText('Recognising').waitFor({ timeout: 60_000 });
  const row = page.getByRole('row', { name: /closing_balance/ });
  await row.waitFor({ timeout: 120_000 });
  expect(await row.innerText()).toMatch(/2670\.00/);
  await page.locator('#viewer svg.sheet').waitFor();
  // Ink that was blurred is a pixel or two wider; what OCR calls a word's height is that of its line.
  await expectBoxOnRed(page, { near: 14, inside: 3 });
  await page.getByRole('link', { name: 'Turn clockwise' }).click();
  await page.waitForSelector('#viewer g[transform*="rotate(90)"]');
  await expectBoxOnRed(page, { near: 14, inside: 3 });
  expect(faults).toEqual([]);
  await close();
}, 180_000);
