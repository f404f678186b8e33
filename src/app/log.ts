/** The process's log, to standard error; standard output is for answers. JSON, one object a line; on a terminal lines for people. */
import { writeSync } from 'node:fs';
import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import { type DestinationStream, type Logger, type LoggerOptions, pino, stdTimeFunctions } from 'pino';
import { z } from 'zod';
import type { Outage } from './outage.ts';

const STDERR = 2;
const UNWRITTEN_BYTES = 1_000_000;

/** @param outage stands before the log: what fails because the database is away is told by it, once. */
export function createLog(level: NonNullable<LoggerOptions['level']>, outage: Outage | null = null): Logger {
  const options: LoggerOptions = {
    level,
    base: { pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  };
  if (outage !== null) {
    options.hooks = {
      logMethod(args, method, severity) {
        const error = errorIn(args[0]);
        // The last words of a process are not put off.
        if (error === null || severity >= FATAL) method.apply(this, args);
        else outage.take(error, () => method.apply(this, args));
      },
    };
  }
  return pino(options, process.stderr.isTTY ? people(process.stderr) : programs());
}

const FATAL = 60;

const errorIn = (given: unknown): unknown => (typeof given === 'object' && given !== null && 'err' in given ? given.err : null);

function programs(): DestinationStream {
  // Synchronous: what is said just before a crash is not lost. What cannot be written is kept up to a bound, until it can.
  const out = pino.destination({ fd: STDERR, sync: true, maxLength: UNWRITTEN_BYTES });
  out.on('error', () => {
    // Nobody reads any more, the terminal is gone, the disk is full: no reason for a service to end, and nobody to tell.
  });
  return out;
}

function people(stream: WriteStream): DestinationStream {
  return {
    write(line) {
      try {
        writeSync(STDERR, lineForPeople(line, stream));
      } catch {
        // The terminal is gone: no reason for a service to end, and nobody to tell.
      }
    },
  };
}

const LineSchema = z.looseObject({ level: z.string(), time: z.string(), msg: z.string().optional(), pid: z.unknown() });
const ErrorSchema = z.looseObject({ message: z.string(), stack: z.string().optional() });
const COLOURS = new Map([
  ['warn', 'yellow' as const],
  ['error', 'red' as const],
  ['fatal', 'red' as const],
]);

/** `12:00:05 warn  what happened  name=value`; the stack of an error below it. */
export function lineForPeople(json: string, stream: WriteStream): string {
  const { level, time, msg = '', pid: _, err, ...rest } = LineSchema.parse(JSON.parse(json));
  const facts = Object.entries(rest).map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const error = ErrorSchema.safeParse(err).data;
  const stack = error === undefined ? [] : (error.stack ?? error.message).split('\n');
  const head = `${time.slice(11, 19)} ${styleText(COLOURS.get(level) ?? 'dim', level.padEnd(5), { stream })} ${shown(msg)}`;
  const behind = facts.length === 0 ? '' : styleText('dim', `  ${shown(facts.join(' '))}`, { stream });
  return `${[head + behind, ...stack.map((line) => `  ${shown(line)}`)].join('\n')}\n`;
}

/** A terminal obeys what stands in names of strangers. */
const shown = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
