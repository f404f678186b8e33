/** The documentation as ix serves it below /docs/guide: every Markdown page as HTML, with the text of its sections for the search. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { normalize } from 'node:path/posix';
import { Marked, type Tokens } from 'marked';

export interface GuideSection {
  /** The anchor of its heading. */
  readonly id: string;
  readonly title: string;
  /** Without markup. */
  readonly text: string;
}

export interface GuidePage {
  /** The last part of its address; '' for the index. */
  readonly name: string;
  readonly title: string;
  readonly html: string;
  readonly sections: readonly GuideSection[];
}

/** What is called a page of the guide outside of the folder docs. */
const OTHERS = { 'README.md': 'start', 'bench/README.md': 'bench', 'CHANGELOG.md': 'changelog' };
const INDEX = 'docs/README.md';

/** Where README.md and docs/ lie: above the sources, and in a package above what was compiled of them. Null: this ix was installed without them. */
export function rootOfDocs(): URL | null {
  const roots = ['../../', '../../../'].map((up) => new URL(up, import.meta.url));
  return roots.find((root) => existsSync(new URL(INDEX, root))) ?? null;
}

/** The index first, then the pages in the order in which it leads to them, then the others. */
export async function buildGuide(root: URL): Promise<readonly GuidePage[]> {
  const files = (await readdir(new URL('docs/', root))).filter((file) => file.endsWith('.md'));
  const names = new Map([
    ...files.map((file) => [`docs/${file}`, file.replace(/\.md$/, '')] as const),
    [INDEX, ''] as const,
    ...Object.entries(OTHERS).filter(([path]) => existsSync(new URL(path, root))),
  ]);
  const pages = await Promise.all(
    Array.from(names, async ([path, name]) => pageOf(await readFile(new URL(path, root), 'utf8'), path, name, names)),
  );
  const index = pages.find(({ name }) => name === '')?.html ?? '';
  const place = ({ name }: GuidePage): number => {
    const at = index.search(new RegExp(`href="${urlOf(name)}["#]`));
    return name === '' ? -1 : at === -1 ? index.length : at;
  };
  return pages.sort((a, b) => place(a) - place(b));
}

export const urlOf = (name: string): string => (name === '' ? '/docs/guide' : `/docs/guide/${name}`);

function pageOf(text: string, path: string, name: string, names: ReadonlyMap<string, string>): GuidePage {
  const taken = new Map<string, number>();
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }: Tokens.Heading) {
        const inner = this.parser.parseInline(tokens);
        const slug = slugOf(textOf(inner));
        const before = taken.get(slug) ?? 0;
        taken.set(slug, before + 1);
        return `<h${depth} id="${before === 0 ? slug : `${slug}-${before}`}">${inner}</h${depth}>\n`;
      },
      link({ href, tokens }: Tokens.Link) {
        const inner = this.parser.parseInline(tokens);
        const to = targetOf(path, href, names);
        return to === null ? `<span>${inner}</span>` : `<a href="${to}">${inner}</a>`;
      },
      image({ href, text }: Tokens.Image) {
        return `<img src="/docs/guide/screenshots/${href.replace(/^.*\//, '')}" alt="${text}" loading="lazy">`;
      },
      table(token: Tokens.Table) {
        const cells = (row: readonly Tokens.TableCell[], tag: string): string =>
          row.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('');
        const rows = token.rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n');
        return `<div class="scroll" tabindex="0" role="region" aria-label="Table"><table><thead><tr>${cells(token.header, 'th')}</tr></thead><tbody>\n${rows}</tbody></table></div>\n`;
      },
      code({ text }: Tokens.Code) {
        return `<pre tabindex="0"><code>${escaped(text)}</code></pre>\n`;
      },
      // Comments, of which a page may have some.
      html: () => '',
    },
  });
  const html = marked.parse(text, { async: false });
  const sections = sectionsOf(html);
  return { name, title: sections[0]?.title ?? path, html, sections };
}

/** Null: it leads to a file that is not served, so its words stand alone. */
function targetOf(from: string, href: string, names: ReadonlyMap<string, string>): string | null {
  if (/^https?:/.test(href)) return href;
  if (href.startsWith('#')) return href;
  const [file = '', anchor] = href.split('#');
  const name = names.get(normalize(`${from}/../${file}`));
  if (name === undefined) return null;
  return anchor === undefined ? urlOf(name) : `${urlOf(name)}#${anchor}`;
}

/** As GitHub makes them: links between the pages lead to these. */
const slugOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

const textOf = (html: string): string =>
  html
    .replace(/<\/?(?:a|code|em|span|strong)\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim();

const sectionsOf = (html: string): GuideSection[] =>
  html.split(/(?=<h[1-4] id=)/).flatMap((part) => {
    const [, id, heading, text] = /^<h\d id="([^"]*)">(.*?)<\/h\d>\n([\s\S]*)$/.exec(part) ?? [];
    return id === undefined || heading === undefined ? [] : [{ id, title: textOf(heading), text: textOf(text ?? '') }];
  });
