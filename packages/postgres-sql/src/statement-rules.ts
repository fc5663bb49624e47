/** Ends or begins a transaction of its own. Savepoints are fine, they stay inside ours. */
const TRANSACTION_CONTROL =
  /^(?:BEGIN|START TRANSACTION|COMMIT|END|ABORT|PREPARE TRANSACTION|ROLLBACK(?! (?:WORK |TRANSACTION )?TO\b))(?: |$)/;

/** What PostgreSQL refuses inside a transaction block, as far as the words tell; it raises 25001 for the rest. */
const OUTSIDE_TRANSACTIONS = [
  /^CREATE (?:UNIQUE )?INDEX CONCURRENTLY\b/,
  /^DROP INDEX CONCURRENTLY\b/,
  /^REINDEX (?:(?:INDEX|TABLE|SCHEMA) CONCURRENTLY|DATABASE|SYSTEM)\b/,
  /^ALTER TABLE .*\bDETACH PARTITION .*\bCONCURRENTLY$/,
  /^VACUUM\b/,
  /^(?:CREATE|DROP) (?:DATABASE|TABLESPACE)\b/,
  /^ALTER SYSTEM\b/,
  /^ALTER DATABASE .*\bSET TABLESPACE\b/,
];

const CLIENT_COPY = /^COPY\b.*(?:\bFROM STDIN|\bTO STDOUT)\b/;

/** The words are those of {@link SqlStatement.words}. */
export const isTransactionControl = (words: string): boolean => TRANSACTION_CONTROL.test(words);

/** Whether it cannot run in a transaction block. */
export const runsOutsideTransactions = (words: string): boolean =>
  OUTSIDE_TRANSACTIONS.some((rule) => rule.test(words));

/** Whether it gives an enum another value, which the same transaction cannot use yet. */
export const addsEnumValue = (words: string): boolean => /^ALTER TYPE .*\bADD VALUE\b/.test(words);

/** Whether rows would travel between client and server beside the SQL. */
export const isClientCopy = (words: string): boolean => CLIENT_COPY.test(words);

/** Whether it lets go of every advisory lock of the session: a body that is only stored does not. */
export const releasesAllLocks = (words: string, text: string): boolean =>
  words === 'DISCARD ALL' ||
  (/^(?:SELECT|WITH|VALUES|DO|CALL)\b/.test(words) && /\bpg_advisory_unlock_all\s*\(/i.test(text));
