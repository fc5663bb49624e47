import { compareCoexisting } from '../catalog/coexisting-structure.ts';
import type { StructureDifference } from '../catalog/compare-structures.ts';
import { contractedObjects } from '../catalog/contracted-objects.ts';
import type { DatabaseStructure } from '../catalog/database-structure.ts';
import type { ExpectedVersion } from '../catalog/expected-structure.ts';
import { findDrift, type SnapshotSource, type StructureOptions } from '../catalog/find-drift.ts';
import { isKeptValues } from '../catalog/kept-values.ts';
import type { RepeatableSource } from '../repeatable/read-repeatables.ts';
import { unsettledObjects } from '../repeatable/unsettled-objects.ts';
import type { LedgerConnection } from '../tracking/ledger.ts';

/**
 * Where a database is not as it should be at a version. Left out is what repeatable scripts that are to run make. What contracts
 * that wait have yet to change is compared with what the last run has left.
 *
 * @param pending repeatable scripts that are to run
 */
export async function compareWithVersion(
  connection: LedgerConnection,
  options: StructureOptions & SnapshotSource & RepeatableSource,
  { version, contracts, higher }: ExpectedVersion,
  snapshot: DatabaseStructure,
  pending: readonly string[] = [],
): Promise<readonly StructureDifference[]> {
  const isUnsettled = await unsettledObjects(connection, options, version, pending);
  const isContracted = contractedObjects(contracts);
  const differences = await findDrift(connection.client, snapshot, {
    ...options,
    without: (object) => isUnsettled(object) || isContracted(object),
  });
  const isKept = isKeptValues(higher);
  return [
    ...differences.filter((difference) => !isKept(difference)),
    ...(await compareCoexisting(connection, contracts)),
  ];
}
