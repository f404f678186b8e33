/** A real browser from the registry. */
import { type Browser, chromium as playwright } from 'playwright-core';

/** Chromium from the registry's package; nothing is downloaded. It unpacks the libraries it needs only where it believes to be on AWS Lambda. */
export async function executable(): Promise<string> {
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  return await chromium.executablePath();
}

let shared: Promise<Browser> | null = null;

/** The browser of this process, started once for all of its test files, which run one after the other. It ends with the process. */
export async function sharedBrowser(): Promise<Browser> {
  shared ??= launch();
  const browser = await shared;
  if (browser.isConnected()) return browser;
  shared = null;
  return sharedBrowser();
}

export async function launch(): Promise<Browser> {
  // Not the package's own arguments: they switch off what browsers protect people with.
  const args = ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'];
  return playwright.launch({ executablePath: await executable(), args, headless: true });
}
