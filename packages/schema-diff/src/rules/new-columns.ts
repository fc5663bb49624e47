import type { SchemaModel } from '@schema-service/schema-model';
import { entityAt } from './lookup.ts';
import type { RuleContext } from './rule.ts';

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
  const before = entityAt(previous, entity);
  if (before === undefined) return true;
  const known = new Set(before.fields.map(({ name }) => name));
  return fields.some((name) => !known.has(name) && staysNull(current, entity, name));
}

function staysNull(schema: SchemaModel, entity: string, name: string): boolean {
  const field = entityAt(schema, entity)?.fields.find((candidate) => candidate.name === name);
  return (
    field !== undefined &&
    field.kind !== 'relation' &&
    field.arity === 'optional' &&
    field.default === undefined
  );
}
