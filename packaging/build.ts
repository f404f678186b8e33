/**
 * `npm run build` (before each `npm pack`): the source as JavaScript in dist/, laid out as it is here. Node runs TypeScript as it is, but never below
 * node_modules, where an installed package lies.
 */
import { execFile } from 'node:child_process';
import { cp, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

await rm(here('../dist'), { recursive: true, force: true });
const tsc = (...args: string[]) => promisify(execFile)(process.execPath, [here('../node_modules/typescript/bin/tsc'), ...args]);
await tsc('--project', here('tsconfig.json'));
// Of ix/client the types too: it is for programs of others.
await tsc('--project', here('tsconfig.client.json'), '--emitDeclarationOnly');
// What is read as it is: scripts, styles and pictures of the pages. The launcher finds dist/ from where it lies.
await cp(here('../src'), here('../dist/src'), {
  recursive: true,
  filter: (path) => !['.ts', '.json'].includes(extname(path)) && !path.endsWith('bin.js'),
});
