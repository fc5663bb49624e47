import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { looksLikeDatabaseUrl, readDatabaseUrl } from '@schema-service/database-url';
import { SchemaServiceError } from '@schema-service/errors';
import type { DatabaseStructure } from '@schema-service/migrator';
import {
  frozenVersions,
  isVersion,
  latestVersion,
  migrationsFolder,
} from '@schema-service/repository';
import {
  introspectSchema,
  loadSchemaSources,
  parseSchema,
  type SchemaModel,
  type SchemaSource,
} from '@schema-service/schema-model';
import type { CommandContext } from './command-context.ts';
import { recordedDatabase } from './migrations/recorded-structure.ts';
import { readSourcesAt, resolveCommit } from './repository/git.ts';
import { frozenSchema, schemaSources } from './repository/read-schemas.ts';

/** One side of a comparison: a schema, and where it is from. */
export interface SchemaSide {
  readonly kind: 'version' | 'working' | 'git' | 'path' | 'database';
  /** As it is shown: `1.1.0`, `working`, `main`, a path, or a database without its password. */
  readonly label: string;
  readonly model: SchemaModel;
  /** The files that were read, where there are some. */
  readonly sources: readonly SchemaSource[];
}

/**
 * The schemas that two words of the command line mean, each as in
 * {@link resolveSide} or the address of a database.
 */
export async function resolveSides(
  context: CommandContext,
  [from, to]: readonly [from: string, to: string],
): Promise<readonly [from: SchemaSide, to: SchemaSide]> {
  if (looksLikeDatabaseUrl(from)) {
    const current = looksLikeDatabaseUrl(to)
      ? await databaseSide(context, to)
      : await resolveSide(context, to);
    return [await databaseSide(context, from, current), current];
  }
  const previous = await resolveSide(context, from);
  const current = looksLikeDatabaseUrl(to)
    ? await databaseSide(context, to, previous)
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
async function resolveSide(context: CommandContext, word: string): Promise<SchemaSide> {
  if (word === 'working') return workingSide(context);
  if (word === 'latest') return versionSide(context, latestVersion(context.root()));
  if (isVersion(word)) return versionSide(context, word);
  if (word.startsWith('git:')) return gitSide(context, word.slice('git:'.length));
  if (existsSync(word)) {
    const sources = await loadSchemaSources(word);
    return { kind: 'path', label: word, model: parseSchema(sources), sources };
  }
  return gitSide(context, word);
}

async function workingSide(context: CommandContext): Promise<SchemaSide> {
  const sources = await schemaSources(context, undefined);
  return { kind: 'working', label: 'working', model: parseSchema(sources), sources };
}

/** A release as it was frozen. */
async function versionSide(context: CommandContext, version: string): Promise<SchemaSide> {
  const versions = frozenVersions(context.root());
  if (!versions.includes(version)) {
    const known = versions.length === 0 ? 'none yet' : versions.join(', ');
    throw unknownReference(version, `The frozen versions are: ${known}.`);
  }
  const model = await frozenSchema(context, version);
  return { kind: 'version', label: version, model, sources: [] };
}

/** The working schema as a commit has it. */
async function gitSide(context: CommandContext, reference: string): Promise<SchemaSide> {
  const root = context.root();
  const commit = await resolveCommit(root, reference);
  if (commit === undefined) {
    throw unknownReference(reference, 'There is no such version, path, branch, tag or commit.');
  }
  const sources = await readSourcesAt(root, commit, reference);
  if (sources.length === 0) {
    throw unknownReference(reference, `The commit has no *.prisma file in schema/.`);
  }
  return { kind: 'git', label: reference, model: parseSchema(sources), sources };
}

/**
 * A live database as a schema. What it has in common with the side it is compared with has that one's
 * names, which no database knows; and what a version has beside its schema is no difference from it.
 */
async function databaseSide(
  context: CommandContext,
  url: string,
  other?: SchemaSide,
): Promise<SchemaSide> {
  // Without who asks and how.
  const { label } = readDatabaseUrl(url, 'The database to compare with');
  const content = await introspectSchema(url, other === undefined ? {} : { like: other.model });
  const sources = [{ path: label, content }];
  const read = parseSchema(sources);
  const recorded = other && (await recordedOf(context, other));
  if (other === undefined || recorded === undefined) {
    return { kind: 'database', label, model: read, sources };
  }
  const { withoutRecorded } = await import('./migrations/without-recorded.ts');
  const model = await withoutRecorded(url, read, other.model, recorded);
  return { kind: 'database', label, model, sources };
}

/** The structure of a version, or of the one that the working schema begins with. */
async function recordedOf(
  context: CommandContext,
  { kind, label }: SchemaSide,
): Promise<DatabaseStructure | undefined> {
  if (kind !== 'version' && kind !== 'working') return undefined;
  const version = kind === 'version' ? label : frozenVersions(context.root()).at(-1);
  return version === undefined
    ? undefined
    : recordedDatabase(join(context.root(), migrationsFolder), version);
}

/** A word of the command line that names no schema. */
function unknownReference(word: string, why: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'SCHEMA_REFERENCE_UNKNOWN',
    message: `${word} is no schema that can be read.`,
    why,
    fix: 'Name a version (1.1.0, latest), working, a git reference (git:main), a file or folder, or postgresql://...',
    meta: { reference: word },
  });
}
