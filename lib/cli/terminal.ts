/** Where a command writes to. */
export interface Terminal {
  /** What was asked for. */
  out(text: string): void;
  /** What went wrong. */
  error(text: string): void;
}

/** The exit codes of every command; `barewire help` lists them. */
export const ExitCode = {
  OK: 0,
  /** The schemas have errors, generated files are stale, or a file could not be read or written. */
  FAILED: 1,
  /** The command line is wrong; nothing was done. */
  USAGE: 2,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** A command line that cannot be meant. The message is for the person who wrote it. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Something that stopped a command and that its user can do something about. */
export class CommandError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CommandError';
  }
}
