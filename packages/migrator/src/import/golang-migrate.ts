import type { ForeignTool } from './foreign-history.ts';
import { listFiles, readText } from './source-files.ts';

const FILE = /^(\d+)_(.+)\.(up|down)\.sql$/;

/** golang-migrate: `000001_name.up.sql` and `.down.sql`; its table has the last version alone. */
export const golangMigrate: ForeignTool = {
  tool: 'golang-migrate',
  table: 'schema_migrations',
  readFiles: (folder) => {
    const files = listFiles(folder).flatMap(({ path, name }) => {
      const [, number, title, direction] = FILE.exec(name) ?? [];
      return number && title ? [{ path, key: String(BigInt(number)), title, direction }] : [];
    });
    return files
      .filter(({ direction }) => direction === 'up')
      .sort((a, b) => (BigInt(a.key) < BigInt(b.key) ? -1 : 1))
      .map(({ path, key, title }) => {
        const file = files.find((other) => other.direction === 'down' && other.key === key);
        const down = file ? { down: readText(folder, file.path) } : {};
        return { key, name: title, path, up: readText(folder, path), ...down };
      });
  },
  readState: async (client, files) => {
    const { rows } = await client.query<{ version: string; dirty: boolean }>(
      'SELECT version::text, dirty FROM schema_migrations',
    );
    const row = rows[0];
    if (!row) return { rows: [], problems: [] };
    const { version, dirty } = row;
    return {
      rows: files.filter(({ key }) => BigInt(key) <= BigInt(version)).map(({ key }) => ({ key })),
      problems: [
        ...(dirty ? [`Version ${version} is dirty: it failed there and was not forced.`] : []),
        ...(files.some(({ key }) => key === version) ? [] : [`Version ${version} has no file.`]),
      ],
    };
  },
};
