/** The frame of every page: header, navigation, style sheet and scripts. No script or style stands in the page itself. */
import { html, raw } from 'hono/html';
import { NOBODY, type Scope } from '../contracts/scope.ts';
import { type AssetName, assetUrl } from './assets.ts';
import { type Html, NOTHING } from './html.ts';
import { AWAY } from './live.ts';
import { themeForm } from './theme.ts';

const PLACES = [
  { id: 'submit', href: '/ui', label: 'Submit', needs: 'submit' },
  { id: 'jobs', href: '/ui/jobs', label: 'Recent jobs', needs: 'read' },
  { id: 'review', href: '/ui/to-check', label: 'To check', needs: 'review' },
  { id: 'health', href: '/ui/health', label: 'Health', needs: 'read' },
  { id: 'use-cases', href: '/ui/use-cases', label: 'Use cases', needs: 'read' },
  { id: 'callbacks', href: '/ui/callbacks', label: 'Callbacks', needs: 'read' },
  { id: 'keys', href: '/ui/keys', label: 'Keys', needs: 'admin' },
  { id: 'audit', href: '/ui/audit', label: 'Audit', needs: 'admin' },
  { id: 'api', href: '/docs', label: 'API', needs: 'read' },
  { id: 'guide', href: '/docs/guide', label: 'Guide', needs: 'read' },
] as const;
export type Place = (typeof PLACES)[number]['id'];

export interface PageOptions {
  /** Of whom the page is for. */
  readonly scope: Scope;
  readonly title: string;
  /** Which entry of the navigation this page is; null: none. */
  readonly here: Place | null;
  readonly scripts?: readonly AssetName[];
  /** Seconds after which the page is loaded again where there is no JavaScript. */
  readonly refresh?: number;
  readonly body: Html;
}

export function page({ scope, title, here, scripts = [], refresh, body }: PageOptions): Html {
  const nav = PLACES.filter(({ id, needs }) => scope.may.includes(needs) && (id !== 'health' || scope.clients === 'all')).map(
    ({ id, href, label }) => html`<li><a href="${href}"${id === here ? raw(' aria-current="page"') : NOTHING}>${label}</a></li>`,
  );
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="htmx-config" content='{"includeIndicatorCSS":false,"defaultSwap":"outerHTML"}'>
<title>${title} · ix</title>
<link rel="icon" type="image/svg+xml" href="${assetUrl('ix.svg')}">
<link rel="stylesheet" href="${assetUrl('ix.css')}">
<script src="${assetUrl('htmx.js')}" defer></script>
<script src="${assetUrl('ix.js')}" defer></script>
${scripts.map((name) => html`<script src="${assetUrl(name)}" defer></script>`)}
${refresh === undefined ? NOTHING : html`<noscript><meta http-equiv="refresh" content="${refresh}"></noscript>`}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<a class="brand" href="/ui">ix</a>
<nav aria-label="Main"><ul>${nav}</ul></nav>
${account(scope)}
</header>
${AWAY}
<main id="main" tabindex="-1">
${body}
</main>
<footer class="foot">
${themeForm()}
<label class="scripted">Live pages look again <select id="every"><option value="0">as often as they say</option><option value="30">every 30 s</option><option value="300">every 5 min</option><option value="-1">not at all</option></select></label>
<button type="button" class="quiet" popovertarget="shortcuts">Keyboard shortcuts</button>
</footer>
<div id="shortcuts" class="shortcuts" popover aria-label="Keyboard shortcuts"><h2>Keyboard shortcuts</h2>
<dl>${SHORTCUTS.map(([keys, what]) => html`<dt>${keys.split(' ').map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${what}</dd>`)}</dl>
<label class="scripted"><input type="checkbox" id="shortcuts-on" checked> Keys of a single letter, anywhere on a page</label>
<p class="quiet">Keys of the viewer and of a review hold while the focus is in them.</p></div>
</body>
</html>`;
}

/** Where each key leads is in src/ui/assets/ix.js. */
const SHORTCUTS = [
  ['?', 'these shortcuts'],
  ['/', 'search, in the list of jobs'],
  ['g s', 'submit'],
  ['g j', 'recent jobs'],
  ['g t', 'to check'],
  ['g h', 'health'],
  ['g c', 'callbacks'],
  ['g u', 'use cases'],
  ['n p', 'next, previous page; in the viewer'],
  ['+ - 0 r', 'larger, smaller, fit, turn; in the viewer'],
  ['Home End', 'first, last page; in the viewer'],
] as const;

/** Who is signed in; nobody need be as long as there are no keys. */
const account = ({ by, role }: Scope): Html | string =>
  by === NOBODY.by
    ? NOTHING
    : role === null
      ? html`<p class="account" title="ix has no keys yet: it serves this machine only">${by}</p>`
      : html`<form class="account" method="post" action="/ui/sign-out"><span>signed in as ${by} (${role})</span> <button class="quiet">Sign out</button></form>`;

/** Something went wrong, or there is nothing: what it is, and what to do. */
export const notice = (kind: 'error' | 'warning' | 'info', title: string, text: Html | string): Html =>
  html`<div class="notice ${kind}" role="${kind === 'error' ? 'alert' : 'status'}"><strong>${title}</strong> <span>${text}</span></div>`;
