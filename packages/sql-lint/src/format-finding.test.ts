import { expect, test } from 'vitest';
import { formatFinding } from './format-finding.ts';
import { lintMigrations } from './lint-migrations.ts';

const sql = `SELECT 1;
CREATE INDEX a ON orders (number);
-- schemactl: ignore drop-table because it is empty
DROP TABLE old;
`;

test('a finding reads as place, line, lock and recipe', async () => {
  const findings = await lintMigrations([{ path: 'up.sql', sql }]);
  const texts = Object.fromEntries(
    findings.map((finding) => [finding.rule, formatFinding(finding, sql)]),
  );
  expect(texts['index-not-concurrent']).toBe(
    `up.sql:2:1 error index-not-concurrent: Building this index stops all writes to orders.
  | CREATE INDEX a ON orders (number);
  locks orders (SHARE): stops writes for a scan of every row, and until the commit
  instead:
    -- migrator: no-transaction
    CREATE INDEX CONCURRENTLY a ON orders (number);`,
  );
  expect(
    texts['drop-table'],
  ).toBe(`up.sql:4:1 error drop-table: old is lost with its rows, and clients that use it fail.
  | DROP TABLE old;
  ignored because it is empty`);
});

test('without the source, the line is left out', async () => {
  const [finding] = await lintMigrations([{ path: 'up.sql', sql: 'TRUNCATE orders;' }]);
  expect(finding && formatFinding(finding)).toBe(
    `up.sql:1:10 error truncate: The rows of orders are lost.
  locks orders (ACCESS EXCLUSIVE): stops reads and writes for an instant, and until the commit`,
  );
});
