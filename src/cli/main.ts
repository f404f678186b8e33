/** The command line of this process: its streams, its arguments, and how what goes wrong is told. */
import { programFor } from './commands.ts';
import { EXIT, report } from './failure.ts';

// Behind the launcher (bin.js): when that is killed outright, this ends as if its terminal had been closed.
if (process.channel !== undefined) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGHUP'));
  process.channel?.unref();
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // `ix jobs list | head`, a terminal that was closed: the reader has left, and nothing is wrong with that.
    if (error.code === 'EPIPE' || error.code === 'EIO') return;
    process.exit(stream === process.stdout ? report(error) : EXIT.failed);
  });
}

try {
  const program = await programFor(process.argv[2]);
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
