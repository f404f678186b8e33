/** The document beside its values: by mouse, by keyboard and without scripts, also where it has many pages, many files or many lines. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { JobSchema } from '../../src/contracts/job.ts';
import { drawPdf, write } from '../documents/drawn-pdf.ts';
import { UiStage } from './stage.ts';

const PAGES = 18;

let stage: UiStage;
let long: string;
beforeAll(async () => {
  stage = await UiStage.open();
  const bytes = await drawPdf(
    Array.from({ length: PAGES }, (_, i) => (doc) => {
      doc.fontSize(12);
      write(doc, `Terms and conditions, part ${i + 1}`, 60, 60);
      if (i === 16) {
        write(doc, 'INVOICE', 60, 100);
        write(doc, 'Invoice no. HS-2026-17', 60, 120);
        write(doc, 'Invoice date 04/03/2026', 60, 140);
        write(doc, 'Total GBP 119.00', 60, 160);
      }
    }),
  );
  long = await stage.submit({ use_case: 'invoice' }, { name: 'long.pdf', bytes });
  await stage.ended(long);
});
afterEach(() => stage.closePages());
afterAll(() => stage.close());

const visit = (path: string, options = {}): Promise<Page> => stage.page(path, options);

const focused = (page: Page): Promise<string> =>
  page.evaluate('document.activeElement.getAttribute("aria-label") ?? document.activeElement.id');
const isOn = (page: Page, n: number) => page.getByRole('group', { name: new RegExp(`^Page ${n}, `) }).waitFor();

test('opens at the beginning; by keyboard the focus stays on the control, and what is seen is in the address', async () => {
  const page = await visit(`/ui/jobs/${long}`);
  await isOn(page, 1);
  await page.getByRole('link', { name: 'Next page' }).focus();
  for (const n of [2, 3]) {
    await page.keyboard.press('Enter');
    await isOn(page, n);
    expect(await focused(page)).toBe('Next page');
  }
  await page.keyboard.press('End');
  await isOn(page, PAGES);
  expect(await focused(page)).toBe('Next page');
  expect(await page.getByRole('link', { name: 'Next page' }).getAttribute('aria-disabled')).toBe('true');
  await page.getByLabel('Page', { exact: true }).fill('17');
  await page.keyboard.press('Enter');
  await isOn(page, 17);
  expect(await focused(page)).toBe('view-page');
  await page.getByRole('link', { name: 'Larger' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('150 %').waitFor();
  await page.keyboard.press('+');
  await page.getByText('200 %').waitFor();
  expect(new URL(page.url()).searchParams.get('zoom')).toBe('200');
  expect(new URL(page.url()).searchParams.get('page')).toBe('17');
  // A zoomed page is scrolled by keyboard.
  const paper = page.getByRole('region', { name: 'Page 17, to be scrolled' });
  await paper.focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => paper.evaluate((element) => element.scrollTop)).toBeGreaterThan(0);
  await page.reload();
  await isOn(page, 17);
  await page.getByText('200 %').waitFor();
});

test('a field brings its page, by click, by Enter and by its address; every page can be chosen by its picture', async () => {
  const page = await visit(`/ui/jobs/${long}`);
  await isOn(page, 1);
  const row = page.getByRole('row', { name: /^gross_amount/ });
  await row.getByText('verified').click();
  await isOn(page, 17);
  await page.waitForSelector('#viewer a.box.lit[data-field="gross_amount"]');
  await page.getByRole('link', { name: 'All pages' }).click();
  await page.getByRole('navigation', { name: 'All pages' }).getByRole('link', { name: 'page 2', exact: true }).click();
  await isOn(page, 2);
  await page.getByRole('row', { name: /^invoice_number/ }).focus();
  await page.keyboard.press('Enter');
  await isOn(page, 17);
  const again = await visit(`/ui/jobs/${long}#field-gross_amount`);
  await isOn(again, 17);
  const [download] = await Promise.all([
    again.waitForEvent('download'),
    again.getByRole('link', { name: 'Download the original' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('long.pdf');
});

test('the words of a page are selected and copied where they are painted', async () => {
  const page = await visit(`/ui/jobs/${long}?page=17`, { permissions: ['clipboard-read', 'clipboard-write'] });
  await isOn(page, 17);
  const words = page.locator('#viewer .words tspan');
  const [from, to] = [words.filter({ hasText: /^Invoice$/ }).first(), words.filter({ hasText: 'no.' }).first()];
  const [a, b] = [await from.boundingBox(), await to.boundingBox()];
  if (a === null || b === null) throw new Error('the words are not there');
  await page.mouse.move(a.x + 1, a.y + a.height / 2);
  await page.mouse.down();
  await page.mouse.move(b.x + b.width - 1, b.y + b.height / 2, { steps: 5 });
  await page.mouse.up();
  await page.keyboard.press('Control+c');
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe('Invoice no.');
});

test('a place on another page is told while it is pointed at or has the focus, its picture marked', async () => {
  const page = await visit(`/ui/jobs/${long}?page=2&overview=true`);
  await isOn(page, 2);
  const row = page.getByRole('row', { name: /^gross_amount/ });
  const says = page.locator('#view-pointed');
  await row.hover();
  await says.getByText('page 17').waitFor();
  expect(await page.locator('.overview .pointed').innerText()).toBe('page 17');
  await page.getByRole('link', { name: 'Next page' }).focus();
  expect(await says.isVisible()).toBe(false);
  await row.focus();
  await says.getByText('page 17').waitFor();
  await page.keyboard.press('Enter');
  await isOn(page, 17);
  expect(await says.isVisible()).toBe(false);
});

test('values and document stand side by side where there is room', async () => {
  const page = await visit(`/ui/jobs/${long}`);
  await isOn(page, 1);
  const [values, document] = [
    await page.getByRole('region', { name: 'Result' }).boundingBox(),
    await page.locator('#viewer').boundingBox(),
  ];
  if (values === null || document === null) throw new Error('one of them is not there');
  expect(document.x).toBeGreaterThan(values.x + values.width);
});

test('without scripts any page is reached by its number', async () => {
  const page = await visit(`/ui/jobs/${long}`, { javaScriptEnabled: false });
  await page.getByRole('link', { name: 'Show the page' }).click();
  await page.getByLabel('Page', { exact: true }).fill('17');
  await page.keyboard.press('Enter');
  await isOn(page, 17);
  await page.getByRole('link', { name: 'Larger' }).click();
  await isOn(page, 17);
});

test('on a phone a place is large enough for a thumb, and smaller is smaller', async () => {
  const page = await visit(`/ui/jobs/${long}?page=17`, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await isOn(page, 17);
  const width = () => page.locator('svg.sheet').evaluate((sheet) => sheet.getBoundingClientRect().width);
  const fit = await width();
  const box = page.getByRole('link', { name: /^gross_amount: 119.00/ });
  await box.scrollIntoViewIfNeeded();
  const seen = await box.locator('polygon').last().boundingBox();
  if (seen === null) throw new Error('there is no box');
  // Eleven pixels below its edge it is hit all the same.
  await page.touchscreen.tap(seen.x + seen.width / 2, seen.y + seen.height + 11);
  await page.waitForSelector('tr.lit[data-field="gross_amount"]');
  await page.getByRole('link', { name: 'Smaller' }).click();
  await expect.poll(width).toBeLessThan(fit);
});

test('of several files a place says in which it is; every source is reached; a text of many lines is shown to its end', async () => {
  const filler = Array.from({ length: 4000 }, (_, i) => `Line ${i} of the terms`).join('\n');
  const id = await stage.submit({
    use_case: 'invoice',
    context: { texts: ['Terms', `${filler}\nINVOICE\nInvoice no. HS-2026-18\nInvoice date 2026-03-04\nTotal GBP 119.00`] },
  });
  await stage.ended(id);
  const { response } = JobSchema.parse(await (await fetch(`${stage.address}/jobs/${id}`)).json());
  const page = await visit(`/ui/jobs/${id}`);
  const row = page.getByRole('row', { name: /^gross_amount/ });
  await page.getByText('Terms', { exact: true }).waitFor();
  const links = row.locator('.why > .place, .also .place');
  expect(await links.count()).toBe(response?.provenance?.fields['result.gross_amount']?.sources.length);
  await links.first().click();
  expect(await links.first().innerText()).toBe('page 1 of text 2');
  await page.locator('#viewer a.mark.lit[data-field="gross_amount"]').first().waitFor();
  expect(await page.locator('#view-text').innerText()).toContain('Total GBP 119.00');
});

test('rows of a list are a table in the order of the use case; doubts stand on their row; what is required and missing is said', async () => {
  const id = await stage.submit({
    use_case_inline: {
      name: 'order',
      fields: [
        { name: 'zone', type: 'string', labels: ['Zone'] },
        { name: 'order_no', type: 'string', labels: ['Order no.'], required: true },
        { name: 'day', type: 'date', labels: ['Date'] },
        {
          name: 'lines',
          type: 'array',
          fields: [
            { name: 'description', type: 'string', labels: ['Description'] },
            { name: 'quantity', type: 'integer', labels: ['Quantity'] },
            { name: 'amount', type: 'decimal', labels: ['Amount'] },
          ],
        },
      ],
    },
    context: {
      texts: [
        'Zone: North\nDate: 04/03/2026\n\nDescription    Quantity    Amount\nPaper bags     4           74.00\nLabels         2           18.50\n',
      ],
    },
  });
  await stage.ended(id);
  const { response } = JobSchema.parse(await (await fetch(`${stage.address}/jobs/${id}`)).json());
  const page = await visit(`/ui/jobs/${id}`, { javaScriptEnabled: false });
  const names = await page.locator('table.result tbody th a').allInnerTexts();
  expect(names).toEqual(['zone', 'order_no', 'day']);
  expect(await page.locator('table.items thead th').allInnerTexts()).toEqual(['#', 'description', 'quantity', 'amount']);
  const lines = response?.ix_result?.result.lines;
  expect(await page.locator('table.items tbody tr').count()).toBe(Array.isArray(lines) ? lines.length : 0);
  expect(Array.isArray(lines) && lines.length).toBe(2);
  expect(await page.getByRole('row', { name: /^order_no/ }).innerText()).toContain('required, and empty');
  const day = await page.getByRole('row', { name: /^day/ }).innerText();
  expect(day).toContain('may be 2026-04-03');
  expect(await page.getByText('Note:').count()).toBe(0);
  const summary = await page.locator('.summary').innerText();
  const leaves = Object.keys(response?.trust ?? {}).length;
  expect(summary).toContain(`${leaves - 1} values`);
  expect(summary).toContain('1 field empty, 1 of them required');
});
