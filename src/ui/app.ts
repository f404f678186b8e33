/** The pages as a Hono app, to be mounted beside the API; errors are pages too. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import { NOBODY, type Scope, THIS_MACHINE } from '../contracts/scope.ts';
import type { AppEnv } from '../http/deps.ts';
import { PROBLEMS, Problem } from '../http/problem.ts';
import { problemOf } from '../http/refusal.ts';
import { admit } from '../http/who-may.ts';
import { isPassing } from '../store/database-fault.ts';
import { answer, type ErrorStatus, type Ui } from './answer.ts';
import { assetAnswer } from './assets.ts';
import type { UiDeps } from './deps.ts';
import type { Html } from './html.ts';
import { notice, page } from './page-frame.ts';
import { pagesOf } from './pages.ts';
import { languageOf } from './theme.ts';
import { frameWords } from './words/frame.ts';
import { speaking } from './words/language.ts';

export function createUi(deps: UiDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  /** Also where nothing has asked who it is yet. */
  const scopeOf = (c: Ui): Scope => c.get('scope') ?? (deps.authenticator.closed ? NOBODY : THIS_MACHINE);
  app.onError((error, c) => {
    // Nobody has signed in: whoever looks at a page is asked to, and led back.
    if (error instanceof Problem && error.kind === 'unauthorized' && c.req.header('authorization') === undefined) {
      const there = c.req.method === 'GET' ? new URL(c.req.url).pathname + new URL(c.req.url).search : '/ui';
      const signIn = `/ui/sign-in?${new URLSearchParams({ to: there })}`;
      return c.req.header('hx-request') === undefined ? c.redirect(signIn, 303) : c.body(null, 401, { 'HX-Redirect': '/ui/sign-in' });
    }
    return speaking(languageOf(c), () => answer(c, ...errorPage(deps, scopeOf(c), error, c.get('requestId'))));
  });

  const noPage = (c: Ui) => speaking(languageOf(c), () => answer(c, nothingHere(scopeOf(c), c.req.path), 404));
  app.get('/ui/assets/:name', (c) => assetAnswer(c, c.req.param('name')) ?? noPage(c));
  for (const { method, path, needs, handler } of pagesOf(deps)) {
    app.on(method, path, async (c) => {
      const scope = await admit(c, deps, needs);
      c.set('scope', scope);
      // What pages say of use cases is what is stored by now, whoever stored it.
      if (needs !== 'public') await deps.useCases.refresh();
      return speaking(languageOf(c), () => handler(c, scope));
    });
  }
  app.all('/ui/*', noPage);
  return app;
}

const nothingHere = (scope: Scope, path: string): Html =>
  page({
    scope,
    title: frameWords().nothingHere,
    here: null,
    body: html`<h1>${frameWords().nothingHere}</h1><p>${frameWords().noPage} <code>${path}</code>. ${frameWords().goTo} <a href="/ui/jobs">${frameWords().theJobs}</a> ${frameWords().orSubmit} <a href="/ui">${frameWords().submitOne}</a>.</p>`,
  });

function errorPage(deps: UiDeps, scope: Scope, error: unknown, requestId: string): [Html, ErrorStatus, Readonly<Record<string, string>>] {
  const problem = problemOf(error);
  if (problem !== null) {
    const { status, title } = PROBLEMS[problem.kind];
    return [saying(scope, title, problem.message), status, problem.extras.headers ?? {}];
  }
  const away = isPassing(error);
  deps.log.error({ err: error, request_id: requestId }, away ? 'the database is not available' : 'a page failed');
  if (away) return [saying(scope, frameWords().databaseAway, frameWords().reload), 503, {}];
  return [saying(scope, frameWords().failed, frameWords().logHas(requestId)), 500, {}];
}

const saying = (scope: Scope, title: string, text: string): Html =>
  page({
    scope,
    title,
    here: null,
    body: html`<h1>${title}</h1>${notice('error', frameWords().sorry, text)}<p><a class="button quiet" href="/ui/jobs">${frameWords().places.jobs}</a></p>`,
  });
