/** Clients: what goes with one that is deleted. */
import { z } from 'zod';

/** `DELETE /v1/clients/{client_id}` */
export const DeletedClientSchema = z.strictObject({
  client_id: z.string().describe('Whose data went.'),
  jobs: z.int().describe('Jobs that went, with their callbacks, reviews and secrets.'),
  files: z.int().describe('Uploaded files that went.'),
  endpoints: z.int().describe('Endpoints of callbacks that were forgotten.'),
  subscriptions: z.int().describe('Endpoints registered for events that went.'),
  secrets: z.int().describe('Signing secrets that went.'),
  keys: z.int().describe('Keys of role `client` that went: they let nobody in any more.'),
  more: z.boolean().describe('There are more jobs or files than go in one call: send the same again. Keys and the rest go with the last.'),
});
export type DeletedClient = z.output<typeof DeletedClientSchema>;
