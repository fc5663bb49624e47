import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ForeignRow, ForeignTool } from './foreign-history.ts';
import { listFiles, readText } from './source-files.ts';

interface PrismaRow extends ForeignRow {
  readonly isFailed: boolean;
}

// A row that was rolled back says that the migration was given up, not that it is there.
const STATE = `
  SELECT migration_name AS key, checksum, finished_at AS "appliedAt", finished_at IS NULL AS "isFailed"
  FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`;

/** Prisma Migrate: `<timestamp>_<name>/migration.sql`, and `down.sql` where somebody keeps one beside it. */
export const prisma: ForeignTool = {
  tool: 'prisma',
  table: '_prisma_migrations',
  readFiles: (folder) => {
    const files = listFiles(folder);
    const paths = new Set(files.map(({ path }) => path));
    return (
      files
        // Prisma Migrate does not look into further folders, and sorts by their names alone.
        .filter(({ name, folder: key }) => name === 'migration.sql' && !/^\.$|\//.test(key))
        .toSorted(({ folder: a }, { folder: b }) => (a < b ? -1 : 1))
        .map(({ path, folder: key }) => {
          const down = `${key}/down.sql`;
          return {
            key,
            name: key.replace(/^\d+[_\s-]*/, ''),
            path,
            up: readText(folder, path),
            ...(paths.has(down) ? { down: readText(folder, down) } : {}),
            checksum: createHash('sha256')
              .update(readFileSync(join(folder, path)))
              .digest('hex'),
          };
        })
    );
  },
  readState: async (client) => {
    const { rows } = await client.query<PrismaRow>(STATE);
    const failed = rows.filter(({ isFailed }) => isFailed);
    return {
      rows: rows.filter(({ isFailed }) => !isFailed),
      problems: failed.map(({ key }) => `${key} failed there and was not resolved.`),
    };
  },
};
