export { type BatchDirective, DEFAULT_BATCH_TARGET_MS } from './batch-directive.ts';
export { findBatchProblem } from './batch-problem.ts';
export {
  type BatchRange,
  type FilledStatement,
  fillBatch,
  parsableBatches,
  wholeRange,
} from './batch-range.ts';
export { isSameExpression, isSameUnqualified } from './canonical-expression.ts';
export { parseDuration } from './duration.ts';
export { findEarlyEnumUse } from './early-enum-use.ts';
export { flattenStatement } from './flatten-statement.ts';
export { hidePsqlVariables } from './hide-psql-variables.ts';
export { keepWholeInPsql } from './keep-whole-in-psql.ts';
export { blockedBy, LOCK_MODES, type LockMode, strongest, waitsAside } from './lock-table.ts';
export { findOldStrings } from './old-strings.ts';
export { quoteIdentifier, quoteLiteral, quoteText } from './quote.ts';
export {
  keyOfParts,
  NAME,
  nameOfKey,
  namesIn,
  partsOf,
  partsOfKey,
  relationKey,
  splitList,
} from './relation-name.ts';
export { lineCounter, SqlSyntaxError, scanStatements } from './scan-statements.ts';
export {
  type DirectiveMistake,
  type DirectiveReading,
  PHASES,
  type Phase,
  ROLLBACK_CLASSES,
  type RollbackClass,
  readDirectives,
  readPhase,
  type ScriptDirectives,
  type VerifyDirective,
} from './script-directives.ts';
export { type ScriptLocks, scriptLocks } from './script-locks.ts';
export type { ScriptProblem } from './script-problem.ts';
export { makesTemporary, setsAmongOther, setsSession } from './session-state.ts';
export { type SqlStatement, statementDigest } from './sql-statement.ts';
export {
  alterTableParts,
  type KnownRelations,
  type RelationLock,
  statementLocks,
} from './statement-locks.ts';
export {
  addsEnumValue,
  isClientCopy,
  isRepeatable,
  isTransactionControl,
  releasesAllLocks,
  runsOutsideTransactions,
  sharesTransaction,
} from './statement-rules.ts';
export { firstToken } from './tokens.ts';
