import { quoteLiteral } from '@schema-service/postgres-sql';
import { isTableMissing } from '../connection/connection-error.ts';
import { runOrThrow } from '../connection/script-query.ts';
import type { Migration } from '../migrations/migration.ts';
import type { Ledger, LedgerConnection } from '../tracking/ledger.ts';
import { findRareTables } from '../tracking/rare-tables.ts';
import { compareStructures, type StructureDifference } from './compare-structures.ts';
import { contractedObjects } from './contracted-objects.ts';
import type { DatabaseStructure } from './database-structure.ts';
import { readStructure } from './read-structure.ts';

/**
 * Notes what contracts that wait have yet to change, as it is behind a run: the triggers, columns and views that keep older
 * versions alive. Without such contracts nothing is noted.
 */
export async function noteCoexisting(
  { client, ledger }: LedgerConnection,
  contracts: readonly Migration[],
): Promise<void> {
  const structures =
    contracts.length === 0 ? [] : [onlyContracted(await readStructure(client), contracts)];
  const notes = structures.map(
    (one) =>
      `INSERT INTO ${ledger.sql}.coexisting (structure) VALUES (${quoteLiteral(JSON.stringify(one))})`,
  );
  // Read-write, because the role may have set default_transaction_read_only.
  const table = notes.length === 0 ? [] : await findRareTables({ client, ledger }, 'coexisting');
  const texts = ['BEGIN READ WRITE', ...table, forgetCoexisting(ledger), ...notes, 'COMMIT'];
  await runOrThrow(client, texts.join(';\n'));
}

/** Takes away what is noted, if anything ever was. */
export const forgetCoexisting = ({ sql }: Ledger): string => `DO $forget$ BEGIN
  IF pg_catalog.to_regclass('${sql}.coexisting') IS NOT NULL THEN DELETE FROM ${sql}.coexisting; END IF;
END $forget$`;

/** Takes what is in a schema out of what is noted, because the schema is gone. */
export function forgetSchema({ sql }: Ledger, schema: string): string {
  const name = `pg_catalog.quote_ident(${quoteLiteral(schema)})`;
  return `DO $forget$ BEGIN
  IF pg_catalog.to_regclass('${sql}.coexisting') IS NOT NULL THEN
    UPDATE ${sql}.coexisting SET structure = pg_catalog.jsonb_set(structure, '{objects}', coalesce(
      (SELECT pg_catalog.jsonb_agg(object) FROM pg_catalog.jsonb_array_elements(structure -> 'objects') object
      WHERE object ->> 'name' <> ${name} AND NOT pg_catalog.starts_with(object ->> 'name', ${name} || '.')), '[]'));
  END IF;
END $forget$`;
}

/** Where that is not what it was behind the last run; nothing where no run has noted it. */
export async function compareCoexisting(
  { client, ledger }: LedgerConnection,
  contracts: readonly Migration[],
): Promise<readonly StructureDifference[]> {
  if (contracts.length === 0) return [];
  const noted = await readNoted({ client, ledger });
  if (!noted) return [];
  const actual = onlyContracted(await readStructure(client), contracts);
  return compareStructures(onlyContracted(noted, contracts), actual, { whole: true });
}

function onlyContracted(
  structure: DatabaseStructure,
  contracts: readonly Migration[],
): DatabaseStructure {
  return { ...structure, objects: structure.objects.filter(contractedObjects(contracts)) };
}

async function readNoted({
  client,
  ledger,
}: LedgerConnection): Promise<DatabaseStructure | undefined> {
  try {
    const { rows } = await client.query<{ structure: DatabaseStructure }>(
      `SELECT structure FROM ${ledger.sql}.coexisting`,
    );
    return rows[0]?.structure;
  } catch (error) {
    if (isTableMissing(error)) return undefined;
    throw error;
  }
}
