import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Naming, namingProblem } from '@schema-service/repository';
import type { CommandContext } from '../command-context.ts';
import { usageError } from '../command-errors.ts';
import { ask, canAsk } from '../output/ask.ts';

export interface NamingAnswers {
  readonly scope: string | undefined;
  readonly name: string | undefined;
  /** Whether what is not said may be assumed. */
  readonly yes: boolean;
}

/**
 * The names of a new repository: those that were given, and for the others what
 * the person answers, or with `yes` what can be told from the folder.
 *
 * @throws SchemaServiceError `COMMAND_USAGE`
 */
export async function chooseNaming(
  context: CommandContext,
  folder: string,
  { scope, name, yes }: NamingAnswers,
): Promise<Naming> {
  const settle = async (
    given: string | undefined,
    option: string,
    question: string,
    suggestion: string,
    problemOf: (answer: string) => string | undefined,
  ): Promise<string> => {
    if (given === undefined && !yes) {
      if (canAsk(context.output)) return ask(question, suggestion, problemOf);
      throw usageError(
        `Nobody is there to ask for ${option}.`,
        `schemactl init --scope ${suggestedScope(folder)} --name db, or --yes`,
      );
    }
    const problem = problemOf(given ?? suggestion);
    if (problem !== undefined) throw usageError(`${option} ${given ?? suggestion}: ${problem}`);
    return given ?? suggestion;
  };
  return {
    scope: await settle(
      scope,
      '--scope',
      'The npm scope of your organisation?',
      suggestedScope(folder),
      (answer) => namingProblem('scope', answer),
    ),
    name: await settle(name, '--name', 'What is the database called?', 'db', (answer) =>
      namingProblem('name', answer),
    ),
  };
}

/** From the package that is there, or the folder's own name. */
function suggestedScope(folder: string): string {
  const manifest = join(folder, 'package.json');
  const text = existsSync(manifest) ? readFileSync(manifest, 'utf8') : '';
  const [, scope] = /"name"\s*:\s*"(@[a-z][a-z0-9-]*)\//.exec(text) ?? [];
  if (scope !== undefined) return scope;
  const plain = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '');
  return `@${plain || 'org'}`;
}
