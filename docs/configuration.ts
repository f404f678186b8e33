/** Writes docs/configuration.md from the schema of the settings: `npm run docs`. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { allSettings } from '../src/config.ts';

export const CONFIGURATION_PAGE = fileURLToPath(new URL('configuration.md', import.meta.url));

export function configurationPage(): string {
  const rows = allSettings().map(({ name, type, fallback, about, secret }) => {
    const value = fallback === null ? 'unset' : fallback === '' ? 'empty' : `\`${fallback}\``;
    return [`\`${name}\``, type, value, secret ? `${about} Never shown in messages or logs.` : about];
  });
  return `# Configuration

<!-- Written by \`npm run docs\` from src/config.ts. Change it there. -->

ix is configured by environment variables alone, and runs without any. An empty value counts as unset.
A value that does not fit stops the start with the variable's name, its value and what was expected;
so does a variable that starts with \`IX_\` and is not in this list.

A setting that is never shown may be in a file: the same name with \`_FILE\` behind it (\`${allSettings().find(({ secret }) => secret)?.name}_FILE=/run/secrets/…\`)
names a file that holds the value and no more; a line break at its end is left out.

${table(['variable', 'expected', 'default', 'what it does'], rows)}
`;
}

/** A Markdown table whose columns line up, as the formatter wants it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const [first, ...rest] = all.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  return [first, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rest].join('\n');
}

if (import.meta.main) await writeFile(CONFIGURATION_PAGE, configurationPage());
