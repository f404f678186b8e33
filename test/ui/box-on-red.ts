/** Whether a box of the viewer lies on the ink, seen in a picture of the screen. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { redRect } from './pixels.ts';

/**
 * The box of the closing balance stands where the page's only red text is. All in pixels of the window.
 * @param near how far at most the box's edges lie from the ink's; one may lie inside it by `inside`.
 */
export async function expectBoxOnRed(page: Page, { near = 10, inside = 1 } = {}): Promise<void> {
  const box = page.locator('#viewer a.box[data-field="closing_balance"] polygon:not(.hit)');
  await box.scrollIntoViewIfNeeded();
  const paper = await page.locator('#viewer .paper').boundingBox();
  if (paper === null) throw new Error('there is no paper');
  const top = Math.max(0, paper.y);
  const clip = { x: paper.x, y: top, width: paper.width, height: Math.min(900, paper.y + paper.height) - top };
  await expect.poll(async () => redRect(await page.screenshot({ clip })), { timeout: 30_000 }).not.toBeNull();
  const [boxed, red] = [await box.boundingBox(), await redRect(await page.screenshot({ clip }))];
  if (boxed === null || red === null) throw new Error('there is no box, or nothing red');
  // A box holds its line from ascender to descender, a bit more than the digits are high; a stroke is a pixel or two.
  const edges = [
    red.left + clip.x - boxed.x,
    red.top + clip.y - boxed.y,
    boxed.x + boxed.width - red.right - clip.x,
    boxed.y + boxed.height - red.bottom - clip.y,
  ];
  for (const edge of edges) {
    expect(edge).toBeGreaterThanOrEqual(-inside);
    expect(edge).toBeLessThan(near);
  }
}
