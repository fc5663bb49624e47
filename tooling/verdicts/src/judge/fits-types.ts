import { pythonNaming } from '@schema-service/codegen';
import type { Field, Model, SchemaModel, View } from '@schema-service/schema-model';
import type { Operation, Outcome } from '../plan/operation.ts';
import { type ClientField, clientEntities, clientFields } from '../plan/visible-model.ts';

type Row = Readonly<Record<string, unknown>>;

/** Rows that came back though their types say that they cannot be. */
export function mismatches(
  schema: SchemaModel,
  operations: readonly Operation[],
  outcomes: readonly Outcome[],
): readonly Outcome[] {
  const unequal = unequalEnds(schema, operations, outcomes);
  return outcomes.map((outcome, index) => {
    const operation = operations[index];
    if (outcome.kind !== 'done' || operation === undefined) return outcome;
    const entity = clientEntities(schema).find(({ name }) => name === operation.entity);
    if (entity === undefined || !Array.isArray(outcome.answer)) return outcome;
    const rows: readonly Row[] = outcome.answer;
    const error =
      unequal.get(operation) ??
      rows.map((row) => mismatch(schema, entity, operation, row)).find(isText);
    return error === undefined ? outcome : { kind: 'failed', error };
  });
}

/** Relations that meet fewer rows when they are followed from the one end than from the other. */
function unequalEnds(
  schema: SchemaModel,
  operations: readonly Operation[],
  outcomes: readonly Outcome[],
): ReadonlyMap<Operation, string> {
  const found = new Map<Operation, string>();
  for (const relation of schema.relations) {
    if (relation.kind !== 'foreignKey') continue;
    const [from, to] = [relation.from, relation.to].map(({ entity, field }) => {
      const index = operations.findIndex(
        (one) => one.act === 'follow' && one.entity === entity && one.relation === field,
      );
      const outcome = outcomes[index];
      if (outcome?.kind !== 'done' || !Array.isArray(outcome.answer)) return undefined;
      const rows: readonly Row[] = outcome.answer;
      return { operation: operations[index], met: rows.flatMap((row) => row[field] ?? []).length };
    });
    if (to?.operation && from && from.met !== to.met) {
      found.set(to.operation, `${to.met} rows from this end, ${from.met} from the other`);
    }
  }
  return found;
}

function mismatch(
  schema: SchemaModel,
  entity: Model | View,
  operation: Operation,
  row: Row,
): string | undefined {
  if (operation.act === 'follow') {
    const field = entity.fields.find(({ name }) => name === operation.relation);
    return field && mismatchOfRelation(field, row[field.name]);
  }
  if (operation.act !== 'findMany') return undefined;
  const naming = pythonNaming(schema);
  return clientFields(entity)
    .map((field) => {
      const value = row[field.name] ?? row[naming.field(entity.name, field.name)] ?? null;
      return mismatchOfColumn(schema, field, value);
    })
    .find(isText);
}

function mismatchOfRelation({ name, arity }: Field, value: unknown): string | undefined {
  return arity === 'required' && (value ?? null) === null ? `${name} is null` : undefined;
}

function mismatchOfColumn(
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
  const naming = pythonNaming(schema);
  return known.flatMap(({ name }) => [name, naming.member(enumName, name)]).includes(String(value));
}

/**
 * Number types that calculate in their own way are not each other: a Decimal where
 * the type says int is a mismatch. Runners give a Decimal as text, and a BigInt as
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
