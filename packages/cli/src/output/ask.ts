import { canAnswer } from '@schema-service/command-line';
import type { Output } from './output.ts';

/** Whether a person is there who can answer. */
export function canAsk({ isJson }: Output): boolean {
  return !isJson && canAnswer();
}

/**
 * Asks for a yes or no.
 *
 * @throws SchemaServiceError `COMMAND_CANCELLED`
 */
export async function confirm(message: string): Promise<boolean> {
  const { askYesOrNo } = await import('@schema-service/command-line/questions');
  return askYesOrNo(message);
}

/**
 * Asks for a line of text; `problemOf` says what is wrong with one.
 *
 * @throws SchemaServiceError `COMMAND_CANCELLED`
 */
export async function ask(
  message: string,
  initialValue: string,
  problemOf: (answer: string) => string | undefined,
): Promise<string> {
  const { askText } = await import('@schema-service/command-line/questions');
  return askText(message, initialValue, problemOf);
}

/**
 * Asks for a secret, which is not shown.
 *
 * @throws SchemaServiceError `COMMAND_CANCELLED`
 */
export async function askHidden(message: string): Promise<string> {
  const { askSecret } = await import('@schema-service/command-line/questions');
  return askSecret(message);
}
