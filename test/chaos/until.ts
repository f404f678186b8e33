/** Waits for a condition in the database: what other processes write there sends no event to a test. */
import { setTimeout as delay } from 'node:timers/promises';

const LOOK_MS = 50;

export async function until(happened: () => Promise<boolean>): Promise<void> {
  while (!(await happened())) await delay(LOOK_MS);
}
