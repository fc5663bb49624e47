import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { SchemaServiceError } from '@schema-service/errors';
import type { Pool } from 'pg';
import { inTransaction } from './with-client.ts';

/** The catalog grows by a file at the end; one that was released is never edited. */
const steps: readonly string[] = ['001-catalog.sql'];

/**
 * Creates the catalog's tables, or brings older ones up to date; does nothing
 * where they are current. Safe to call from any number of processes at once.
 * The role needs CREATE on the database the first time. Throws
 * `CATALOG_TOO_NEW` where a newer version of this package has been at work.
 */
export async function ensureCatalogSchema(pool: Pool): Promise<void> {
  await inTransaction(pool, async (client) => {
    // Transaction-level: let go of with the transaction, however it ends.
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('schema_catalog', 0))`);
    const { rows } = await client.query<{ exists: boolean }>(
      `SELECT to_regclass('schema_catalog.step') IS NOT NULL AS exists`,
    );
    if (!rows[0]?.exists) await client.query(bootstrap);
    const { rows: done } = await client.query<{ last: number }>(
      'SELECT coalesce(max(number), 0) AS last FROM schema_catalog.step',
    );
    const last = done[0]?.last ?? 0;
    if (last > steps.length) throw tooNew(last);
    for (const [index, file] of steps.entries()) {
      if (index < last) continue;
      await client.query(await readStep(file));
      await client.query('INSERT INTO schema_catalog.step (number, file) VALUES ($1, $2)', [
        index + 1,
        file,
      ]);
    }
  });
}

const bootstrap = `
  CREATE SCHEMA IF NOT EXISTS schema_catalog;
  CREATE TABLE schema_catalog.step (
    number  integer PRIMARY KEY,
    file    text NOT NULL,
    done_at timestamptz NOT NULL DEFAULT now()
  );`;

/** Found through the package's own name, so that it is the same file from `src` and from `dist`. */
function readStep(file: string): Promise<string> {
  const require = createRequire(import.meta.url);
  return readFile(require.resolve(`@schema-service/release/sql/${file}`), 'utf8');
}

function tooNew(found: number): SchemaServiceError {
  return new SchemaServiceError({
    code: 'CATALOG_TOO_NEW',
    message: `The catalog's tables are at step ${found}, and this program knows ${steps.length}.`,
    why: 'A newer version of this program has moved them on.',
    fix: 'Update this program.',
    meta: { found, known: steps.length },
  });
}
