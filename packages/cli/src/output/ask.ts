import { SchemaServiceError } from '@schema-service/errors';
import type { Output } from './output.ts';

/** Whether a person is there who can answer. */
export function canAsk({ isJson }: Output): boolean {
  // A terminal without columns is none that a question can be drawn on.
  return !isJson && process.stdin.isTTY && process.stderr.isTTY && process.stderr.columns > 0;
}

/** Asks for a yes or no. */
export async function confirm(message: string): Promise<boolean> {
  const prompts = await import('@clack/prompts');
  const answer = await prompts.confirm({ message, output: process.stderr });
  if (prompts.isCancel(answer)) throw cancelled();
  return answer;
}

/** Asks for a line of text; `problemOf` says what is wrong with one. */
export async function ask(
  message: string,
  initialValue: string,
  problemOf: (answer: string) => string | undefined,
): Promise<string> {
  const prompts = await import('@clack/prompts');
  const answer = await prompts.text({
    message,
    initialValue,
    validate: (value) => problemOf(value ?? ''),
    output: process.stderr,
  });
  if (prompts.isCancel(answer)) throw cancelled();
  return answer;
}

function cancelled(): SchemaServiceError {
  return new SchemaServiceError({
    code: 'COMMAND_CANCELLED',
    message: 'Ended by you; nothing was changed.',
  });
}
