import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  type ClientName,
  type Naming,
  namingProblem,
  type SchemaConfig,
} from '@schema-service/repository';
import type { CommandContext } from '../command-context.ts';
import { usageError } from '../command-errors.ts';
import { ask, canAsk } from '../output/ask.ts';

/** The names of a new repository, with the clients that were chosen; every one where none were. */
export interface InitNaming extends Naming {
  readonly clients?: SchemaConfig['clients'];
}

export const clientNames: readonly ClientName[] = ['node', 'types', 'python'];

/** The others, as `--clients` takes them. */
export const clientsBut = (client: ClientName): string =>
  clientNames.filter((name) => name !== client).join(',');

export interface NamingAnswers {
  /** `node,types` */
  readonly clients?: string | undefined;
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
  { scope, name, clients, yes }: NamingAnswers,
): Promise<InitNaming> {
  const chosen = clients === undefined ? {} : { clients: readClients(clients) };
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
    ...chosen,
  };
}

function readClients(text: string): SchemaConfig['clients'] {
  const given = text.split(',').map((name) => name.trim());
  const unknown = given.find((name) => !clientNames.some((known) => known === name));
  if (unknown === undefined) return Object.fromEntries(given.map((name) => [name, {}]));
  throw usageError(
    `--clients ${text}: there is no client ${unknown}.`,
    `Some of ${clientNames.join(', ')}, with commas between them.`,
  );
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
