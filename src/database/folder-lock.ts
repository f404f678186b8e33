/** One process per data folder: a lock that the operating system drops when its holder dies, however it dies. */
import { once } from 'node:events';
import { rm, stat } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf, DatabaseError } from './error.ts';

export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Holds a listening local socket named after the folder's device and inode, so that every path to the folder is the same lock.
 * On Linux the name is an abstract one: no file is left behind. Who connects is told the holder's pid.
 * @throws DatabaseError naming the folder and the holder's pid when another process holds it.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const address = await addressOf(folder);
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(String(process.pid));
  });
  // The lock must not keep a process alive that has nothing else to do.
  server.unref();
  for (;;) {
    try {
      server.listen({ path: address });
      await once(server, 'listening');
      return {
        release: async () => {
          if (!server.listening) return;
          server.close();
          await once(server, 'close');
        },
      };
    } catch (error) {
      if (codeOf(error) !== 'EADDRINUSE') throw error;
      const holder = await holderOf(address);
      if (holder !== 'none') throw new DatabaseError(inUse(folder, holder));
      // A socket file outlives its process; an abstract name does not.
      if (!address.startsWith('\0')) await rm(address, { force: true });
    }
  }
}

function inUse(folder: string, holder: number | 'silent'): string {
  const who = holder === 'silent' ? 'another ix process' : `another ix process (pid ${holder})`;
  return `The data folder ${folder} is in use by ${who}. Stop it first, or set IX_DATA_DIR to another folder for a second ix.`;
}

async function addressOf(folder: string): Promise<string> {
  const { dev, ino } = await stat(folder, { bigint: true });
  const name = `ix-data-${dev}-${ino}`;
  return process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
}

/** Bounds the wait for a holder that is stopped or too busy to answer; it then goes unnamed. */
const ANSWER_MS = 1000;

async function holderOf(address: string): Promise<number | 'silent' | 'none'> {
  const socket = connect({ path: address });
  socket.setTimeout(ANSWER_MS, () => socket.destroy());
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    answer += chunk;
  });
  try {
    await once(socket, 'close');
  } catch (error) {
    if (codeOf(error) === 'ECONNREFUSED' || codeOf(error) === 'ENOENT') return 'none';
  }
  return /^\d+$/.test(answer) ? Number(answer) : 'silent';
}
