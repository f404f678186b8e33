/** The process's log: JSON, one object a line, to standard error; standard output is for answers. */
import { type Logger, type LoggerOptions, pino, stdTimeFunctions } from 'pino';

const UNWRITTEN_BYTES = 1_000_000;

export function createLog(level: NonNullable<LoggerOptions['level']>): Logger {
  // Synchronous: what is said just before a crash is not lost. What cannot be written is kept up to a bound, until it can.
  const out = pino.destination({ fd: 2, sync: true, maxLength: UNWRITTEN_BYTES });
  out.on('error', () => {
    // Nobody reads any more, the terminal is gone, the disk is full: no reason for a service to end, and nobody to tell.
  });
  return pino({ level, base: { pid: process.pid }, timestamp: stdTimeFunctions.isoTime }, out);
}
