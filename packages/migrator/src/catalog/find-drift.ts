import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import type { Migration } from '../migrations/migration.ts';
import { readAcceptedDifferences, settleDifferences } from './accepted-differences.ts';
import { compareStructures, type StructureDifference } from './compare-structures.ts';
import type { DatabaseStructure, StructureObject } from './database-structure.ts';
import { isExcluded } from './is-excluded.ts';
import { readStructure } from './read-structure.ts';
import { renameAccepted, renameSchemas, type SchemaNames } from './rename-schemas.ts';
import { readStructureFile, structurePath } from './structure-file.ts';

/** What a database is compared with, and what of it. */
export interface StructureOptions {
  /** Structures by version, in place of the files in the folder of migrations. */
  readonly snapshots?: ReadonlyMap<string, DatabaseStructure>;
  /** Objects that are not ours, by name with `*` for anything: `public.legacy_*`. What belongs to a table goes with it. */
  readonly exclude?: readonly string[];
  /** Whether owners, grants and default privileges are compared, too. Default false. */
  readonly rights?: boolean;
  /** PostgreSQL schemas that have names of their own in this database: `{ public: 'tenant_42' }`. */
  readonly schemas?: SchemaNames;
}

/** Which objects are left out of a comparison, beside those that are not ours. */
export interface LeftOut {
  readonly without?: (object: StructureObject) => boolean;
}

/** Where snapshots are looked for. */
export interface SnapshotSource extends Pick<StructureOptions, 'snapshots'> {
  readonly migrations: string | readonly Migration[];
}

/** The structure that a version should have; `undefined` where none was recorded. */
export function findSnapshot(
  { snapshots, migrations }: SnapshotSource,
  version: string,
): DatabaseStructure | undefined {
  if (snapshots || typeof migrations !== 'string') return snapshots?.get(version);
  return readStructureFile(migrations, version);
}

/** Whether a version has one, readable or not. */
export function hasSnapshot(
  { snapshots, migrations }: SnapshotSource,
  version: string | null,
): boolean {
  if (version === null) return false;
  if (snapshots || typeof migrations !== 'string') return snapshots?.has(version) ?? false;
  return existsSync(join(migrations, structurePath(version)));
}

/**
 * Where a database differs from a version's snapshot, but for what the file of
 * accepted differences in the folder of migrations names. Schemas that the
 * snapshot does not know are somebody else's.
 */
export async function findDrift(
  client: Client,
  snapshot: DatabaseStructure,
  {
    exclude = [],
    rights = false,
    schemas: names = {},
    migrations,
    without = () => false,
  }: Omit<StructureOptions, 'snapshots'> & Partial<SnapshotSource> & LeftOut = {},
): Promise<readonly StructureDifference[]> {
  const accepted = typeof migrations === 'string' ? readAcceptedDifferences(migrations) : [];
  const expected = renameSchemas(snapshot, names);
  const schemas = expected.objects.filter(({ kind }) => kind === 'schema').map(unquoted);
  const found = await readStructure(client, { schemas, exclude });
  const actual = { ...found, objects: found.objects.filter((object) => !without(object)) };
  const objects = expected.objects.filter(
    (object) => !isExcluded(object, exclude) && !without(object),
  );
  // Earlier ones have been written without the rest.
  const whole = snapshot.formatVersion > 1;
  const differences = compareStructures({ ...expected, objects }, actual, {
    whole,
    rights: whole && rights,
  });
  const settled = accepted.map((one) => renameAccepted(one, names));
  return settleDifferences(differences, settled).open;
}

const unquoted = ({ name }: StructureObject): string =>
  name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
