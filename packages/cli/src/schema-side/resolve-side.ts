import { existsSync } from 'node:fs';
import { isVersion, latestVersion } from '@schema-service/repository';
import { loadSchemaSources, parseSchema } from '@schema-service/schema-model';
import type { CommandContext } from '../command-context.ts';
import { schemaSources } from '../repository/working-schema.ts';
import { databaseSide, isDatabaseUrl } from './database-side.ts';
import { gitSide } from './git-side.ts';
import type { SchemaSide } from './schema-side.ts';
import { versionSide } from './version-side.ts';

/**
 * The schemas that two words of the command line mean, each as in
 * {@link resolveSide} or the address of a database.
 */
export async function resolveSides(
  context: CommandContext,
  [from, to]: readonly [from: string, to: string],
): Promise<readonly [from: SchemaSide, to: SchemaSide]> {
  if (isDatabaseUrl(from)) {
    const current = isDatabaseUrl(to)
      ? await databaseSide(to, undefined)
      : await resolveSide(context, to);
    return [await databaseSide(from, current.model), current];
  }
  const previous = await resolveSide(context, from);
  const current = isDatabaseUrl(to)
    ? await databaseSide(to, previous.model)
    : await resolveSide(context, to);
  return [previous, current];
}

/**
 * The schema that a word of the command line means: `latest`, a version,
 * `working`, `git:REF`, a file or folder, or a git reference. What
 * exists as a path is one; `git:` says that it is none.
 *
 * @throws SchemaServiceError `SCHEMA_REFERENCE_UNKNOWN`, or what is wrong with the schema there
 */
export async function resolveSide(context: CommandContext, word: string): Promise<SchemaSide> {
  if (word === 'working') return workingSide(context);
  if (word === 'latest') return versionSide(context, latestVersion(context.root()));
  if (isVersion(word)) return versionSide(context, word);
  if (word.startsWith('git:')) return gitSide(context, word.slice('git:'.length));
  if (existsSync(word)) {
    const model = parseSchema(await loadSchemaSources(word));
    return { kind: 'path', label: word, model };
  }
  return gitSide(context, word);
}

async function workingSide(context: CommandContext): Promise<SchemaSide> {
  const model = parseSchema(await schemaSources(context, undefined));
  return { kind: 'working', label: 'working', model };
}
