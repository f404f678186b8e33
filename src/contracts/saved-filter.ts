/** Filters of the list of jobs that are kept under a name, each by whoever asks. */
import { z } from 'zod';
import { BulkFilterSchema } from './bulk.ts';

/** Filters that one may keep. */
export const SAVED_FILTERS_MAX = 100;

/** `PUT /v1/filters/{name}` */
export const NewSavedFilterSchema = z.strictObject({
  filter: BulkFilterSchema.describe('As `POST /v1/jobs/cancel` and its like take it.'),
});

export const SavedFilterSchema = z.strictObject({
  name: z.string().describe('What it is called.'),
  filter: BulkFilterSchema.describe('Which jobs: those that match all of it.'),
  created_at: z.iso.datetime().describe('When it was kept first.'),
});
export type SavedFilter = z.output<typeof SavedFilterSchema>;

export const SavedFilterListSchema = z.strictObject({ filters: z.array(SavedFilterSchema).describe('By name.') });
