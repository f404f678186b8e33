/** What a chaos run submits: drawn from the seed, so that the same seed submits the same. */
import type { SubmissionInput } from '../../src/contracts/request.ts';
import { roll } from './roll.ts';
import { ASKED, invoiceText } from './texts.ts';

export interface PlannedJob {
  readonly requestId: string;
  readonly submission: SubmissionInput;
  /** It is sent by two connections at a time. */
  readonly twice: boolean;
  /** It is asked to be cancelled once it is acknowledged. */
  readonly cancel: boolean;
}

export const CLIENTS = ['north', 'south', 'west'] as const;

export interface PlanOptions {
  readonly seed: number;
  readonly callbackUrl: string;
  /** Where the text of the nth invoice is. */
  readonly fileUrl: (nth: number) => string;
}

/** The nth. A third has its text as a file to be fetched, a fifth a callback; a twentieth each is sent twice, and cancelled. */
export function planJob({ seed, callbackUrl, fileUrl }: PlanOptions, nth: number): PlannedJob {
  const requestId = `job-${nth}`;
  const odds = (what: string, odd: number) => roll(seed, what, nth) < odd;
  const context = odds('file', 1 / 3) ? { files: [fileUrl(nth)] } : { texts: [invoiceText(nth)] };
  const client = CLIENTS[Math.floor(roll(seed, 'client', nth) * CLIENTS.length)] ?? CLIENTS[0];
  return {
    requestId,
    submission: {
      ...ASKED,
      ix_client_id: client,
      request_id: requestId,
      context,
      ...(odds('callback', 1 / 5) && { callback_url: callbackUrl }),
    },
    twice: odds('twice', 1 / 20),
    cancel: odds('cancel', 1 / 20),
  };
}
