/** Writes the types of ix/client from the schemas of the API: `npm run docs`. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { apiSchemas } from '../src/http/openapi.ts';
import { typesOf } from '../test/clients/generators/generate.ts';

export const CLIENT_TYPES = fileURLToPath(new URL('../src/client/api.ts', import.meta.url));

export async function clientTypes(): Promise<string> {
  const info = { title: 'ix', version: '1' };
  const types = await typesOf(JSON.stringify({ openapi: '3.1.0', info, paths: {}, components: { schemas: apiSchemas() } }));
  const [, schemas = ''] = /^ {4}schemas: (\{\n[\s\S]*?^ {4}\});$/m.exec(types) ?? [];
  const named = schemas.replaceAll('components["schemas"]', 'Schemas').replaceAll(/^ {4}/gm, '');
  return `/** What crosses the wire. Written by \`npm run docs\` from src/contracts/. Change it there. */\nexport interface Schemas ${named}\n`;
}

if (import.meta.main) await writeFile(CLIENT_TYPES, await clientTypes());
