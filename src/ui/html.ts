/** The kind of value hono/html makes: text in it is escaped, other HTML is not escaped twice. */
import type { html } from 'hono/html';

export type Html = ReturnType<typeof html>;
/** What a template takes where nothing is to be shown. */
export const NOTHING = '';
