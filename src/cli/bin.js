#!/usr/bin/env node
/**
 * Starts the command line on a Node that runs TypeScript as it is: 24 or later. An older one (whatever the machine has) hands over
 * to the project's own, from the package `node`, and stands in for it: same terminal, same signals, same exit.
 * Plain JavaScript, because the older Node reads it.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';

// npm passes a SIGTERM on to the shell between it and this, which ends alone; and it may be killed itself. What it started then ends as if its
// terminal had been closed. Started by anything else this runs on without its parent, as a service may.
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGHUP');
  }, 500).unref();
}

if (Number.parseInt(process.versions.node, 10) >= 24) {
  // Compiled TypeScript is kept, which halves the time to start. Not in the shared temporary folder, where others could plant code. By
  // the environment, because threads learn of it from there alone.
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../../node_modules/.cache/ix', import.meta.url));
  module.enableCompileCache();
  // An installed package has JavaScript instead (packaging/build.ts): below node_modules Node runs no TypeScript.
  const source = new URL('./main.ts', import.meta.url);
  await import(existsSync(source) ? source.href : new URL('../../dist/src/cli/main.js', import.meta.url).href);
} else handOver();

function handOver() {
  let node;
  try {
    node = module.createRequire(import.meta.url).resolve('node/bin/node');
  } catch {
    process.stderr.write(
      `ix: needs Node 24 or later, this is ${process.versions.node}, and the project's own is not installed: run npm ci\n`,
    );
    process.exit(2);
  }
  // The channel carries nothing: its end tells the child that this process was killed (main.ts).
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // A terminal sends Ctrl-C and Ctrl-\\ to the whole group: the child has them already, and a second one means "at once". Its own end it tells
  // to the leader of the session alone, which may be this process.
  const onTerminal = [0, 1, 2].some((fd) => isatty(fd));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']) {
    process.on(signal, () => {
      const byTerminal = onTerminal && (signal === 'SIGINT' || signal === 'SIGQUIT');
      if (!byTerminal) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    process.stderr.write(`ix: ${node} did not start: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    // As a shell tells it: 128 and the signal's number.
    process.exit(code ?? 128 + (signal === null ? 1 : constants.signals[signal]));
  });
}
