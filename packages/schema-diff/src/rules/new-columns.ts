import type { RuleContext } from './rule.ts';
import type { SchemaIndex } from './schema-index.ts';

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
