import { createInterface } from 'node:readline/promises';
import { usageError } from './command-line.ts';

/**
 * Asks on the terminal; only `yes` is a yes.
 *
 * @throws SchemaServiceError COMMAND_USAGE where nobody is there to answer
 */
export async function confirm(question: string, who = 'A down asks first'): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw usageError(`${who}, and there is no terminal to ask on.`, 'Add --yes.');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`${question} Type yes: `)).trim() === 'yes';
  } finally {
    terminal.close();
  }
}
