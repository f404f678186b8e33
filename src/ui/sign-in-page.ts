/** Signing in to the pages with a key, and out again. */
import { html } from 'hono/html';
import { NOBODY } from '../contracts/scope.ts';
import { type Html, NOTHING } from './html.ts';
import { notice, page } from './page-frame.ts';

/** @param to where to go then, a path of ours. @param wrong why the key let nobody in. */
export const signInPage = (to: string, wrong: string | null = null): Html =>
  page({
    scope: NOBODY,
    title: 'Sign in',
    here: null,
    body: html`<h1>Sign in</h1>
${wrong === null ? NOTHING : notice('error', 'Not signed in:', `${wrong}.`)}
<form class="card sign-in" method="post" action="/ui/sign-in">
<input type="hidden" name="to" value="${to}">
<label>Key <input type="password" name="key" required autocomplete="current-password" spellcheck="false" maxlength="1024" placeholder="ix_…"></label>
<div class="buttons"><button class="primary">Sign in</button></div>
<p class="quiet">Keys are made by admins: <code>ix keys create</code>. What a key may do is what you may do here.</p>
</form>`,
  });

/** A path of our pages; whatever else was asked for, the first of them. */
export const wayBack = (to: string | null | undefined): string =>
  to !== null && to !== undefined && /^\/ui(?:[/?][\x21-\x5b\x5d-\x7e]*)?$/.test(to) ? to : '/ui';
