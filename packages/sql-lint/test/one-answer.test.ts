import { blockedBy, relationKey, scanStatements, scriptLocks } from '@schema-service/postgres-sql';
import { expect, test } from 'vitest';
import { parseScript } from '../src/sql/parse-script.ts';
import { format } from '../src/sql/relation-name.ts';
import { applyStatement } from '../src/state/apply-statement.ts';
import { createDatabaseState, keyOf } from '../src/state/database-state.ts';
import { statementLocks, strongest, type TableLock } from '../src/state/table-locks.ts';
import { examples, fixtureIds, migrationsOf, readFixture } from './fixtures.ts';

/** What the lint says of a script that is alone in its version. */
async function lintLocks(sql: string): Promise<readonly string[]> {
  const script = await parseScript({ path: 'up.sql', sql });
  const database = createDatabaseState();
  const locks = new Map<string, TableLock>();
  for (const statement of script.statements) {
    for (const lock of statementLocks(script, statement, database)) {
      const key = keyOf(database, lock.table);
      const known = locks.get(key);
      locks.set(key, known ? strongest(known, lock) : lock);
    }
    applyStatement(database, statement.node, 0);
  }
  return [...locks.values()].map(({ table, mode }) => toldAs(format(table), mode)).sort();
}

/** Without those that the lint passes over: they stand in nobody's way, or are on no table that the script names. */
function plannedLocks(sql: string): readonly string[] {
  return scriptLocks(sql, [...scanStatements(sql)])
    .locks.filter(({ kind, mode }) => kind === 'table' && blockedBy(mode) !== 'nothing')
    .map(({ relation, mode }) => toldAs(relation, mode))
    .sort();
}

const toldAs = (relation: string, mode: string): string =>
  `${relationKey(relation, 'public')}: ${mode}`;

const FILES = fixtureIds.flatMap((id) =>
  [...examples(id, 'bad'), ...examples(id, 'good')].map((name) => `${id}/${name}`),
);

test.each(FILES)('%s: the plan and the lint tell the same locks', async (path) => {
  for (const sql of migrationsOf(readFixture(path))) {
    expect(plannedLocks(sql), sql).toEqual(await lintLocks(sql));
  }
});
