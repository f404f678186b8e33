/** What the pages load: our style sheet and scripts, and htmx from its package. Nothing else is served, whatever is asked for. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Context } from 'hono';
import type { AppEnv } from '../http/deps.ts';
import { hasVersion } from '../http/etag.ts';

const TYPES = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml' } as const;

interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly hash: string;
}

function load(path: string, type: keyof typeof TYPES): Asset {
  const bytes = Uint8Array.from(readFileSync(path));
  return { bytes, type: TYPES[type], hash: createHash('sha256').update(bytes).digest('base64url').slice(0, 16) };
}

const own = (name: string): string => fileURLToPath(new URL(`./assets/${name}`, import.meta.url));

/** The allow-list. Read when the module is: a file that is missing shows at the start. */
const ASSETS = {
  'ix.css': load(own('ix.css'), 'css'),
  'ix.js': load(own('ix.js'), 'js'),
  'builder.js': load(own('builder.js'), 'js'),
  'docs.js': load(own('docs.js'), 'js'),
  'job.js': load(own('job.js'), 'js'),
  'review.js': load(own('review.js'), 'js'),
  'submit.js': load(own('submit.js'), 'js'),
  'ix.svg': load(own('ix.svg'), 'svg'),
  'htmx.js': load(fileURLToPath(import.meta.resolve('htmx.org/dist/htmx.min.js')), 'js'),
} as const satisfies Record<string, Asset>;

export type AssetName = keyof typeof ASSETS;

/** With the content's hash, so that it may be kept for ever. */
export const assetUrl = (name: AssetName): string => `/ui/assets/${name}?v=${ASSETS[name].hash}`;

/** @returns null: there is no such asset. */
export function assetAnswer(c: Context<AppEnv>, name: string): Response | null {
  const asset = Object.entries(ASSETS).find(([known]) => known === name)?.[1];
  if (asset === undefined) return null;
  const etag = `"${asset.hash}"`;
  const current = c.req.query('v') === asset.hash;
  const headers = { ETag: etag, 'Cache-Control': current ? 'public, max-age=31536000, immutable' : 'no-cache' };
  if (hasVersion(c, etag)) return c.body(null, 304, headers);
  return c.body(asset.bytes, 200, { ...headers, 'Content-Type': asset.type });
}
