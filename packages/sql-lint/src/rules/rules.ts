import { addAutoIncrementColumn } from './add-auto-increment-column.ts';
import { addRequiredColumn } from './add-required-column.ts';
import { addStoredGeneratedColumn } from './add-stored-generated-column.ts';
import { attachPartitionScan } from './attach-partition-scan.ts';
import { checkNotValid } from './check-not-valid.ts';
import { clientCopy } from './client-copy.ts';
import { cluster } from './cluster.ts';
import { columnTypeChange } from './column-type-change.ts';
import { concurrentInTransaction } from './concurrent-in-transaction.ts';
import { dataChangeWithDdl } from './data-change-with-ddl.ts';
import { deleteEveryRow } from './delete-every-row.ts';
import { detachPartitionNotConcurrent } from './detach-partition-not-concurrent.ts';
import { doBlock } from './do-block.ts';
import { domainConstraint } from './domain-constraint.ts';
import { dropCascade } from './drop-cascade.ts';
import { dropColumn } from './drop-column.ts';
import { dropConstraint } from './drop-constraint.ts';
import { dropDefault } from './drop-default.ts';
import { dropIndexNotConcurrent } from './drop-index-not-concurrent.ts';
import { dropNotNull } from './drop-not-null.ts';
import { dropSchema } from './drop-schema.ts';
import { dropTable } from './drop-table.ts';
import { dropType } from './drop-type.ts';
import { enumValueUsedInTransaction } from './enum-value-used-in-transaction.ts';
import { exclusionConstraint } from './exclusion-constraint.ts';
import { foreignKeyNotValid } from './foreign-key-not-valid.ts';
import { identifierTooLong } from './identifier-too-long.ts';
import { ifNotExists } from './if-not-exists.ts';
import { indexNotConcurrent } from './index-not-concurrent.ts';
import { longStatementUnderLock } from './long-statement-under-lock.ts';
import { noLockTimeout } from './no-lock-timeout.ts';
import { noStatementTimeout } from './no-statement-timeout.ts';
import { preferBigint } from './prefer-bigint.ts';
import { preferIdentity } from './prefer-identity.ts';
import { preferJsonb } from './prefer-jsonb.ts';
import { preferText } from './prefer-text.ts';
import { preferTimestamptz } from './prefer-timestamptz.ts';
import { primaryKeyNotUsingIndex } from './primary-key-not-using-index.ts';
import { refreshNotConcurrent } from './refresh-not-concurrent.ts';
import { reindexNotConcurrent } from './reindex-not-concurrent.ts';
import { renameColumn } from './rename-column.ts';
import { renameEnumValue } from './rename-enum-value.ts';
import { renameSchema } from './rename-schema.ts';
import { renameTable } from './rename-table.ts';
import type { LintRule } from './rule.ts';
import { setNotNull } from './set-not-null.ts';
import { severalLockedTables } from './several-locked-tables.ts';
import { tableRewrite } from './table-rewrite.ts';
import { transactionControl } from './transaction-control.ts';
import { truncate } from './truncate.ts';
import { uniqueNotUsingIndex } from './unique-not-using-index.ts';
import { updateEveryRow } from './update-every-row.ts';
import { vacuumFull } from './vacuum-full.ts';
import { validateInSameTransaction } from './validate-in-same-transaction.ts';
import { volatileDefault } from './volatile-default.ts';

/** Every rule, by its id. */
export const RULES: readonly LintRule[] = [
  addAutoIncrementColumn,
  addRequiredColumn,
  addStoredGeneratedColumn,
  attachPartitionScan,
  checkNotValid,
  clientCopy,
  cluster,
  columnTypeChange,
  concurrentInTransaction,
  dataChangeWithDdl,
  deleteEveryRow,
  detachPartitionNotConcurrent,
  doBlock,
  domainConstraint,
  dropCascade,
  dropColumn,
  dropConstraint,
  dropDefault,
  dropIndexNotConcurrent,
  dropNotNull,
  dropSchema,
  dropTable,
  dropType,
  enumValueUsedInTransaction,
  exclusionConstraint,
  foreignKeyNotValid,
  identifierTooLong,
  ifNotExists,
  indexNotConcurrent,
  longStatementUnderLock,
  noLockTimeout,
  noStatementTimeout,
  preferBigint,
  preferIdentity,
  preferJsonb,
  preferText,
  preferTimestamptz,
  primaryKeyNotUsingIndex,
  refreshNotConcurrent,
  reindexNotConcurrent,
  renameColumn,
  renameEnumValue,
  renameSchema,
  renameTable,
  setNotNull,
  severalLockedTables,
  tableRewrite,
  transactionControl,
  truncate,
  uniqueNotUsingIndex,
  updateEveryRow,
  vacuumFull,
  validateInSameTransaction,
  volatileDefault,
];
