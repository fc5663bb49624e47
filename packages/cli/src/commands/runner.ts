import type { ExitCode } from '@schema-service/command-line';
import type { CommandContext } from '../command-context.ts';

/** What a command does once it is understood. Its module is loaded then, so that `--help` loads none. */
export type Handler = (context: CommandContext) => Promise<ExitCode>;

/** Runs what was understood, and keeps how it ended. */
export type Runner = (handler: Handler) => Promise<void>;

/** The part of a command's help that shows it in use. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}
