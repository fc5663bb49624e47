import type { ExitCode } from '@schema-service/command-line';
import { findRepository } from '@schema-service/repository';
import { createOutput, type Output } from './output/output.ts';

/** What every command is given besides its own arguments. */
export interface CommandContext {
  readonly output: Output;
  /** The folder the command works from; relative paths are relative to it. */
  readonly cwd: string;
  /**
   * The root of the repository.
   *
   * @throws SchemaServiceError `REPOSITORY_NOT_FOUND`
   */
  root(): string;
}

export function createContext(isJson: boolean): CommandContext {
  const cwd = process.cwd();
  return { output: createOutput(isJson), cwd, root: () => findRepository(cwd) };
}

/** What a command does once it is understood. Its module is loaded then, so that `--help` loads none. */
export type Handler = (context: CommandContext) => Promise<ExitCode>;

/** Runs what was understood, and keeps how it ended. */
export type Runner = (handler: Handler) => Promise<void>;
