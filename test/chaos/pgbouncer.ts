/** A real PgBouncer in transaction mode before a database, where the machine has one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chown, constants, mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { serverUser } from '../../src/database/server-user.ts';
import { freePort } from '../cli/command.ts';
import { until } from './until.ts';

/** Sessions at the server. */
const SESSIONS = 10;

export class PgBouncer {
  /** The database, through it. */
  readonly url: string;
  readonly #start: () => Promise<ChildProcess>;
  #child: ChildProcess;

  private constructor(url: string, start: () => Promise<ChildProcess>, child: ChildProcess) {
    this.url = url;
    this.#start = start;
    this.#child = child;
  }

  /** @param folder is made, for its settings. Null: this machine has none. */
  static async before(databaseUrl: string, folder: string): Promise<PgBouncer | null> {
    const program = await findProgram();
    if (program === null) return null;
    const { hostname, port, username, password, pathname } = new URL(databaseUrl);
    const url = new URL(databaseUrl);
    url.port = String(await freePort());
    const settings = [
      '[databases]',
      `* = host=${hostname} port=${port} user=${username} password=${decodeURIComponent(password)} dbname=${pathname.slice(1)}`,
      '[pgbouncer]',
      ...['listen_addr = 127.0.0.1', `listen_port = ${url.port}`, 'unix_socket_dir =', 'auth_type = any', 'pool_mode = transaction'],
      ...[`default_pool_size = ${SESSIONS}`, 'server_login_retry = 1', 'server_check_delay = 5', 'server_check_query = SELECT 1'],
    ];
    await mkdir(folder, { mode: 0o755 });
    const file = join(folder, 'pgbouncer.ini');
    await writeFile(file, `${settings.join('\n')}\n`, { mode: 0o600 });
    const user = await serverUser(folder);
    if (user !== null) await chown(file, user.uid, user.gid);
    const start = async (): Promise<ChildProcess> => {
      // The file in its working folder, which it is in before it is another user.
      const ids = user === null ? {} : { uid: user.uid, gid: user.gid };
      const child = spawn(program, ['-q', 'pgbouncer.ini'], { cwd: folder, stdio: 'ignore', ...ids });
      await until(async () => child.exitCode !== null || (await listens(Number(url.port))));
      if (child.exitCode !== null) throw new Error(`PgBouncer ended with ${child.exitCode}`);
      return child;
    };
    return new PgBouncer(url.href, start, await start());
  }

  /** With all connections that it has. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }

  async start(): Promise<void> {
    this.#child = await this.#start();
  }
}

async function findProgram(): Promise<string | null> {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']) {
    const program = join(folder, 'pgbouncer');
    const found = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return program;
  }
  return null;
}

async function listens(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
