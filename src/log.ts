/** The process's log: JSON, one object a line, to standard error; standard output is for answers. */
import { type Logger, type LoggerOptions, pino, stdTimeFunctions } from 'pino';

export function createLog(level: NonNullable<LoggerOptions['level']>): Logger {
  // Synchronous: what is said just before a crash is not lost.
  const out = pino.destination({ fd: 2, sync: true });
  return pino({ level, base: { pid: process.pid }, timestamp: stdTimeFunctions.isoTime }, out);
}
