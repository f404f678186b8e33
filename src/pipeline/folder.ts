/** The modules of a folder to which a file may be added without anything else knowing of it. */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export interface FolderModule {
  /** Without its ending. */
  readonly name: string;
  readonly url: string;
  /** Its default export. */
  readonly content: unknown;
}

const require = createRequire(import.meta.url);

/**
 * In alphabetical order. At once, not by `await import`: V8 (of Node 24) ends the whole process when a thread is killed while it evaluates
 * modules that have waited for others.
 * @param folder ends with a slash.
 */
export function modulesIn(folder: URL, isOne: (name: string) => boolean): FolderModule[] {
  return readdirSync(folder)
    .flatMap((file) => {
      const name = /^([^.]+)\.[jt]s$/.exec(file)?.[1];
      if (name === undefined || !isOne(name)) return [];
      const url = new URL(file, folder);
      const { default: content }: { default?: unknown } = require(fileURLToPath(url));
      return [{ name, url: url.href, content }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
