import { partsOf } from '@schema-service/postgres-sql';
import type { StructureObject } from '../catalog/database-structure.ts';
import type { LedgerConnection } from '../tracking/ledger.ts';
import { objectsOf } from './order-repeatables.ts';
import {
  allFiles,
  analyzeRepeatable,
  type RepeatableFile,
  type RepeatableSource,
  releasedFiles,
  repeatableFiles,
} from './read-repeatables.ts';
import { type RepeatableRecord, readRepeatableRecords } from './repeatable-records.ts';

/**
 * Which objects say nothing of whether somebody changed a database at a version: views, functions and the like whose
 * script has not run, or ran last with another text than the version has. `status` and `plan` tell of those scripts.
 *
 * @param pending scripts that are to run
 */
export async function unsettledObjects(
  connection: LedgerConnection,
  source: RepeatableSource,
  version: string,
  pending: readonly string[] = [],
): Promise<(object: StructureObject) => boolean> {
  const known = allFiles(source);
  if (known.length === 0) return () => false;
  const records = await readRepeatableRecords(connection);
  const isSettled = ({ name, script }: RepeatableFile): boolean =>
    !pending.includes(name) && lastGood(records, name)?.checksum === script.checksum;
  const released = releasedFiles(source, version);
  // Of a version in the making those in work count.
  const own = released.length > 0 ? released : repeatableFiles(source, version, 'up');
  const settled = namesOf(own.filter(isSettled));
  return isAmong(namesOf(known).filter((name) => !hasName(settled, name)));
}

/** Which objects scripts make that others do not: a down leaves them behind. Pure. */
export function madeOnlyBy(
  files: readonly RepeatableFile[],
  others: readonly RepeatableFile[],
): (object: StructureObject) => boolean {
  const stay = namesOf(others);
  return isAmong(namesOf(files).filter((name) => !hasName(stay, name)));
}

/** Whether an object, or the view that it belongs to, has one of these names. */
function isAmong(names: readonly Name[]): (object: StructureObject) => boolean {
  return ({ name, table = name }) => hasName(names, partsOf(table.replace(/\(.*$/s, '')));
}

const lastGood = (
  records: readonly RepeatableRecord[],
  name: string,
): RepeatableRecord | undefined =>
  records.findLast((record) => record.name === name && record.error === null);

/** The parts of the name of what a script makes. */
type Name = readonly string[];

/** What scripts make. Each text is looked at once. */
function namesOf(files: readonly RepeatableFile[]): readonly Name[] {
  const texts = new Map(files.map((file) => [file.script.checksum, file]));
  return [...texts.values()].flatMap((file) =>
    objectsOf(analyzeRepeatable(file)).map(({ name }) => partsOf(name)),
  );
}

/** Whether one of the names is of the same thing, as far as both say where it is. */
function hasName(names: readonly Name[], name: Name): boolean {
  return names.some((one) => {
    const length = Math.min(one.length, name.length);
    return one.slice(-length).join('.') === name.slice(-length).join('.');
  });
}
