import { statementText } from '../sql/parse-script.ts';
import { format } from '../sql/relation-name.ts';
import { isLong } from '../state/session.ts';
import { stopsTraffic } from '../state/table-locks.ts';
import { migration } from './recipe.ts';
import type { LintRule } from './rule.ts';

export const noStatementTimeout: LintRule = {
  kind: 'lintRule',
  id: 'no-statement-timeout',
  severity: 'warning',
  summary: 'rows that are read or written under a lock, without a limit on the time',
  why: 'How long it takes is known only on the database at hand. With a statement timeout the migration gives up instead of stopping the clients for longer than you thought. The first statement of a file is told.',
  *check(statement, { script, locks, session }) {
    if (session.statementTimeoutMs !== 0 || session.hasBlockedUnbounded) return;
    const lock = locks.find((one) => stopsTraffic(one) && isLong(one));
    if (!lock) return;
    yield {
      message: `Nothing ends this statement where it holds ${format(lock.table)} for too long.`,
      recipe: `-- migrator: statement-timeout = 30s\n${migration(statementText(script, statement))}`,
    };
  },
};
