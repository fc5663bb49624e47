import { countText, EXIT, type ExitCode } from '@schema-service/command-line';
import { SchemaServiceError } from '@schema-service/errors';
import {
  bumpToAskFor,
  moveMigrations,
  nextVersion,
  readMigrationNumbers,
  removeEmptied,
  renumber,
  type UnreleasedMigration,
} from '@schema-service/release';
import { migrationFolder } from '@schema-service/repository';
import { bumpOf } from '@schema-service/schema-diff';
import { readWork } from '../../change/work-facts.ts';
import type { CommandContext } from '../../command-context.ts';
import { knownPaths } from '../../repository/known-paths.ts';

/**
 * `schemactl migration renumber`: gives migrations whose numbers clash, as after a merge of two branches, numbers that run
 * on. Those that the main branch has keep theirs.
 */
export async function renumberMigrations(
  context: CommandContext,
  name: string | undefined,
): Promise<ExitCode> {
  const { output } = context;
  const root = context.root();
  const { latest, changes } = await readWork(context);
  const numbers = await readMigrationNumbers(root);
  const last = name === undefined ? undefined : named(numbers.unreleased, name);
  const known = await knownPaths(root);
  const needed = bumpToAskFor(latest, bumpOf(changes));
  const migrations = renumber(numbers, {
    nextVersion: nextVersion(latest, needed === 'none' ? 'patch' : needed, []),
    rank: (migration) =>
      migration === last ? -1 : known(`${migrationFolder(migration.version, migration.id)}/up.sql`),
  });
  await moveMigrations(root, migrations);
  await removeEmptied(root, migrations);
  output.result({ kind: 'migrationsRenumbered', migrations }, () =>
    migrations.map(({ from, to }) => `${from} -> ${to}`).join('\n'),
  );
  output.note(
    migrations.length === 0
      ? 'Every number is there once, and after what is released.'
      : `${countText(migrations.length, 'migration')} renumbered. Try them: schemactl migration test`,
  );
  return EXIT.ok;
}

function named(
  unreleased: readonly UnreleasedMigration[],
  name: string,
): UnreleasedMigration | undefined {
  const found = unreleased.filter(({ id }) => id === name || id.replace(/^\d+_/, '') === name);
  if (found.length === 1) return found[0];
  const names = unreleased.map(({ id }) => id).join(', ');
  throw new SchemaServiceError({
    code: 'MIGRATION_UNKNOWN',
    message:
      found.length === 0
        ? `No migration in work is called ${name}.`
        : `${found.length} migrations in work are called ${name}.`,
    why:
      names === '' ? 'There are none: what is released keeps its number.' : `There are ${names}.`,
    fix: 'Name one of them with its number.',
    meta: { name },
  });
}
