import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The same migrations in the layout of every contestant, one folder each. */
export interface SampleMigrations {
  /** `<version>/<NNN_name>/up.sql`, with the list of checksums that lets nothing be read when nothing is to be done. */
  readonly ours: string;
  /** One file with everything. */
  readonly script: string;
  /** Each file in a transaction of its own. */
  readonly transactions: string;
  /** `NNNNNN_name.sql`, plain SQL. */
  readonly plain: string;
  readonly dbmate: string;
  readonly drizzle: string;
  readonly graphile: string;
}

/** Writes `count` migrations of one table and one index. */
export function writeSampleMigrations(folder: string, count: number): SampleMigrations {
  const at = (...path: string[]): string => join(folder, ...path);
  const scripts = Array.from({ length: count }, (_, i) => sampleSql(i + 1));
  const name = (i: number): string => `${String(i + 1).padStart(6, '0')}_t${i + 1}`;
  scripts.forEach((sql, i) => {
    write(at('ours', '1.0.0', name(i), 'up.sql'), sql);
    write(at('plain', `${name(i)}.sql`), sql);
    write(at('dbmate', `${name(i)}.sql`), `-- migrate:up\n${sql}\n-- migrate:down\n`);
    write(at('drizzle', `${name(i)}.sql`), sql.replace(';\n', ';\n--> statement-breakpoint\n'));
  });
  const sums = scripts.map(
    (sql, i) => `${createHash('sha256').update(sql).digest('hex')}  1.0.0/${name(i)}/up.sql\n`,
  );
  write(at('ours', 'checksums'), sums.join(''));
  write(at('all.sql'), scripts.join(''));
  write(at('transactions.sql'), scripts.map((sql) => `BEGIN;\n${sql}COMMIT;\n`).join(''));
  writeDrizzleJournal(
    at('drizzle'),
    scripts.map((_, i) => name(i)),
  );
  writeGraphile(at('graphile'), scripts);
  return {
    ours: at('ours'),
    script: at('all.sql'),
    transactions: at('transactions.sql'),
    plain: at('plain'),
    dbmate: at('dbmate'),
    drizzle: at('drizzle'),
    graphile: at('graphile'),
  };
}

const sampleSql = (i: number): string => `CREATE TABLE t${i} (
  id integer PRIMARY KEY, name text NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX t${i}_name ON t${i} (name);
`;

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function writeDrizzleJournal(folder: string, tags: readonly string[]): void {
  const entries = tags.map((tag, idx) => ({
    ...{ idx, tag, version: '7', when: 1_700_000_000_000 + idx, breakpoints: true },
  }));
  write(
    join(folder, 'meta', '_journal.json'),
    JSON.stringify({ version: '7', dialect: 'postgresql', entries }),
  );
}

/** Every file carries the hash of itself and of the one before it. */
function writeGraphile(folder: string, scripts: readonly string[]): void {
  let previous = '';
  scripts.forEach((sql, i) => {
    const digest = createHash('sha1')
      .update(`${`${previous}\n${sql.trim()}`.trim()}\n`)
      .digest('hex');
    const header = `--! Previous: ${previous || '-'}\n--! Hash: sha1:${digest}\n\n`;
    write(join(folder, 'committed', `${String(i + 1).padStart(6, '0')}.sql`), header + sql);
    previous = `sha1:${digest}`;
  });
  write(join(folder, 'current.sql'), '');
}
