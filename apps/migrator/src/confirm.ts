import { canAnswer } from '@schema-service/command-line';
import { askToTypeYes } from '@schema-service/command-line/questions';
import { usageError } from './command-line.ts';

/**
 * Asks on the terminal; only `yes` is a yes.
 *
 * @throws SchemaServiceError COMMAND_USAGE where nobody is there to answer, COMMAND_CANCELLED
 */
export async function confirm(question: string, who = 'A down asks first'): Promise<boolean> {
  if (!canAnswer()) {
    throw usageError(`${who}, and there is no terminal to ask on.`, 'Add --yes.');
  }
  return askToTypeYes(question);
}
