import type { Migration } from '../migrations/migration.ts';
import { compareVersions } from '../migrations/version.ts';
import { waitingContracts } from '../plan/contracts.ts';
import {
  compareObjects,
  type DatabaseStructure,
  type StructureObject,
} from './database-structure.ts';
import { findSnapshot, type SnapshotSource } from './find-drift.ts';

/** A version, the hotfixes of older lines that a database at it has beside, and the contracts that it has not run. */
export interface ExpectedVersion {
  readonly version: string;
  readonly contracts: readonly Migration[];
  /** The migrations of higher versions, which the database may have had. */
  readonly higher: readonly Migration[];
  readonly hotfixes: readonly {
    readonly version: string;
    readonly previous: string | null;
  }[];
}

/**
 * In what a database at a version is not as its structure says: hotfixes that were made when it was out, and contracts that
 * wait. Pure.
 */
export function expectedVersion(
  version: string,
  migrations: readonly Migration[],
  applied: readonly { readonly migration: string }[],
): ExpectedVersion {
  const ids = new Set(applied.map(({ migration }) => migration));
  const hotfixes = new Map(
    migrations
      .filter(({ id, hotfix }) => hotfix?.appliesTo.includes(version) && ids.has(id))
      .map(({ version: own, hotfix }) => [
        own,
        { version: own, previous: hotfix?.previous ?? null },
      ]),
  );
  const contracts = waitingContracts(migrations, applied).filter(
    (one) => compareVersions(one.version, version) <= 0,
  );
  const higher = migrations.filter((one) => compareVersions(one.version, version) > 0);
  return { version, hotfixes: [...hotfixes.values()], contracts, higher };
}

/** The structure that such a database should have; `undefined` where one that it follows from was not recorded. */
export function expectedStructure(
  source: SnapshotSource,
  { version, hotfixes }: Pick<ExpectedVersion, 'version' | 'hotfixes'>,
): DatabaseStructure | undefined {
  let expected = findSnapshot(source, version);
  for (const hotfix of hotfixes) {
    const before = hotfix.previous === null ? undefined : findSnapshot(source, hotfix.previous);
    const after = findSnapshot(source, hotfix.version);
    if (!expected || !before || !after) return undefined;
    expected = withChanges(expected, before, after);
  }
  return expected;
}

/** A structure with what changed from one to another. Pure. */
export function withChanges(
  structure: DatabaseStructure,
  before: DatabaseStructure,
  after: DatabaseStructure,
): DatabaseStructure {
  const objects = byKey(structure);
  const [was, is] = [byKey(before), byKey(after)];
  for (const key of was.keys()) if (!is.has(key)) objects.delete(key);
  for (const [key, object] of is) {
    objects.set(key, changed(objects.get(key), was.get(key), object));
  }
  return { ...structure, objects: [...objects.values()].sort(compareObjects) };
}

/** An object with the properties that changed; as it is now where it is new or was not there. */
function changed(
  here: StructureObject | undefined,
  was: StructureObject | undefined,
  is: StructureObject,
): StructureObject {
  if (!here || !was) return here ?? is;
  const properties = { ...here.properties };
  for (const name of new Set([...Object.keys(was.properties), ...Object.keys(is.properties)])) {
    const value = is.properties[name];
    if (JSON.stringify(value) === JSON.stringify(was.properties[name])) continue;
    if (value === undefined) delete properties[name];
    else properties[name] = value;
  }
  return { ...here, properties };
}

const byKey = ({ objects }: DatabaseStructure): Map<string, StructureObject> =>
  new Map(objects.map((object) => [`${object.kind} ${object.name}`, object]));
