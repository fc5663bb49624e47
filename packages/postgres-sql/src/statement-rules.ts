/** Ends or begins a transaction of its own. Savepoints are fine, they stay inside ours; one that was prepared is none of a script's. */
const TRANSACTION_CONTROL =
  /^(?:BEGIN|START TRANSACTION|COMMIT(?! PREPARED\b)|END|ABORT|PREPARE TRANSACTION|ROLLBACK(?! PREPARED\b| (?:WORK |TRANSACTION )?TO\b))(?: |$)/;

/** What PostgreSQL refuses inside a transaction block, as far as the words tell; it raises 25001 for the rest. */
const OUTSIDE_TRANSACTIONS = [
  /^CREATE (?:UNIQUE )?INDEX CONCURRENTLY\b/,
  /^DROP INDEX CONCURRENTLY\b/,
  /^REINDEX (?:(?:INDEX|TABLE) CONCURRENTLY|SCHEMA|DATABASE|SYSTEM)\b/,
  /^CLUSTER(?: VERBOSE)?$/,
  /^ALTER SUBSCRIPTION .*\bREFRESH PUBLICATION\b/,
  /^ALTER TABLE .*\bDETACH PARTITION .*\bCONCURRENTLY$/,
  /^VACUUM\b/,
  /^(?:CREATE|DROP) (?:DATABASE|TABLESPACE)\b/,
  /^ALTER SYSTEM\b/,
  /^ALTER DATABASE .*\bSET TABLESPACE\b/,
  /^(?:COMMIT|ROLLBACK) PREPARED\b/,
  /^DISCARD ALL$/,
];

/**
 * What works in a transaction as it does alone, whatever stands behind it in the statement. Not here is what ends
 * transactions by itself (CALL), takes one for each table (VACUUM, ANALYZE, CLUSTER, REINDEX), is for a transaction
 * (LOCK, DECLARE, SAVEPOINT), or is not known.
 */
const SHARES_TRANSACTION = [
  /^(?:INSERT|UPDATE|DELETE|MERGE|WITH|SELECT|VALUES|TABLE|TRUNCATE|COPY|EXECUTE|EXPLAIN|SHOW)\b/,
  /^(?:CREATE|ALTER|DROP) (?!SUBSCRIPTION\b)/,
  /^(?:COMMENT|GRANT|REVOKE|REASSIGN|SECURITY|IMPORT|REFRESH)\b/,
  /^(?:SET (?!LOCAL\b|TRANSACTION\b|CONSTRAINTS\b)|(?:RESET|LISTEN|UNLISTEN|NOTIFY|PREPARE|DEALLOCATE|LOAD)\b)/,
];

/** What does the same once more where it is done already. */
const REPEATABLE =
  /^(?:VACUUM|ANALY[SZ]E|CLUSTER|REINDEX|CHECKPOINT|SET|RESET|DISCARD|ALTER SYSTEM)\b/;

const CLIENT_COPY = /^COPY\b.*(?:\bFROM STDIN|\bTO STDOUT)\b/;

/** The words are those of {@link SqlStatement.words}. */
export const isTransactionControl = (words: string): boolean => TRANSACTION_CONTROL.test(words);

/** Whether it cannot run in a transaction block. */
export const runsOutsideTransactions = (words: string): boolean =>
  OUTSIDE_TRANSACTIONS.some((rule) => rule.test(words));

/** Whether it can be in one transaction with the note that it is done, so that both are there or neither is. */
export function sharesTransaction(words: string, text: string): boolean {
  if (runsOutsideTransactions(words)) return false;
  // Of a block the code decides: a function that it calls cannot commit, a procedure can.
  if (/^DO\b/.test(words)) return !/commit|rollback|call/i.test(text);
  return SHARES_TRANSACTION.some((rule) => rule.test(words));
}

/** Whether it may run again where nobody knows whether it has. */
export const isRepeatable = (words: string): boolean => REPEATABLE.test(words);

/** Whether it gives an enum another value, which the same transaction cannot use yet. */
export const addsEnumValue = (words: string): boolean => /^ALTER TYPE .*\bADD VALUE\b/.test(words);

/** Whether rows would travel between client and server beside the SQL. */
export const isClientCopy = (words: string): boolean => CLIENT_COPY.test(words);

/** Whether it lets go of every advisory lock of the session: a body that is only stored does not. */
export const releasesAllLocks = (words: string, text: string): boolean =>
  /^(?:SELECT|WITH|VALUES|DO|CALL)\b/.test(words) && /\bpg_advisory_unlock_all\s*\(/i.test(text);
