/** The generators, as their users call them. Here, because only here they find the TypeScript that they work with. */
import { writeFile } from 'node:fs/promises';
import { createClient } from '@hey-api/openapi-ts';
import openapiTS, { astToString } from 'openapi-typescript';

/** @param document where the OpenAPI document is. @param to the file to write. */
export async function openapiTypescript(document: URL, to: string): Promise<void> {
  await writeFile(to, astToString(await openapiTS(document)));
}

/** The same of a document's text. */
export const typesOf = async (document: string): Promise<string> => astToString(await openapiTS(document));

/** @param document path of the OpenAPI document. @param to the folder to write. */
export async function heyApi(document: string, to: string): Promise<void> {
  await createClient({ input: document, output: to, logs: { level: 'silent', file: false } });
}
