/** The frame of every page: header, navigation, style sheet and scripts. No script or style stands in the page itself. */
import { html, raw } from 'hono/html';
import { NOBODY, type Scope } from '../contracts/scope.ts';
import { type AssetName, assetUrl } from './assets.ts';
import { type Html, NOTHING } from './html.ts';
import { away } from './live.ts';
import { PLACES, type Place } from './navigation.ts';
import { languageForm, themeForm } from './theme.ts';
import { frameWords } from './words/frame.ts';

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
  const w = frameWords();
  const nav = PLACES.filter(({ id, needs }) => scope.may.includes(needs) && (id !== 'health' || scope.clients === 'all')).map(
    ({ id, href }) => html`<li><a href="${href}"${id === here ? raw(' aria-current="page"') : NOTHING}>${w.places[id]}</a></li>`,
  );
  return html`<!doctype html>
<html lang="${w.lang}">
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
<body data-words="${JSON.stringify(w.scripts)}">
<a class="skip" href="#main">${w.skip}</a>
<header class="top">
<a class="brand" href="/ui">ix</a>
<nav aria-label="${w.main}"><ul>${nav}</ul></nav>
${account(scope)}
</header>
${away()}
<main id="main" tabindex="-1">
${body}
</main>
<footer class="foot">
${themeForm()}${languageForm()}
<label class="scripted">${w.lookAgain} <select id="every"><option value="0">${w.rates[0]}</option><option value="30">${w.rates[30]}</option><option value="300">${w.rates[300]}</option><option value="-1">${w.rates[-1]}</option></select></label>
<button type="button" class="quiet" popovertarget="shortcuts">${w.shortcuts}</button>
</footer>
<div id="shortcuts" class="shortcuts" popover aria-label="${w.shortcuts}"><h2>${w.shortcuts}</h2>
<dl>${w.keys.map(([keys, what]) => html`<dt>${keys.split(' ').map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${what}</dd>`)}</dl>
<label class="scripted"><input type="checkbox" id="shortcuts-on" checked> ${w.singleKeys}</label>
<p class="quiet">${w.keysOfParts}</p></div>
</body>
</html>`;
}

/** Who is signed in; nobody need be as long as there are no keys. */
const account = ({ by, role }: Scope): Html | string =>
  by === NOBODY.by
    ? NOTHING
    : role === null
      ? html`<p class="account" title="${frameWords().noKeys}">${by}</p>`
      : html`<form class="account" method="post" action="/ui/sign-out"><span>${frameWords().signedIn(by, role)}</span> <button class="quiet">${frameWords().signOut}</button></form>`;

/** Something went wrong, or there is nothing: what it is, and what to do. */
export const notice = (kind: 'error' | 'warning' | 'info', title: string, text: Html | string): Html =>
  html`<div class="notice ${kind}" role="${kind === 'error' ? 'alert' : 'status'}"><strong>${title}</strong> <span>${text}</span></div>`;
