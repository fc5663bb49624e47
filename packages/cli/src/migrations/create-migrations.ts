import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Layout, OlderVersion } from '@schema-service/coexistence';
import { SchemaServiceError } from '@schema-service/errors';
import { draftMigrations, type MigrationDraft } from '@schema-service/migration-draft';
import { readAcceptedDifferences } from '@schema-service/migrator';
import { bumpToAskFor, nextVersion } from '@schema-service/release/versions';
import { frozenVersions, layoutFile, upFile } from '@schema-service/repository';
import { bumpOf, diff } from '@schema-service/schema-diff';
import type { CommandContext } from '../command-context.ts';
import { usageError } from '../command-errors.ts';
import { unknownToDatabases } from '../diff-report/diff-report.ts';
import { withProgress } from '../output/progress.ts';
import { type RenameAnswers, settleRenames } from '../renames/settle-renames.ts';
import { type StatedRename, stateRenames } from '../renames/state-renames.ts';
import { frozenSchema, type WorkSchemas } from '../repository/read-schemas.ts';
import { draftsBesideOlder, readLayout } from './beside-older.ts';
import { explainDrafts } from './explain-drafts.ts';
import { migratedSchema } from './migrated-schema.ts';
import { checkMigrationName, sequenceText } from './migration-name.ts';
import { repositoryMigrations } from './pending-migrations.ts';
import { recordedStructure, tablesIn } from './recorded-structure.ts';
import type { SharedServer } from './throwaway-server.ts';
import { writeDrafts } from './write-drafts.ts';

export interface CreateMigrationsOptions extends RenameAnswers {
  readonly name: string;
  /** Whether clients of the last release are to go on meanwhile. Where those of the one before did, they always do. */
  readonly beside?: boolean;
  /** The oldest release whose clients are to go on. Default: the last one; as the layout says where there is one. */
  readonly oldest?: string;
  /** Where databases may be made, to see what pending migrations do. */
  readonly server: Pick<SharedServer, 'url'>;
}

/** What was written, as `schemactl migration new --json` prints it. */
export interface CreatedMigrations {
  readonly kind: 'migrationsCreated';
  readonly version: string;
  /** Empty where the database does not change. */
  readonly migrations: readonly CreatedMigration[];
  /** Renames that were answered and are annotations in the schema now. */
  readonly renames: readonly StatedRename[];
}

export interface CreatedMigration extends Pick<MigrationDraft, 'rollback' | 'notes'> {
  /** Relative to where the person stands. */
  readonly folder: string;
}

/**
 * Writes the migrations that lead from the last release and what is pending
 * after it to the working schema, under the version that is in work.
 *
 * @throws SchemaServiceError `COMMAND_USAGE`, `VERSIONS_NOT_BRIDGED`, `MIGRATION_PHASES_WRITTEN`, `RENAME_UNCLEAR`, `RENAME_UNKNOWN`, `MIGRATION_EXISTS`, and what
 * is wrong with the schema or with pending migrations; nothing is written then
 */
export async function createMigrations(
  context: CommandContext,
  { latest, released, base, working }: WorkSchemas,
  { name, server, beside = false, oldest, ...answers }: CreateMigrationsOptions,
): Promise<CreatedMigrations> {
  checkMigrationName(name);
  const { folder, all, pending, releasedTo, hotfixes } = await repositoryMigrations(context.root());
  const last = pending.at(-1) ?? (hotfixes.length > 0 ? all.at(-1) : undefined);
  const recorded = await recordedStructure(folder, releasedTo);
  const migrated =
    last === undefined
      ? { schema: base?.model ?? released, structure: recorded }
      : await withProgress(context.output, 'Applying the pending migrations', () =>
          migratedSchema({
            folder,
            base: base?.model,
            releasedTo,
            version: last.version,
            working,
            server,
          }),
        );
  const { schema: previous, structure } = migrated;
  const renames = await settleRenames(context, [previous, working], answers);
  const changes = diff(previous, working, { renames });
  const needed = bumpOf(previous === released ? changes : diff(released, working, { renames }));
  const version = nextVersion(
    latest,
    bumpToAskFor(latest, needed),
    pending.map((one) => one.version),
  );
  const layout = await readLayout(folder, releasedTo ?? '');
  const besideOlder = beside || layout !== undefined;
  const isMore = changes.some(({ id }) => !unknownToDatabases.includes(id));
  if (besideOlder && last !== undefined && isMore) throw pendingPhases(last.version);
  const { drafts, layout: next } =
    besideOlder && (last === undefined ? changes.length > 0 : isMore)
      ? draftsBesideOlder({
          ...{ layout, version, previous, working, changes, structure },
          released: latest ?? version,
          older: await olderReleases(context, { oldest, latest, layout, released }),
        })
      : {
          drafts: draftMigrations(previous, working, changes, {
            structure,
            accepted: readAcceptedDifferences(folder),
          }),
          layout: undefined,
        };
  const first = (all.at(-1)?.sequence ?? 0) + 1;
  const placed = drafts.map((draft, index) => {
    const suffix = draft.suffix === '' ? '' : `_${draft.suffix}`;
    return {
      draft,
      folder: join(folder, version, `${sequenceText(first + index)}_${name}${suffix}`),
    };
  });
  const earlier = pending.filter((one) => one.version === version);
  const explained = await explainDrafts(
    placed.map(({ draft, folder: at }) => ({ draft, path: join(relative(folder, at), upFile) })),
    earlier.map(({ up }) => ({ path: up.path, sql: up.sql })),
    { existingTables: tablesIn(recorded) },
  );
  await writeDrafts(placed.map((one, index) => ({ ...one, draft: explained[index] ?? one.draft })));
  if (next !== undefined) {
    await writeFile(join(folder, version, layoutFile), `${JSON.stringify(next, null, 2)}\n`);
  }
  return {
    kind: 'migrationsCreated',
    version,
    migrations: placed.map(({ draft: { rollback, notes }, folder: at }) => ({
      folder: relative(context.cwd, at),
      rollback,
      notes,
    })),
    renames: await stateRenames(working, renames),
  };
}

/**
 * The releases from the oldest that is to go on to the one before the last, the newest first, each with all that has changed since.
 *
 * @throws SchemaServiceError `COMMAND_USAGE`
 */
async function olderReleases(
  context: CommandContext,
  {
    oldest,
    latest,
    layout,
    released,
  }: { readonly oldest: string | undefined } & Pick<WorkSchemas, 'latest' | 'released'> & {
      readonly layout: Layout | undefined;
    },
): Promise<readonly OlderVersion[]> {
  if (oldest === undefined) return [];
  const frozen = frozenVersions(context.root());
  if (latest === null || !frozen.includes(oldest)) {
    throw usageError(`There is no release ${oldest}.`, `There are: ${frozen.join(', ')}.`);
  }
  if (layout !== undefined) {
    const alive = layout.versions.map(({ version }) => version).join(', ');
    throw usageError(`${latest} says which versions are alive: ${alive}.`, 'Leave out --oldest.');
  }
  const versions = frozen.slice(frozen.indexOf(oldest), frozen.indexOf(latest)).reverse();
  return Promise.all(
    versions.map(async (version) => {
      const schema = await frozenSchema(context, version);
      return { version, schema, changes: diff(schema, released) };
    }),
  );
}

/** Beside older versions a version is one step: what it adds later would change views that its clients have. */
const pendingPhases = (version: string): SchemaServiceError =>
  new SchemaServiceError({
    code: 'MIGRATION_PHASES_WRITTEN',
    message: `migrations/${version} has migrations already, and keeps older versions alive.`,
    why: 'All that changes between two releases is one step there: columns, triggers and views are made for the whole of it.',
    fix: `Delete migrations/${version}, and run it again: it writes all that the working schema needs.`,
    meta: { version },
  });
