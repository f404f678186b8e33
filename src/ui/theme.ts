/** Light, dark, or as the system is; and in which language: what a person has chosen for the pages, kept by the browser. Works without JavaScript. */
import { getCookie, setCookie } from 'hono/cookie';
import { html, raw } from 'hono/html';
import { FIELDS_ONLY, readForm } from '../http/form.ts';
import type { Ui } from './answer.ts';
import { type Html, NOTHING } from './html.ts';
import type { PageRoute } from './page-route.ts';
import { wayBack } from './way-back.ts';
import { frameWords } from './words/frame.ts';
import { isLanguage, LANGUAGES, type Language, language, wantedLanguage } from './words/language.ts';

const THEMES = ['system', 'light', 'dark'] as const;
const THEME = 'ix_theme';
const LANGUAGE = 'ix_language';
/** A year. */
const SECONDS = 31_536_000;

/** Null: none was chosen. */
export function themeOf(c: Ui): 'light' | 'dark' | null {
  const chosen = getCookie(c, THEME);
  return chosen === 'light' || chosen === 'dark' ? chosen : null;
}

/** What was chosen, else what the browser asks for. */
export function languageOf(c: Ui): Language {
  const chosen = getCookie(c, LANGUAGE) ?? '';
  return isLanguage(chosen) ? chosen : wantedLanguage(c.req.header('accept-language'));
}

/** As nobody has chosen: what somebody has is put in by `themed`. */
export function themeForm(): Html {
  const w = frameWords();
  return html`<form class="theme" method="post" action="/ui/theme">
<label>${w.theme} <select name="theme" data-submits>${THEMES.map((name) => html`<option value="${name}" data-theme-of-pages${name === 'system' ? raw(' selected') : NOTHING}>${w.themes[name]}</option>`)}</select></label>
<noscript><button class="quiet">${w.useIt}</button></noscript>
</form>`;
}

/** Each language by its own name, whichever the page is in. */
export function languageForm(): Html {
  const w = frameWords();
  return html`<form class="theme" method="post" action="/ui/language">
<label>${w.language} <select name="language" data-submits>${Object.entries(LANGUAGES).map(([name, own]) => html`<option value="${name}" lang="${name}"${name === language() ? raw(' selected') : NOTHING}>${own}</option>`)}</select></label>
<noscript><button class="quiet">${w.useIt}</button></noscript>
</form>`;
}

/** A page as it is for who has chosen: pages are made without knowing who looks at them. */
export const themed = (page: string, theme: 'light' | 'dark'): string =>
  page
    .replace(/<html lang="(\w+)">/, `<html lang="$1" data-theme="${theme}">`)
    .replace('<option value="system" data-theme-of-pages selected>', '<option value="system">')
    .replace(`<option value="${theme}" data-theme-of-pages>`, `<option value="${theme}" selected>`);

/** Keeps a choice of the foot, and leads back to where it was made. */
const keeps = (name: string, cookie: string, isOne: (value: string) => boolean): PageRoute => ({
  method: 'post',
  path: `/ui/${name}`,
  needs: 'public',
  handler: async (c) => {
    const value = (await readForm(c, FIELDS_ONLY)).texts.get(name) ?? '';
    if (isOne(value)) setCookie(c, cookie, value, { path: '/', maxAge: SECONDS, sameSite: 'Lax', httpOnly: true });
    const from = URL.parse(c.req.header('referer') ?? '');
    const path = `${from?.pathname ?? '/ui'}${from?.search ?? ''}`;
    return c.redirect(/^\/docs(?:\/[a-z-]+)*$/.test(path) ? path : wayBack(path), 303);
  },
});

export const themePages: readonly PageRoute[] = [
  keeps('theme', THEME, (value) => THEMES.some((name) => name === value)),
  keeps('language', LANGUAGE, isLanguage),
];
