import {
  type ColumnField,
  type DefaultValue,
  isMadeByDatabase,
} from '@schema-service/schema-model';
import type { Change } from '../change.ts';
import type { FactRecord } from '../change-record.ts';
import { keyFields, property } from './property.ts';
import { answers, type RuleContext, unnoticed, type Verdict } from './rule.ts';
import type { SchemaIndex } from './schema-index.ts';

/** Clients look in `public` where the schema says nothing, unless a connection says otherwise. */
export function isSameNamespace({ previous, current }: FactRecord): boolean {
  return (previous ?? 'public') === (current ?? 'public');
}

/** The verdict on a rename that the database does not see (`@map` keeps the name there), undefined for another. */
export function renamedOnlyInClient({ previous, current }: FactRecord): Verdict | undefined {
  if (property(previous, 'databaseName') !== property(current, 'databaseName')) return undefined;
  return answers('yes', 'yes', 'yes', 'breaks', {
    reason: 'The database keeps its name; only code that uses the old name no longer compiles.',
  });
}

/** Whether the database takes an insert that leaves the column out, whoever sends it. */
export function canBeLeftOut({ arity, default: made }: ColumnField): boolean {
  // List columns are made without NOT NULL.
  return arity !== 'required' || isMadeByDatabase(made);
}

/**
 * Whether old clients can never break a constraint over these columns: the table
 * is new, or one of the columns is new and stays null in every row they insert
 * (PostgreSQL checks neither a unique nor a foreign key where a column is null).
 */
export function areBeyondOldClients(
  entity: string,
  fields: readonly string[],
  { previous, current }: RuleContext,
): boolean {
  const before = previous.entity(entity);
  if (before === undefined) return true;
  const known = new Set(before.fields.map(({ name }) => name));
  return fields.some((name) => !known.has(name) && staysNull(current, `${entity}.${name}`));
}

function staysNull(schema: SchemaIndex, path: string): boolean {
  const field = schema.field(path);
  return (
    field !== undefined &&
    field.kind !== 'relation' &&
    field.arity === 'optional' &&
    field.default === undefined
  );
}

/** For a new constraint: minor where a data check found no row that breaks it. */
export function unlessChecked(
  verdict: Verdict,
  { path }: FactRecord,
  { checked }: RuleContext,
): Verdict {
  if (!checked.has(path)) return verdict;
  const bump: Change['bump'] = 'minor';
  const because = 'A data check found no row that breaks it.';
  return { ...verdict, exception: { bump, because } };
}

/** A primary key or unique constraint that keeps its name in the database and says something else. */
export function keyChanged(
  { path, previous: before, current: after }: FactRecord,
  { current }: RuleContext,
): Verdict {
  const hasSameFields = keyFields(before).toSorted().join() === keyFields(after).toSorted().join();
  if (current.entity(path)?.kind === 'view' || hasSameFields) {
    return property(before, 'name') === property(after, 'name')
      ? unnoticed('Only the index behind it is another.')
      : answers('yes', 'yes', 'yes', 'breaks', {
          reason: 'Only its name in the client is another: code that uses it no longer compiles.',
        });
  }
  return answers('yes', 'depends', 'depends', 'breaks');
}

/** A key by which rows could be looked up, and no longer can. */
export function lookupGone(path: string, current: SchemaIndex): Verdict {
  return current.entity(path)?.kind === 'view'
    ? answers('yes', 'yes', 'yes', 'breaks', {
        reason: 'A view has no constraint; code that looks rows up by it no longer compiles.',
      })
    : answers('yes', 'depends', 'depends', 'breaks');
}

/** The default of the column at a path; undefined where it has none, or is no column. */
export function defaultAt(schema: SchemaIndex, path: string): DefaultValue | undefined {
  const field = schema.field(path);
  return field === undefined || field.kind === 'relation' ? undefined : field.default;
}
