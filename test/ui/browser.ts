/** A real browser from the registry. */
import { type Browser, chromium as playwright } from 'playwright-core';

/** Chromium from the registry's package; nothing is downloaded. It unpacks the libraries it needs only where it believes to be on AWS Lambda. */
export async function executable(): Promise<string> {
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  return await chromium.executablePath();
}

export async function launch(): Promise<Browser> {
  // Not the package's own arguments: they switch off what browsers protect people with.
  const args = ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'];
  return playwright.launch({ executablePath: await executable(), args, headless: true });
}
