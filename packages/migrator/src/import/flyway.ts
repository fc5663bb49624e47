import type { ForeignMigration, ForeignRow, ForeignTool } from './foreign-history.ts';
import { listFiles, readText } from './source-files.ts';

interface FlywayRow extends ForeignRow {
  readonly type: string;
  readonly success: boolean;
}

const FILE = /^([VU])(\d[\d._]*)__(.+)\.sql$/;

const STATE = `
  SELECT version AS key, checksum::text, installed_on AS "appliedAt", type, success
  FROM flyway_schema_history WHERE version IS NOT NULL ORDER BY installed_rank`;

/** Flyway: `V1_1__name.sql`, with `U1_1__name.sql` as the down. Repeatable migrations have no place in an order and are left out. */
export const flyway: ForeignTool = {
  tool: 'flyway',
  table: 'flyway_schema_history',
  readFiles: (folder) => {
    const files = listFiles(folder).flatMap(({ path, name }) => {
      const [, kind, version, title] = FILE.exec(name) ?? [];
      return version && title ? [{ path, kind, key: version.replaceAll('_', '.'), title }] : [];
    });
    return files
      .filter(({ kind }) => kind === 'V')
      .sort((a, b) => compareVersions(a.key, b.key))
      .map(({ path, key, title }) => {
        const up = readText(folder, path);
        const undo = files.find((other) => other.kind === 'U' && other.key === key);
        const down = undo ? { down: readText(folder, undo.path) } : {};
        return { key, name: title, path, up, ...down, checksum: flywayChecksum(up) };
      });
  },
  readState: async (client, files) => {
    const { rows } = await client.query<FlywayRow>(STATE);
    const failed = rows.filter(({ success }) => !success);
    return {
      rows: rows.filter(({ success }) => success).flatMap((row) => applied(row, files)),
      problems: failed.map(({ key }) => `Version ${key} failed there and was not repaired.`),
    };
  },
};

/** A baseline stands for every version up to it; an undo takes the version back. */
function applied(row: FlywayRow, files: readonly ForeignMigration[]): readonly ForeignRow[] {
  const { key, appliedAt = null, type } = row;
  if (type.startsWith('UNDO') || type === 'DELETE') return [];
  if (type !== 'BASELINE') return [row];
  return files
    .filter((file) => compareVersions(file.key, key) <= 0)
    .map((file) => ({ key: file.key, appliedAt }));
}

function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number)) as [
    number[],
    number[],
  ];
  for (let part = 0; part < Math.max(a.length, b.length); part++) {
    const difference = (a[part] ?? 0) - (b[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** CRC-32 over the lines without their ends, as a signed number (Flyway's ChecksumCalculator). */
export function flywayChecksum(text: string): string {
  const lines = text.split(/\r\n|\r|\n/);
  // Loaded here, since nearly every run does without.
  const { crc32 } = process.getBuiltinModule('node:zlib');
  return String(lines.reduce((sum, line) => crc32(line, sum), 0) | 0);
}
