import { type ColumnField, isMadeByDatabase } from '@schema-service/schema-model';
import type { ChangeFact, ChangeFactOf, RenameFact } from '../../change.ts';
import { subjectPath } from '../../change-record.ts';
import { type RuleContext, type Verdict, verdict } from './rule.ts';
import type { SchemaIndex } from './schema-index.ts';

type NamespaceFact = ChangeFactOf<`${'ENUM' | 'MODEL' | 'VIEW'}_NAMESPACE_CHANGED`>;

/** Clients look in `public` where the schema says nothing, unless a connection says otherwise. */
export function isSameNamespace({ previous, current }: NamespaceFact): boolean {
  return (previous ?? 'public') === (current ?? 'public');
}

/** The verdict on a rename that the database does not see (`@map` keeps the name there), undefined for another. */
export function renamedOnlyInClient({ previous, current }: RenameFact): Verdict | undefined {
  if (previous.databaseName !== current.databaseName) return undefined;
  return verdict(
    { clientApi: 'breaks' },
    {
      reason: 'The database keeps its name; only code that uses the old name no longer compiles.',
    },
  );
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
  return fields.some((name) => !known.has(name) && staysNull(current, { entity, name }));
}

function staysNull(schema: SchemaIndex, subject: Parameters<SchemaIndex['field']>[0]): boolean {
  const field = schema.field(subject);
  return (
    field !== undefined &&
    field.kind !== 'relation' &&
    field.arity === 'optional' &&
    field.default === undefined
  );
}

/** For a new constraint: minor where a data check found no row that breaks it. */
export function unlessChecked(
  found: Verdict,
  { subject }: ChangeFact,
  { checked }: RuleContext,
): Verdict {
  if (!checked.has(subjectPath(subject))) return found;
  const because = 'A data check found no row that breaks it.';
  return { ...found, exception: { bump: 'minor', because } };
}
