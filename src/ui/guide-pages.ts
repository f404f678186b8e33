/** The documentation below /docs/guide, with its search: pages of ix like all others, without a script. */
import { html, raw } from 'hono/html';
import type { Scope } from '../contracts/scope.ts';
import { Problem } from '../http/problem.ts';
import { answer } from './answer.ts';
import { type Found, guide, guidePicture, searchGuide } from './guide.ts';
import { type GuidePage, urlOf } from './guide-build.ts';
import { type Html, NOTHING } from './html.ts';
import { page } from './page-frame.ts';
import type { PageRoute } from './page-route.ts';
import { docsWords } from './words/docs.ts';

export const guidePages: readonly PageRoute[] = [
  {
    method: 'get',
    path: '/docs/guide',
    needs: 'public',
    handler: async (c, scope) => {
      const query = c.req.query('q')?.slice(0, 200) ?? '';
      const pages = await guide();
      return answer(c, query.trim() === '' ? guidePage(scope, pages, pageNamed(pages, '')) : foundPage(scope, pages, query));
    },
  },
  {
    method: 'get',
    path: '/docs/guide/:name',
    needs: 'public',
    handler: async (c, scope) => {
      const pages = await guide();
      return answer(c, guidePage(scope, pages, pageNamed(pages, c.req.param('name') ?? '')));
    },
  },
  {
    method: 'get',
    path: '/docs/guide/screenshots/:name',
    needs: 'public',
    handler: async (c) => {
      const picture = await guidePicture(c.req.param('name') ?? '');
      if (picture === null) throw new Problem('not-found', 'the guide has no such picture');
      return c.body(picture, 200, { 'Content-Type': 'image/png', 'Cache-Control': 'public, max-age=3600' });
    },
  },
];

/** Also by its file's name: `jobs.md`. */
function pageNamed(pages: readonly GuidePage[], name: string): GuidePage {
  if (pages.length === 0) throw new Problem('not-found', 'this ix was installed without its documentation (the folder docs)');
  const named = pages.find((one) => one.name === name.replace(/\.md$/, ''));
  if (named === undefined) throw new Problem('not-found', `the guide has no page ${JSON.stringify(name)}`);
  return named;
}

const guidePage = (scope: Scope, pages: readonly GuidePage[], { name, title, html: text, sections }: GuidePage): Html =>
  frame(
    scope,
    title,
    html`<details class="guide-nav"><summary>${docsWords().pages}</summary><nav aria-label="${docsWords().guide}"><ul>
${pages.map((one) => html`<li><a href="${urlOf(one.name)}"${one.name === name ? raw(' aria-current="page"') : NOTHING}>${one.title}</a></li>`)}
</ul></nav></details>
${sections.length < 4 ? NOTHING : html`<details class="guide-nav"><summary>${docsWords().onThisPage}</summary><nav aria-label="${docsWords().onThisPage}"><ul>${sections.slice(1).map(({ id, title: heading }) => html`<li><a href="#${id}">${heading}</a></li>`)}</ul></nav></details>`}
<article class="guide">${raw(text)}</article>`,
  );

const foundPage = (scope: Scope, pages: readonly GuidePage[], query: string): Html => {
  const found = searchGuide(pages, query);
  return frame(
    scope,
    docsWords().search(query),
    html`<h1>${docsWords().found(found.length)}</h1>
${found.length === 0 ? html`<p>${docsWords().noSection} <a href="/docs/guide">${docsWords().allPages}</a></p>` : html`<ul class="found">${found.map(foundItem)}</ul>`}`,
    query,
  );
};

const foundItem = ({ page: { name, title }, section, excerpt }: Found): Html =>
  html`<li><a href="${urlOf(name)}#${section.id}">${section.title === title ? title : `${title}: ${section.title}`}</a><br><span class="quiet">${excerpt}</span></li>`;

const frame = (scope: Scope, title: string, body: Html, query = ''): Html =>
  page({
    scope,
    title,
    here: 'guide',
    body: html`<form class="guide-search" role="search" action="/docs/guide"><label><span class="hidden">${docsWords().searchGuide}</span><input type="search" name="q" value="${query}" placeholder="${docsWords().searchGuide}" maxlength="200"></label> <button class="quiet">${docsWords().searchIt}</button></form>
${body}`,
  });
