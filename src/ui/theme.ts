/** Light, dark, or as the system is: what a person has chosen for the pages, kept by the browser. Works without JavaScript. */
import { getCookie, setCookie } from 'hono/cookie';
import { html, raw } from 'hono/html';
import { FIELDS_ONLY, readForm } from '../http/form.ts';
import type { Ui } from './answer.ts';
import { type Html, NOTHING } from './html.ts';
import type { PageRoute } from './page-route.ts';
import { wayBack } from './way-back.ts';

const THEMES = { system: 'as the system is', light: 'light', dark: 'dark' } as const;
const COOKIE = 'ix_theme';
/** A year. */
const SECONDS = 31_536_000;

/** Null: none was chosen. */
export function themeOf(c: Ui): 'light' | 'dark' | null {
  const chosen = getCookie(c, COOKIE);
  return chosen === 'light' || chosen === 'dark' ? chosen : null;
}

/** As nobody has chosen: what somebody has is put in by `themed`. */
export const themeForm = (): Html => html`<form class="theme" method="post" action="/ui/theme">
<label>Theme <select name="theme" data-submits>${Object.entries(THEMES).map(([name, words]) => html`<option value="${name}" data-theme-of-pages${name === 'system' ? raw(' selected') : NOTHING}>${words}</option>`)}</select></label>
<noscript><button class="quiet">Use it</button></noscript>
</form>`;

/** A page as it is for who has chosen: pages are made without knowing who looks at them. */
export const themed = (page: string, theme: 'light' | 'dark'): string =>
  page
    .replace('<html lang="en">', `<html lang="en" data-theme="${theme}">`)
    .replace('<option value="system" data-theme-of-pages selected>', '<option value="system">')
    .replace(`<option value="${theme}" data-theme-of-pages>`, `<option value="${theme}" selected>`);

export const themePages: readonly PageRoute[] = [
  {
    method: 'post',
    path: '/ui/theme',
    needs: 'public',
    handler: async (c) => {
      const theme = (await readForm(c, FIELDS_ONLY)).texts.get('theme') ?? '';
      if (Object.hasOwn(THEMES, theme)) setCookie(c, COOKIE, theme, { path: '/', maxAge: SECONDS, sameSite: 'Lax', httpOnly: true });
      const from = URL.parse(c.req.header('referer') ?? '');
      const path = `${from?.pathname ?? '/ui'}${from?.search ?? ''}`;
      return c.redirect(/^\/docs(?:\/[a-z-]+)*$/.test(path) ? path : wayBack(path), 303);
    },
  },
];
