import { LOCK_MODES, relationKey, scanStatements, scriptLocks } from '@schema-service/postgres-sql';
import { expect, test } from 'vitest';
import { strongest, type TableLock } from '../src/locks/lock.ts';
import { statementLocks } from '../src/locks/statement-locks.ts';
import { parseScript } from '../src/sql/parse-script.ts';
import { format } from '../src/sql/relation-name.ts';
import { applyStatement } from '../src/state/apply-statement.ts';
import { createDatabaseState, keyOf } from '../src/state/database-state.ts';
import { examples, fixtureIds, migrationsOf, readFixture } from './fixtures.ts';

/** Weaker ones stand in nobody's way, and the lint passes over them. */
const WEAKEST_TOLD = LOCK_MODES.indexOf('SHARE UPDATE EXCLUSIVE');

/** What the lint says of a script that is alone in its version. */
async function lintLocks(sql: string): Promise<readonly string[]> {
  const { statements } = await parseScript({ path: 'up.sql', sql });
  const database = createDatabaseState();
  const locks = new Map<string, TableLock>();
  for (const { node } of statements) {
    for (const lock of statementLocks(node, database)) {
      const key = keyOf(database, lock.table);
      const known = locks.get(key);
      locks.set(key, known ? strongest(known, lock) : lock);
    }
    applyStatement(database, node, 0);
  }
  return [...locks.values()].map(({ table, mode }) => toldAs(format(table), mode)).sort();
}

/** Without those on indexes whose table the script does not name. */
function plannedLocks(sql: string): readonly string[] {
  return scriptLocks(sql, [...scanStatements(sql)])
    .locks.filter(({ kind, mode }) => kind === 'table' && LOCK_MODES.indexOf(mode) >= WEAKEST_TOLD)
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
