/** A small JSON body by its schema. */
import type { Context } from 'hono';
import type { z } from 'zod';
import { readAll } from './body.ts';
import type { AppEnv } from './deps.ts';
import { parseBody } from './faults.ts';
import { parseJson } from './json.ts';
import { Problem } from './problem.ts';

/** Bytes. */
const MAX = 65_536;

/** @param seconds it may take to come, see BodyLimit. @throws Problem 400, 408, 413, 415 or 422 */
export async function readJson<S extends z.ZodType>(c: Context<AppEnv>, schema: S, seconds?: number): Promise<z.output<S>> {
  const mediaType = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') throw new Problem('unsupported-media-type', 'Content-Type: expected application/json');
  return parseBody(
    schema,
    parseJson(await readAll(c, { bytes: MAX, what: 'the JSON body', ...(seconds === undefined ? {} : { seconds }) }), 'the body'),
  );
}
