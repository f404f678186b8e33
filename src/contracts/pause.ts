/** Pauses by hand: whose jobs no worker takes, and workers that take none. */
import { z } from 'zod';

export const PAUSE_KINDS = ['client', 'use_case', 'worker'] as const;
export type PauseKind = (typeof PAUSE_KINDS)[number];

export const PauseSchema = z.strictObject({
  kind: z.enum(PAUSE_KINDS).describe('`client`, `use_case`: jobs of it are not claimed; `worker`: it claims nothing new.'),
  name: z.string().describe('Which client, use case or worker.'),
  paused_at: z.iso.datetime().describe('Since when.'),
  paused_by: z.string().describe('Who paused it.'),
});
export type Pause = z.output<typeof PauseSchema>;

export const PauseListSchema = z.strictObject({ pauses: z.array(PauseSchema).describe('The newest first.') });
