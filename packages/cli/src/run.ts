import { EXIT, type ExitCode, exitCodeOf } from '@schema-service/command-line';
import { errorRecord, formatError } from '@schema-service/errors';
import { CommanderError } from 'commander';
import { fromSystemError, usageError } from './command-errors.ts';
import { createProgram } from './program.ts';

/** Runs a command line to its end and gives its exit code. Nothing is thrown. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  let ending: ExitCode = EXIT.ok;
  const program = createProgram((code) => {
    ending = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return ending;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return EXIT.ok;
    const error = fromSystemError(fromCommander(thrown));
    if (args.includes('--json')) {
      process.stdout.write(`${JSON.stringify(errorRecord(error))}\n`);
    }
    process.stderr.write(`${formatError(error)}\n`);
    return exitCodeOf(error);
  }
}

/** What the parser did not understand, in the words of every other error. */
function fromCommander(error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error;
  if (error.code === 'commander.help') return usageError('Which command?');
  return usageError(error.message.replace(/^error: /, ''));
}
