export { findEarlyEnumUse } from './early-enum-use.ts';
export { flattenStatement } from './flatten-statement.ts';
export { lineCounter } from './line-counter.ts';
export { blockedBy, LOCK_MODES, type LockMode, strongest } from './lock-mode.ts';
export { findOldStrings } from './old-strings.ts';
export { quoteIdentifier, quoteLiteral, quoteText } from './quote.ts';
export { quotedTokens } from './quoted-tokens.ts';
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
export { scanStatements } from './scan-statements.ts';
export {
  type DirectiveMistake,
  type DirectiveReading,
  parseDuration,
  ROLLBACK_CLASSES,
  type RollbackClass,
  readDirectives,
  type ScriptDirectives,
} from './script-directives.ts';
export { type ScriptLocks, scriptLocks } from './script-locks.ts';
export { isForTransaction, makesTemporary, setsAmongOther, setsSession } from './session-state.ts';
export type { SqlStatement } from './sql-statement.ts';
export { SqlSyntaxError } from './sql-syntax-error.ts';
export { statementDigest } from './statement-digest.ts';
export {
  alterTableParts,
  type KnownRelations,
  type RelationLock,
  statementLocks,
} from './statement-locks.ts';
export {
  addsEnumValue,
  isClientCopy,
  isTransactionControl,
  releasesAllLocks,
  runsOutsideTransactions,
} from './statement-rules.ts';
