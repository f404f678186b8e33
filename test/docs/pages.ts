/** The Markdown pages of the project as tests need them: their code blocks, links, headings and the code in their prose. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Block {
  /** What stands after the opening fence: `sh`, `json`, `json result`. */
  readonly info: string;
  readonly text: string;
}

export interface Page {
  /** From the project's folder: `docs/jobs.md`. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Everything outside code blocks. */
  readonly prose: string;
}

const FENCE = /^```(.*)\n([\s\S]*?)^```$/gm;

export async function readPage(path: string): Promise<Page> {
  const text = await readFile(join(ROOT, path), 'utf8');
  const blocks = Array.from(text.matchAll(FENCE), ([, info = '', block = '']) => ({ info: info.trim(), text: block }));
  return { path, text, blocks, prose: text.replace(FENCE, '') };
}

/** The pages at the top, in docs/ and in bench/. */
export async function readPages(): Promise<Page[]> {
  const found = await Promise.all(
    ['.', 'docs', 'bench'].map(async (folder) => (await readdir(join(ROOT, folder))).map((name) => join(folder, name))),
  );
  const paths = found.flat().filter((path) => path.endsWith('.md'));
  return Promise.all(paths.sort().map(readPage));
}

/** The one block with this info. @throws when there is none, or several. */
export function blockOf({ path, blocks }: Page, info: string): string {
  const [block, ...others] = blocks.filter((one) => one.info === info);
  if (block === undefined || others.length > 0) throw new Error(`${path}: expected one block \`\`\`${info}`);
  return block.text;
}

/** The pieces of `code` in a page's prose. */
export const codesOf = ({ prose }: Page): string[] => Array.from(prose.matchAll(/`([^`\n]+)`/g), ([, code = '']) => code);

/** Names that links to the headings of a page end in, as GitHub makes them. */
export const anchorsOf = ({ prose }: Page): string[] =>
  Array.from(prose.matchAll(/^#+ (.+)$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
