/** A small disk of its own for a database (tmpfs), which can be filled to its last byte. It takes root on Linux. */
import { execFile } from 'node:child_process';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { codeOf } from '../../src/database/error.ts';

const execute = promisify(execFile);
const CHUNK = Buffer.alloc(2 ** 20);

export class Disk {
  readonly folder: string;
  readonly #ballast: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.#ballast = join(folder, 'ballast');
  }

  /** @param folder is made. Null: nobody may mount here. */
  static async mount(folder: string, megabytes: number): Promise<Disk | null> {
    await mkdir(folder);
    try {
      await execute('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=711`, 'tmpfs', folder]);
      return new Disk(folder);
    } catch {
      return null;
    }
  }

  async fill(): Promise<void> {
    const file = await open(this.#ballast, 'w');
    try {
      for (;;) await file.writeFile(CHUNK);
    } catch (error) {
      if (codeOf(error) !== 'ENOSPC') throw error;
    } finally {
      await file.close();
    }
  }

  async clear(): Promise<void> {
    await rm(this.#ballast, { force: true });
  }

  /** With all that is on it. */
  async unmount(): Promise<void> {
    await execute('umount', [this.folder]);
    await rm(this.folder, { recursive: true });
  }
}
