import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ForeignMigration, ForeignRow, ForeignTool } from './foreign-history.ts';
import { readText } from './source-files.ts';

const CHANGE = /^\s*([^\s@%#[][^\s[]*)(?:\s|$)/;
const TAG = /^\s*@(\S+)/;

/** sqitch: `sqitch.plan` beside `deploy/` and `revert/`. A change that was reworked has its earlier scripts under `name@tag`. */
export const sqitch: ForeignTool = {
  tool: 'sqitch',
  table: 'sqitch.changes',
  readFiles: (folder) => {
    const lines = readText(folder, 'sqitch.plan').split(/\r?\n/);
    return lines.flatMap((line, index): readonly ForeignMigration[] => {
      const name = CHANGE.exec(line)?.[1];
      if (name === undefined) return [];
      const file = fileName(name, lines.slice(index + 1));
      const path = `deploy/${file}.sql`;
      const revert = `revert/${file}.sql`;
      const down = existsSync(join(folder, revert)) ? { down: readText(folder, revert) } : {};
      return [{ key: file, name, path, up: readText(folder, path), ...down }];
    });
  },
  readState: async (client, files) => {
    const { rows } = await client.query<ForeignRow>(
      `SELECT change AS key, committed_at AS "appliedAt" FROM sqitch.changes ORDER BY committed_at`,
    );
    // Of a reworked change the table has the name once for each time.
    const seen = new Map<string, number>();
    const keyed = rows.map((row) => {
      const count = seen.get(row.key) ?? 0;
      seen.set(row.key, count + 1);
      return { ...row, key: files.filter(({ name }) => name === row.key)[count]?.key ?? row.key };
    });
    return { rows: keyed, problems: [] };
  },
};

/** Under which name the scripts of a change lie, by what follows it in the plan. */
function fileName(name: string, rest: readonly string[]): string {
  const isReworked = rest.some((line) => CHANGE.exec(line)?.[1] === name);
  const tag = rest.map((line) => TAG.exec(line)?.[1]).find(Boolean);
  return isReworked && tag ? `${name}@${tag}` : name;
}
