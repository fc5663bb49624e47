import type { Interface, ReadLineOptions } from 'node:readline';
import { Writable } from 'node:stream';
import { SchemaServiceError } from '@schema-service/errors';

/**
 * Asks for a yes or no; Enter alone is a yes.
 *
 * @throws SchemaServiceError COMMAND_CANCELLED
 */
export async function askYesOrNo(question: string): Promise<boolean> {
  for (;;) {
    const answer = (await readLine(`${question} [Y/n] `)).trim();
    if (/^(y|yes)?$/i.test(answer)) return true;
    if (/^(n|no)$/i.test(answer)) return false;
  }
}

/**
 * Asks to type `yes`, which nobody does by accident; anything else is a no.
 *
 * @throws SchemaServiceError COMMAND_CANCELLED
 */
export async function askToTypeYes(question: string): Promise<boolean> {
  return (await readLine(`${question} Type yes: `)).trim() === 'yes';
}

/**
 * Asks for a line of text, which begins as `initial`, until `problemOf` finds nothing wrong with it.
 *
 * @throws SchemaServiceError COMMAND_CANCELLED
 */
export async function askText(
  question: string,
  initial: string,
  problemOf: (answer: string) => string | undefined,
): Promise<string> {
  let prompt = `${question} `;
  let answer = initial;
  for (;;) {
    answer = await readLine(prompt, answer);
    const problem = problemOf(answer);
    if (problem === undefined) return answer;
    // In one piece, so that no key is typed between them while nobody reads.
    prompt = `  ${problem}\n${question} `;
  }
}

/**
 * Asks for a secret, which is not shown while it is typed.
 *
 * @throws SchemaServiceError COMMAND_CANCELLED
 */
export async function askSecret(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // Before the question: from here on the terminal shows nothing of what is typed.
  const terminal = await openTerminal({ output: nowhere, terminal: true });
  process.stderr.write(`${question} `);
  return new Promise((resolve, reject) => {
    terminal.once('close', () => {
      process.stderr.write('\n');
      reject(cancelled());
    });
    terminal.once('line', (answer) => {
      resolve(answer.trim());
      terminal.close();
    });
  });
}

/**
 * The line that is typed, after `begun`. Ctrl+C, and the end of the input, end the question. What was pasted behind the
 * line goes with it, so that it does not answer the next question.
 */
async function readLine(question: string, begun = ''): Promise<string> {
  const terminal = await openTerminal({ output: process.stderr });
  return new Promise((resolve, reject) => {
    const cancel = (): void => {
      process.stderr.write('\n');
      reject(cancelled());
    };
    terminal.once('close', cancel);
    terminal.question(question, (answer) => {
      terminal.off('close', cancel);
      terminal.close();
      resolve(answer);
    });
    terminal.write(begun);
  });
}

/** What reads lines is loaded when somebody is asked: most commands ask nothing. */
async function openTerminal(options: Omit<ReadLineOptions, 'input'>): Promise<Interface> {
  const { createInterface } = await import('node:readline');
  return createInterface({ input: process.stdin, ...options });
}

function cancelled(): SchemaServiceError {
  return new SchemaServiceError({
    code: 'COMMAND_CANCELLED',
    message: 'Ended by you; nothing was changed.',
  });
}
