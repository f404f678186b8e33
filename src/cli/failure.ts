/** How a command ends when it does not end well: a sentence for people, an exit code for scripts. */

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
  /** 128 + the signal's number, as shells say it. */
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
