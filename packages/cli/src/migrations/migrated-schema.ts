import { isSchemaServiceError } from '@schema-service/errors';
import { createThrowawayDatabase } from '@schema-service/local-postgres';
import type { Structure } from '@schema-service/migration-draft';
import {
  contract,
  oldestBeside,
  readMigrations,
  readStructure,
  repeatableFiles,
  up,
} from '@schema-service/migrator';
import {
  applyChanges,
  comparableSchema,
  diff,
  type Rename,
  renamesIn,
  stateOverRenames,
  underCurrentNames,
} from '@schema-service/schema-diff';
import {
  emptySchema,
  introspectSchema,
  parseSchema,
  pathOf,
  type Relation,
  type SchemaModel,
  type View,
} from '@schema-service/schema-model';
import type pg from 'pg';
import { unknownToDatabases } from '../diff-report/diff-report.ts';
import { withDatabase } from '../repository/with-database.ts';
import { type DatabaseReading, formerNames, readIds } from './former-names.ts';
import {
  declaredViews,
  type KnownView,
  knownViews,
  readMaterializedViews,
} from './materialized-views.ts';
import { hotfixesAt } from './pending-migrations.ts';
import { inSameSpelling } from './same-spelling.ts';
import type { SharedServer } from './throwaway-server.ts';

export interface MigratedSchemaOptions {
  /** The folder of migrations. */
  readonly folder: string;
  /** The schema of the last release; undefined before the first. */
  readonly base: SchemaModel | undefined;
  /** The last released version that has migrations: that release, or one before it. */
  readonly releasedTo: string | undefined;
  /** The highest version that has migrations. */
  readonly version: string;
  /** Whose names are kept for what the pending migrations make. */
  readonly working: SchemaModel;
  /** Where databases may be made. */
  readonly server: Pick<SharedServer, 'url'>;
}

/** What migrations lead to. */
export interface MigratedSchema {
  readonly schema: SchemaModel;
  /** What the database has beside it. */
  readonly structure: Structure;
}

/**
 * The schema that the migrations lead to, the pending ones included: the last
 * release and what the pending ones change in a database of it, under the names
 * of the release for what it had. What only SQL can say is in both readings of
 * that database, and so no change. Defaults and conditions that PostgreSQL spells
 * in its own way have the spelling of the working schema.
 */
export async function migratedSchema({
  folder,
  base,
  releasedTo,
  version,
  working,
  server,
}: MigratedSchemaOptions): Promise<MigratedSchema> {
  await using database = await createThrowawayDatabase(await server.url(), 'schemactl');
  const all = await readMigrations(folder);
  // What the version was made beside has ended in a database that is at the release alone.
  const oldest = oldestBeside(all, version);
  await using beside =
    oldest === undefined || oldest === releasedTo
      ? undefined
      : await createThrowawayDatabase(await server.url(), 'schemactl');
  // The release was made without them: what they change is new, as what is pending.
  const hotfixes = hotfixesAt(all, releasedTo);
  const migrateTo = async (
    to: string | undefined,
    like: SchemaModel,
    known: readonly KnownView[],
  ) => {
    const migrations = like === base ? all.filter((one) => !hotfixes.includes(one)) : folder;
    const { connectionString: connection } = (to === version && beside) || database;
    if (to !== undefined) {
      for (const earlier of beside && to === version ? [oldest, releasedTo] : []) {
        if (earlier !== undefined) await up({ connection, migrations, to: earlier });
      }
      const scripts = repeatableFiles({ migrations: folder }, to, 'down');
      await up({ connection, migrations, to, repeatables: new Map([[to, scripts]]) });
      // Nobody uses an older version here, and the schema is what the newest one is alone.
      const ends = all.findLast((one) => one.version === to && one.phase === 'contract')?.ends;
      if (ends !== undefined) await contract({ connection, migrations, version: ends });
    }
    const found = await withClient(connection, readMaterializedViews);
    const schema = withViews(await readSchema(connection, like), declaredViews(like, found, known));
    // Of another database they say nothing.
    const ids = beside ? new Map() : await withClient(connection, readIds);
    return { schema, ids, views: knownViews(like, found) };
  };
  const before =
    base === undefined
      ? { schema: emptySchema, ids: new Map(), views: [] }
      : await migrateTo(releasedTo, base, []);
  const after = underFormerNames(before, await migrateTo(version, working, before.views));
  const changes = diff(before.schema, after).filter(({ id }) => !unknownToDatabases.includes(id));
  const released = base ?? emptySchema;
  const schema = stateOverRenames(applyChanges(released, changes), released, working);
  return await withClient((beside ?? database).connectionString, async (client) => ({
    structure: (await readStructure(client)).objects,
    schema: await inSameSpelling(client, schema, working),
  }));
}

function withViews(schema: SchemaModel, views: readonly View[]): SchemaModel {
  return comparableSchema({ ...schema, views: [...schema.views, ...views] });
}

const withClient = <Result>(url: string, work: (client: pg.Client) => Promise<Result>) =>
  withDatabase({ url }, work);

/** What a database holds now, by the names that it had for it before. What is new keeps its name. */
function underFormerNames(before: DatabaseReading, after: DatabaseReading): SchemaModel {
  return renamedTowards(before.schema, after.schema, formerNames(before, after));
}

/**
 * A schema of the database under names of another one, which these renames lead to. A relation keeps
 * its name where its join table is called by it.
 */
function renamedTowards(
  other: SchemaModel,
  read: SchemaModel,
  renames: readonly Rename[],
): SchemaModel {
  const found = renamesIn(diff(read, comparableSchema(other), { renames }));
  const renamed = underCurrentNames(read, found, { databaseNames: 'kept' });
  const relations = renamed.relations.map((relation, at): Relation => {
    const name = read.relations[at]?.name ?? relation.name;
    return relation.kind === 'joinTable' ? { ...relation, name } : relation;
  });
  return { ...renamed, relations };
}

/** Without annotations: it is the database that tells what was renamed. */
async function readSchema(connection: string, like: SchemaModel): Promise<SchemaModel> {
  try {
    const content = await introspectSchema(connection, { like });
    const read = parseSchema([{ path: 'the migrated database', content }]);
    return comparableSchema(withSidesOf(like, read));
  } catch (error) {
    if (isSchemaServiceError(error) && error.code === 'SCHEMA_EMPTY') return emptySchema;
    throw error;
  }
}

/** The engine has names of its own for the sides of a join table between rows of one model: they get those of the schema. */
function withSidesOf(like: SchemaModel, read: SchemaModel): SchemaModel {
  const tables = new Map(read.relations.map((relation) => [tableOf(relation), relation]));
  const renames = like.relations.flatMap((relation): Rename[] => {
    const found = tables.get(tableOf(relation));
    if (relation.kind !== 'joinTable' || found?.kind !== 'joinTable') return [];
    if (relation.a.entity !== relation.b.entity) return [];
    return [
      { from: pathOf(found.a), to: pathOf(relation.a) },
      { from: pathOf(found.b), to: pathOf(relation.b) },
    ].filter(({ from, to }) => from !== to);
  });
  return renames.length === 0 ? read : renamedTowards(like, read, renames);
}

const tableOf = (relation: Relation): string | undefined =>
  relation.kind === 'joinTable' ? JSON.stringify([relation.namespace, relation.dbName]) : undefined;
