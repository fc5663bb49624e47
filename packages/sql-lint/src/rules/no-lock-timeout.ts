import { statementText } from '../sql/parse-script.ts';
import { format } from '../sql/relation-name.ts';
import { stopsTraffic } from '../state/table-locks.ts';
import { migration } from './recipe.ts';
import type { LintRule } from './rule.ts';

export const noLockTimeout: LintRule = {
  kind: 'lintRule',
  id: 'no-lock-timeout',
  severity: 'error',
  summary: 'a lock that is waited for without a limit',
  why: 'While a statement waits for a lock, everybody who comes after it waits behind it, so that one long query stops a table. The migrator gives up after 400 ms and tries again; `lock-timeout = 0`, or a SET, turned that off. The first statement of a file is told.',
  *check(statement, { script, locks, session }) {
    if (session.lockTimeoutMs !== 0 || session.hasWaitedUnbounded) return;
    const lock = locks.find(stopsTraffic);
    if (!lock) return;
    yield {
      message: `Clients of ${format(lock.table)} queue behind this statement for as long as it waits for its lock.`,
      recipe: `-- migrator: lock-timeout = 400ms\n${migration(statementText(script, statement))}`,
    };
  },
};
