import { contractedObjects } from '../catalog/contracted-objects.ts';
import type { StructureObject } from '../catalog/database-structure.ts';
import type { ExpectedVersion } from '../catalog/expected-structure.ts';
import type { RepeatableSource } from '../repeatable/read-repeatables.ts';
import { unsettledObjects } from '../repeatable/unsettled-objects.ts';
import type { LedgerConnection } from '../tracking/ledger.ts';

/**
 * Which objects of a database at a version say nothing of whether somebody changed it: those of repeatable scripts that are to
 * run, and those that contracts will change.
 *
 * @param pending repeatable scripts that are to run
 */
export async function leftOut(
  connection: LedgerConnection,
  source: RepeatableSource,
  { version, contracts }: ExpectedVersion,
  pending: readonly string[] = [],
): Promise<(object: StructureObject) => boolean> {
  const isUnsettled = await unsettledObjects(connection, source, version, pending);
  const isContracted = contractedObjects(contracts);
  return (object) => isUnsettled(object) || isContracted(object);
}
