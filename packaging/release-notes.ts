/** `npm run release-notes -- 0.1.0`: what the changelog says of a version, as its notes. */
import { readFile } from 'node:fs/promises';

/** The section of a version, without its heading. @throws when the changelog has none, or it is empty. */
export function notesOf(changelog: string, version: string): string {
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((text) => text.startsWith(`[${version}]`));
  const notes = section?.slice(section.indexOf('\n')).trim() ?? '';
  if (notes === '') throw new Error(`CHANGELOG.md: expected a section "## [${version}]" that says something`);
  return `${notes}\n`;
}

if (import.meta.main) {
  const [version = ''] = process.argv.slice(2);
  process.stdout.write(notesOf(await readFile(new URL('../CHANGELOG.md', import.meta.url), 'utf8'), version));
}
