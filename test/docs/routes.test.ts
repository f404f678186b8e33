/** The API as the pages tell of it, against what it says of itself. */
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Api } from '../http/api.ts';
import { codesOf, type Page, readPages } from './pages.ts';
import { commandsIn } from './shell.ts';

const PAGES = await readPages();
const DocumentSchema = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** `GET /jobs/{job_id}` */
let routes: string[];

beforeAll(async () => {
  const api = await Api.open();
  const { paths } = DocumentSchema.parse(await (await api.get('/openapi.json')).json());
  routes = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
  return () => api.close();
});

/** Below `/v1` as well, or there alone. */
const answered = (): string[] => routes.flatMap((route) => [route, route.replace(/ (?!\/v1\/)/, ' /v1')]);

/** Pages of the browser are no part of the API. */
const routesIn = (page: Page): string[] =>
  codesOf(page)
    .flatMap((code) => /^(?:GET|POST|PUT|PATCH|DELETE) \/[^?\s]*/.exec(code) ?? [])
    .filter((route) => !/ \/(?:ui\b|$)/.test(route));

describe.each(PAGES)('$path', (page) => {
  test('routes exist', () => {
    expect(routesIn(page).filter((route) => !answered().includes(route))).toEqual([]);
  });

  test('URLs of examples exist', () => {
    const commands = page.blocks.filter(({ info }) => info === 'sh').flatMap(({ text }) => commandsIn(text));
    const asked = commands.filter(([name]) => name === 'curl').map(requestOf);
    const known = answered().map((route) => new RegExp(`^${route.replaceAll(/\{\w+\}/g, '[^/]+')}$`));
    expect(asked.filter((request) => !known.some((route) => route.test(request)))).toEqual([]);
  });
});

/** What a curl command sends: its method and path. */
function requestOf(words: readonly string[]): string {
  // The second is the port for monitoring, as operations.md sets it.
  const url = words.find((word) => /^http:\/\/127\.0\.0\.1:(8994|9464)\//.test(word));
  if (url === undefined) return `no URL of ix in: ${words.join(' ')}`;
  const sends = words.some((word) => ['-d', '-F', '--data', '--data-binary', '--form'].includes(word));
  const method = words[words.indexOf('-X') + 1];
  return `${words.includes('-X') ? method : sends ? 'POST' : 'GET'} ${new URL(url).pathname}`;
}

test('docs/http.md lists every route, once', () => {
  const page = PAGES.find(({ path }) => path === 'docs/http.md');
  const listed = Array.from(page?.prose.matchAll(/^\| `([A-Z]+ \/[^`]*)` +\|/gm) ?? [], ([, route = '']) => route);
  const own = listed.filter((route) => !['GET /livez', 'GET /readyz', 'GET /healthz'].includes(route));
  expect(new Set(own).size).toBe(own.length);
  expect([...new Set(listed)].sort()).toEqual(routes.sort());
});
