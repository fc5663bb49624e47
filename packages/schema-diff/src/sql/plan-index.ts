import { quoteIdentifier } from '@schema-service/postgres-sql';
import { bareName, nameWith, qualifierOf } from './names.ts';
import type { IndexOperation } from './operation.ts';
import type { PlanContext } from './plan-context.ts';
import type { Step } from './step.ts';

/**
 * Indexes of tables that exist are built and dropped while those are written to.
 * One that another takes the place of goes after that is built.
 */
export function planIndexes(operation: IndexOperation, context: PlanContext): readonly Step[] {
  return operation.kind === 'createIndex'
    ? planCreation(operation, context)
    : planRemoval(operation, context);
}

function planCreation(
  { sql, name, table = '' }: IndexOperation,
  { existing, operations }: PlanContext,
): readonly Step[] {
  const subject = `index:${bareName(name)}`;
  if (!existing.has(table)) return [{ phase: 'main', sql, subject }];
  const concurrently = sql.replace('INDEX ', 'INDEX CONCURRENTLY ');
  const replaced = operations.find(
    (other) => other.kind === 'dropIndex' && bareName(other.name) === bareName(name),
  );
  const note = sql.startsWith('CREATE UNIQUE')
    ? { note: `${name} cannot be built while rows of ${table} have the same values.` }
    : {};
  if (replaced?.kind !== 'dropIndex') {
    return [{ phase: 'indexes', sql: concurrently, subject, ...note }];
  }
  const temporary = quoteIdentifier(nameWith(bareName(name), '_new'));
  const old = qualifierOf(table) + quoteIdentifier(bareName(name));
  return [
    {
      phase: 'indexes',
      sql: concurrently.replace(name, temporary),
      subject,
      comment: 'The old index serves until the new one is there.',
      ...note,
    },
    { phase: 'indexes', sql: `DROP INDEX CONCURRENTLY ${old}`, subject },
    {
      phase: 'indexes',
      sql: `ALTER INDEX ${qualifierOf(table)}${temporary} RENAME TO ${quoteIdentifier(bareName(name))}`,
      subject,
    },
  ];
}

function planRemoval({ sql, name }: IndexOperation, context: PlanContext): readonly Step[] {
  const { operations, from } = context;
  const bare = bareName(name);
  const subject = `index:${bare}`;
  const owner = from.models.find((model) =>
    [...model.uniques, ...model.indexes].some(({ dbName }) => dbName === bare),
  );
  const table = [...context.existing].find(([, model]) => model !== null && model === owner)?.[0];
  const isReplaced = operations.some(
    (other) =>
      other.kind === 'createIndex' &&
      bareName(other.name) === bare &&
      context.existing.has(other.table ?? ''),
  );
  if (isReplaced) return [];
  // It would go with its column, or be built anew for it: the table is locked then anyway.
  const tableChanges = operations.some(
    (other) =>
      (other.kind === 'dropTable' || other.kind === 'dropColumn' || other.kind === 'setType') &&
      other.table === table,
  );
  if (table === undefined || tableChanges) return [{ phase: 'main', sql, subject }];
  const concurrently = sql.replace('INDEX ', 'INDEX CONCURRENTLY ');
  return [{ phase: 'indexes', sql: concurrently, subject, isLast: true }];
}
