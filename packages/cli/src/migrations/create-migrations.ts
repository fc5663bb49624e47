import { join, relative } from 'node:path';
import { bumpToAskFor, nextVersion } from '@schema-service/release/versions';
import { frozenVersions, latestOf } from '@schema-service/repository';
import { bumpOf, diff, draftMigrations, type MigrationDraft } from '@schema-service/schema-diff';
import { emptySchema, parseSchema, type SchemaModel } from '@schema-service/schema-model';
import type { CommandContext } from '../command-context.ts';
import { withProgress } from '../output/progress.ts';
import { type RenameAnswers, settleRenames } from '../renames/settle-renames.ts';
import { type StatedRename, stateRenames } from '../renames/state-renames.ts';
import { schemaSources } from '../repository/working-schema.ts';
import { versionSide } from '../schema-side/version-side.ts';
import { migratedSchema } from './migrated-schema.ts';
import { checkMigrationName, sequenceText } from './migration-name.ts';
import { repositoryMigrations } from './pending-migrations.ts';
import { dependentsIn, recordedStructure } from './recorded-structure.ts';
import { writeDrafts } from './write-drafts.ts';

export interface CreateMigrationsOptions extends RenameAnswers {
  readonly name: string;
  /** Where databases may be made, to see what pending migrations do; a server of our own otherwise. */
  readonly server: string | undefined;
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
 * @throws SchemaServiceError `COMMAND_USAGE`, `RENAME_UNCLEAR`, `RENAME_UNKNOWN`, `MIGRATION_EXISTS`, and what
 * is wrong with the schema or with pending migrations; nothing is written then
 */
export async function createMigrations(
  context: CommandContext,
  { name, server, ...answers }: CreateMigrationsOptions,
): Promise<CreatedMigrations> {
  checkMigrationName(name);
  const root = context.root();
  const working = parseSchema(await schemaSources(context, undefined));
  const latest = latestOf(frozenVersions(root));
  const released = latest === undefined ? undefined : (await versionSide(context, latest)).model;
  const { folder, all, pending } = await repositoryMigrations(root);
  const last = pending.at(-1);
  const previous =
    last === undefined
      ? (released ?? emptySchema)
      : await withProgress(context.output, 'Applying the pending migrations', () =>
          migratedSchema({
            folder,
            latest:
              latest === undefined || released === undefined
                ? undefined
                : { version: latest, model: released },
            version: last.version,
            working,
            server,
          }),
        );
  const renames = await settleRenames(context, [previous, working], answers);
  const changes = diff(previous, working, { renames });
  const drafts = await draftMigrations(
    previous === emptySchema ? null : previous,
    working,
    changes,
    { dependents: dependentsIn(await recordedStructure(folder, latest)) },
  );
  const version = versionInWork(
    released,
    working,
    latest,
    pending.map((one) => one.version),
    renames,
  );
  const first = (all.at(-1)?.sequence ?? 0) + 1;
  const placed = drafts.map((draft, index) => {
    const suffix = draft.suffix === '' ? '' : `_${draft.suffix}`;
    return {
      draft,
      folder: join(folder, version, `${sequenceText(first + index)}_${name}${suffix}`),
    };
  });
  await writeDrafts(placed);
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

function versionInWork(
  released: SchemaModel | undefined,
  working: SchemaModel,
  latest: string | undefined,
  pending: readonly string[],
  renames: RenameAnswers['renames'],
): string {
  const needed = bumpOf(diff(released ?? emptySchema, working, { renames }));
  return nextVersion(latest ?? null, bumpToAskFor(latest ?? null, needed), pending);
}
