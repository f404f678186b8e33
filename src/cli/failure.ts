/** How a command ends when it does not end well: a sentence for people, an exit code for scripts. */
import { CommanderError } from 'commander';
import { StartError } from '../app/start-error.ts';
import { ConfigError } from '../config.ts';
import { WrongSetting } from '../database/error.ts';

/** Exit codes of the client commands, as their help lists them. */
export const EXIT = {
  ok: 0,
  /** A job ended in error, or the command itself failed. */
  failed: 1,
  /** The command line, a setting or a file named on it is wrong; ix refused the request. */
  usage: 2,
  /** Done, but a required field was not found. */
  incomplete: 3,
  /** No ix answers. */
  unreachable: 4,
  /** The time that was given to wait is over, and the job goes on. */
  late: 5,
  /** 128 + the signal's number, as shells say it. */
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the command: the message goes to standard error as `ix: …`, without a stack. */
export class CliError extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CliError';
    this.exitCode = exitCode;
  }
}

/** Tells people what went wrong. @returns the exit code that tells scripts. */
export function report(error: unknown): ExitCode {
  // Commander has written its own message.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  process.stderr.write(`ix: ${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof CliError) return error.exitCode;
  return isWrongSetting(error) ? EXIT.usage : EXIT.failed;
}

/** Starting again does not help: a setting, or what it leads to, has to be changed first. */
const isWrongSetting = (error: unknown): boolean =>
  error instanceof ConfigError || error instanceof StartError || error instanceof WrongSetting;
