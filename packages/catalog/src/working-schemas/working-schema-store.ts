import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { type ChangeOrigin, recordChange } from '../audit/audit-log.ts';
import { select } from '../database/select.ts';
import { inTransaction } from '../database/with-client.ts';

/** A file of a schema: its path as it is shown in errors. */
export interface WorkingFile {
  readonly path: string;
  readonly content: string;
}

/** A schema that is in work somewhere, as it was sent. */
export interface WorkingSchema {
  /** Of its content. */
  readonly id: string;
  readonly files: readonly WorkingFile[];
  readonly uploadedAt: Date;
  readonly expiresAt: Date;
}

/** Working schemas that somebody wants to be looked at. */
export interface WorkingSchemaStore {
  /** Undefined where there is none, or none any more. */
  readonly find: (id: string) => Promise<WorkingSchema | undefined>;
  /** Keeps it from now on for `WORKING_SCHEMA_DAYS`, also where it was there. */
  readonly keep: (files: readonly WorkingFile[], origin?: ChangeOrigin) => Promise<WorkingSchema>;
}

/** How long one is kept after it was sent. */
export const WORKING_SCHEMA_DAYS = 30;
/** So many are kept; what goes first goes earlier then. */
const MOST = 500;

/** The same for the same files, in whatever order. */
function idOf(files: readonly WorkingFile[]): string {
  return createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 32);
}

export function createWorkingSchemaStore(pool: Pool): WorkingSchemaStore {
  return {
    find: async (id) => {
      const [row] = await select<WorkingSchema>(
        pool,
        `SELECT id, files, uploaded_at AS "uploadedAt", expires_at AS "expiresAt"
         FROM schema_catalog.working_schema WHERE id = $1 AND expires_at > now()`,
        [id],
      );
      return row;
    },
    keep: (files, origin) => {
      const sorted = files
        .map(({ path, content }): WorkingFile => ({ path, content }))
        .sort((a, b) => (a.path < b.path ? -1 : 1));
      const id = idOf(sorted);
      return inTransaction(pool, async (client) => {
        const { rows } = await client.query<WorkingSchema & { readonly isNew: boolean }>(
          `INSERT INTO schema_catalog.working_schema (id, files, expires_at)
           VALUES ($1, $2, now() + make_interval(days => $3))
           ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at
           RETURNING id, files, uploaded_at AS "uploadedAt", expires_at AS "expiresAt",
             xmax = 0 AS "isNew"`,
          [id, JSON.stringify(sorted), WORKING_SCHEMA_DAYS],
        );
        const [row] = rows;
        if (row === undefined) throw new Error('An insert gave no row.');
        const { isNew, ...kept } = row;
        if (!isNew) return kept;
        await client.query(
          `DELETE FROM schema_catalog.working_schema WHERE expires_at <= now() OR id IN (
             SELECT id FROM schema_catalog.working_schema ORDER BY expires_at DESC, id OFFSET $1)`,
          [MOST],
        );
        const detail = { files: sorted.map(({ path }) => path) };
        await recordChange(client, { action: 'workingSchema.upload', subject: id, detail }, origin);
        return kept;
      });
    },
  };
}
