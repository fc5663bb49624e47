import { isTableMissing } from '../connection/connection-error.ts';
import { pauseSql, readersSql } from '../embedded.ts';
import { type LedgerConnection, sqlFor } from './ledger.ts';

/** Who has paused the batches of a database. */
export interface Pause {
  readonly since: Date;
  readonly pausedBy: string;
  readonly note: string | null;
}

export async function installPause({ client, ledger }: LedgerConnection): Promise<void> {
  await client.query(sqlFor(ledger, [pauseSql, readersSql]));
}

/** `undefined` where they are not paused. */
export async function readPause({ client, ledger }: LedgerConnection): Promise<Pause | undefined> {
  const query = `SELECT since, paused_by AS "pausedBy", note FROM ${ledger.sql}.pause`;
  try {
    const { rows } = await client.query<Pause>(query);
    return rows[0];
  } catch (error) {
    if (isTableMissing(error)) return undefined;
    throw error;
  }
}
