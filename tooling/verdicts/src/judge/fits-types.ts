import { pythonNames } from '@schema-service/codegen';
import type { Field, Model, SchemaModel, View } from '@schema-service/schema-model';
import type { Operation, Outcome } from '../plan/operation.ts';
import { type ClientField, clientEntities, clientFields } from '../plan/visible-model.ts';

type Row = Readonly<Record<string, unknown>>;

/** Rows that came back though their types say that they cannot be. */
export function misfits(
  schema: SchemaModel,
  operations: readonly Operation[],
  outcomes: readonly Outcome[],
): readonly Outcome[] {
  return outcomes.map((outcome, index) => {
    const operation = operations[index];
    if (outcome.kind !== 'done' || operation === undefined) return outcome;
    const entity = clientEntities(schema).find(({ name }) => name === operation.entity);
    if (entity === undefined || !Array.isArray(outcome.answer)) return outcome;
    const rows: readonly Row[] = outcome.answer;
    const error = rows.map((row) => misfit(schema, entity, operation, row)).find(isText);
    return error === undefined ? outcome : { kind: 'failed', error };
  });
}

function misfit(
  schema: SchemaModel,
  entity: Model | View,
  operation: Operation,
  row: Row,
): string | undefined {
  if (operation.act === 'follow') {
    const field = entity.fields.find(({ name }) => name === operation.relation);
    return field && misfitOfRelation(field, row[field.name]);
  }
  if (operation.act !== 'findMany') return undefined;
  return clientFields(entity)
    .map((field) => {
      const value = row[field.name] ?? row[pythonNames.fieldName(field.name)] ?? null;
      return misfitOfColumn(schema, field, value);
    })
    .find(isText);
}

function misfitOfRelation({ name, arity }: Field, value: unknown): string | undefined {
  return arity === 'required' && (value ?? null) === null ? `${name} is null` : undefined;
}

function misfitOfColumn(
  schema: SchemaModel,
  field: ClientField,
  value: unknown,
): string | undefined {
  if (value === null) return field.arity === 'required' ? `${field.name} is null` : undefined;
  if (field.arity === 'list') return undefined;
  const fits = field.kind === 'enum' ? isOf(schema, field.type, value) : isLike(field.type, value);
  return fits ? undefined : `${field.name} is ${JSON.stringify(value)}`;
}

function isOf(schema: SchemaModel, enumName: string, value: unknown): boolean {
  const known = schema.enums.find(({ name }) => name === enumName)?.values ?? [];
  return known.flatMap(({ name }) => [name, pythonNames.memberName(name)]).includes(String(value));
}

/**
 * Number types that calculate in their own way are not each other: a Decimal where
 * the type says int is a misfit. Runners give a Decimal as text, and a BigInt as
 * text (Node) or a number (Python).
 */
function isLike(type: string, value: unknown): boolean {
  switch (type) {
    case 'Int':
    case 'Float':
      return typeof value === 'number';
    case 'Decimal':
    case 'String':
    case 'DateTime':
      return typeof value === 'string';
    case 'Boolean':
      return typeof value === 'boolean';
    default:
      return true;
  }
}

const isText = (text: string | undefined): text is string => text !== undefined;
