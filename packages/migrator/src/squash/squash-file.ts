import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import type { MigrationScript } from '../migrations/migration.ts';
import { isVersion } from '../migrations/version.ts';

/** In the folder of migrations, beside the versions: what a new database begins with. In the folder of a version: what it was released with. */
export const SQUASH_SCRIPT = 'squash.sql';
/** Beside it: for what it stands, and its digest. */
export const SQUASH_FILE = 'squash.json';

/** What `squash.json` says. */
export interface SquashRecord {
  readonly kind: 'migrationSquash';
  readonly formatVersion: 1;
  /** A new database is at this version behind the script. */
  readonly version: string;
  /** SHA-256 of `squash.sql`. */
  readonly script: string;
  /** The schemas of the search path that it was made with. In others its scripts would have made something else. */
  readonly schemas: readonly string[];
  readonly serverMajor: number;
  /** What it stands for, in the order in which they run. */
  readonly migrations: readonly SquashedMigration[];
  /** Statements that it does not stand for, by somebody's word: `1.0.0/001_init/up.sql:3`. */
  readonly leftOut: readonly string[];
  /** Columns whose values are made anew in each database, by their defaults: `public.plan.created_at`. */
  readonly defaults: readonly string[];
  /** SHA-256 of the rest. */
  readonly digest: string;
}

/** One of the migrations, with the SHA-256 of its scripts. */
export interface SquashedMigration {
  readonly version: string;
  readonly id: string;
  readonly up: string;
  readonly down: string | null;
}

/** A squashed script as it lies in a folder. */
export interface Squash extends SquashRecord {
  /** The text of `squash.sql`, which may not be what the record says. */
  readonly found: MigrationScript;
}

/** Whether a folder has one, whatever is in it. */
export const hasSquash = (directory: string): boolean => existsSync(join(directory, SQUASH_FILE));

/**
 * The squashed script of a folder; `undefined` where there is none.
 *
 * @throws SchemaServiceError MIGRATION_SQUASH_INVALID
 */
export function readSquash(
  directory: string,
  readScript: (directory: string, path: string) => MigrationScript | undefined,
): Squash | undefined {
  if (!hasSquash(directory)) return undefined;
  const found = readScript(directory, SQUASH_SCRIPT);
  if (!found) throw invalid(`${SQUASH_SCRIPT} is missing.`, `${SQUASH_FILE} is there.`);
  return squashOf(readFileSync(join(directory, SQUASH_FILE), 'utf8'), found);
}

/**
 * A squashed script and the text of its `squash.json`, wherever they are.
 *
 * @throws SchemaServiceError MIGRATION_SQUASH_INVALID
 */
export function squashOf(record: string, found: MigrationScript): Squash {
  return { ...parseRecord(record), found };
}

/** A record with its digest. */
export function sealed(record: Omit<SquashRecord, 'digest'>): SquashRecord {
  return { ...record, digest: digestOf(record) };
}

/** The text of `squash.json`: a line for each migration. */
export function recordText({ migrations, digest, ...head }: SquashRecord): string {
  const lines = migrations.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
  const start = JSON.stringify(head, null, 2).slice(0, -2);
  return `${start},\n  "migrations": [\n${lines}\n  ],\n  "digest": ${JSON.stringify(digest)}\n}\n`;
}

function digestOf(record: Omit<SquashRecord, 'digest'>): string {
  const { version, script, schemas, serverMajor, migrations, leftOut, defaults } = record;
  const listed = migrations.map(({ version: of, id, up, down }) => [of, id, up, down]);
  const parts = [version, script, schemas, serverMajor, listed, leftOut, defaults];
  return hash('sha256', JSON.stringify(parts));
}

function parseRecord(text: string): SquashRecord {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch (error) {
    throw invalid(`${SQUASH_FILE} is no JSON.`, error instanceof Error ? error.message : '');
  }
  if (!isRecord(record)) {
    const why = 'It was written by a newer migrator, or edited.';
    throw invalid(`${SQUASH_FILE} is nothing that this migrator can read.`, why);
  }
  if (digestOf(record) === record.digest) return record;
  throw invalid(`${SQUASH_FILE} was edited.`, 'Its digest is not that of what it says.');
}

function isRecord(value: unknown): value is SquashRecord {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Partial<SquashRecord>;
  return (
    record.kind === 'migrationSquash' &&
    record.formatVersion === 1 &&
    isVersion(String(record.version)) &&
    Array.isArray(record.migrations) &&
    record.migrations.length > 0 &&
    record.migrations.every((one) => isVersion(String(one?.version)) && /^\d+_/.test(one.id)) &&
    [record.schemas, record.leftOut, record.defaults].every(Array.isArray)
  );
}

function invalid(message: string, why: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_SQUASH_INVALID',
    message,
    why: `${why} A new database would begin with something that nobody has proven. Nothing was done.`,
    fix: `Bring both files back: git log -p -- ${SQUASH_SCRIPT} ${SQUASH_FILE}. Where the scripts that they stand for are all there: remove both, and make them anew (schema-migrator squash VERSION).`,
    meta: { path: SQUASH_FILE },
  });
}
