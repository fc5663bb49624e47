import { SchemaServiceError } from '@schema-service/errors';
import type { Migration } from '@schema-service/migrator';
import { isVersion } from '@schema-service/repository';
import type { RepositoryMigrations } from './pending-migrations.ts';

/**
 * The migrations that a word of the command line means: a version, a name with
 * or without its number; without a word all that are pending.
 *
 * @throws SchemaServiceError `MIGRATION_UNKNOWN`
 */
export function selectMigrations(
  { all, pending }: RepositoryMigrations,
  word: string | undefined,
): readonly Migration[] {
  if (word === undefined) return pending;
  const selected = all.filter(({ id, version }) =>
    isVersion(word) ? version === word : id === word || id.replace(/^\d+_/, '') === word,
  );
  if (selected.length > 0) return selected;
  const names =
    pending.length > 0 ? pending.map(({ id }) => id) : all.slice(-5).map(({ id }) => id);
  throw new SchemaServiceError({
    code: 'MIGRATION_UNKNOWN',
    message: `No migration is called ${word}, and no version with migrations.`,
    why: names.length === 0 ? 'There are none.' : `There are ${names.join(', ')}.`,
    fix: 'Name a migration or a version.',
    meta: { name: word },
  });
}
