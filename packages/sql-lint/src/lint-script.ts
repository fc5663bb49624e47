import type { LintFinding } from './lint-finding.ts';
import type { LintContext } from './rules/rule.ts';
import { RULES } from './rules/rules.ts';
import type { LintScript, LintStatement } from './sql/parse-script.ts';
import { listedName } from './sql/relation-name.ts';
import { applyStatement } from './state/apply-statement.ts';
import { type DatabaseState, keyOf } from './state/database-state.ts';
import { beginSession, nextSession } from './state/session.ts';
import { statementLocks } from './state/table-locks.ts';
import { beginTransaction, holdLocks, type Transaction } from './state/transaction.ts';

/** A finding, with the statement that it is about. */
export interface StatementFinding {
  readonly statement: LintStatement;
  readonly finding: LintFinding;
}

export interface ScriptOptions {
  readonly postgresMajor: number;
  readonly nextTransaction: () => number;
}

/** Runs all rules on a file, statement by statement, and applies it to the state. */
export function lintScript(
  script: LintScript,
  database: DatabaseState,
  { postgresMajor, nextTransaction }: ScriptOptions,
): StatementFinding[] {
  const findings: StatementFinding[] = [];
  let transaction = beginTransaction(nextTransaction());
  let session = beginSession(script.directives);
  // What a script SETs does not reach the next.
  database.defaultSchema = 'public';
  for (const statement of script.statements) {
    const locks = statementLocks(script, statement, database);
    const context = { script, database, locks, transaction, session, postgresMajor };
    findings.push(...checkStatement(statement, context));
    session = nextSession(session, statement.node, locks);
    holdLocks(transaction, locks, database);
    noteEnumValue(transaction, statement, database);
    applyStatement(database, statement.node, transaction.id);
    if (!script.directives.transactional) transaction = beginTransaction(nextTransaction());
  }
  return findings;
}

function checkStatement(statement: LintStatement, context: LintContext): StatementFinding[] {
  const { path, positions, directives } = context.script;
  const rules =
    directives.phase === 'contract' ? RULES.filter((rule) => !rule.needsOlderClients) : RULES;
  const findings: LintFinding[] = [];
  for (const { id, severity, check } of rules) {
    for (const { message, at, lock, recipe } of check(statement, context)) {
      findings.push({
        kind: 'lintFinding',
        rule: id,
        severity,
        path,
        ...positions.at(at ?? statement.start),
        message,
        ...(lock && { lock }),
        ...(recipe !== undefined && { recipe }),
      });
    }
  }
  return findings
    .sort((one, other) => one.line - other.line || one.column - other.column)
    .map((finding) => ({ statement, finding }));
}

function noteEnumValue(
  transaction: Transaction,
  { node }: LintStatement,
  database: DatabaseState,
): void {
  if (!('AlterEnumStmt' in node) || !node.AlterEnumStmt.newVal || node.AlterEnumStmt.oldVal) return;
  const type = listedName(node.AlterEnumStmt.typeName);
  // The values of a type that is as new as they are can be used at once.
  if (database.types.has(keyOf(database, type))) return;
  transaction.enumValues.push({ type, value: node.AlterEnumStmt.newVal });
}
