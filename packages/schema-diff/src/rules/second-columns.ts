import { type ColumnField, columnsOf, type ForeignKeyRelation } from '@schema-service/schema-model';
import type { SubjectOf } from '../change.ts';
import type { Bridged } from '../compatibility.ts';
import type { RuleContext } from './helpers/rule.ts';
import type { SchemaIndex } from './helpers/schema-index.ts';

type Subject = SubjectOf<'field'>;
type Column = Pick<Subject, 'entity' | 'name'>;

/** Of a field with another type. */
export function ofType(subject: Subject, context: RuleContext): Bridged {
  if (!isColumn(subject, context)) return 'views';
  const { previous, current } = context;
  const isCountedAnew = isCounted(current, subject) && !isCounted(previous, subject);
  // A number is made once for a row, whichever version makes it: only where the older one does not give numbers itself.
  const isBridged = isRowKey(subject, context) && !isWholeNumber(columnIn(previous, subject));
  return isCountedAnew && !isBridged ? 'no' : ofOtherType(subject, context);
}

/** Of a field that becomes a list, or is none any more. */
export const ofList = (subject: Subject, context: RuleContext): Bridged =>
  isColumn(subject, context) ? unlessUnspelt(subject, context) : 'views';

/** Of a field that may be empty now, or not any more. */
export function ofNulls(subject: Subject, context: RuleContext): Bridged {
  if (!isColumn(subject, context)) return 'views';
  const { previous, current } = context;
  const isInKey =
    isRowKey(subject, context) || isCounted(previous, subject) || isCounted(current, subject);
  return isInKey ? 'no' : unlessUnspelt(subject, context);
}

/** Of all fields with an enum, which is another type of PostgreSQL. */
export function ofEnum(name: string, context: RuleContext): Bridged {
  const columns = context.previous.schema.models.flatMap((model) =>
    columnsOf(model)
      .filter((field) => field.kind === 'enum' && field.type === name)
      .map((field) => ({ entity: model.name, name: field.name })),
  );
  return columns.every((column) => ofOtherType(column, context) === 'twin') ? 'twin' : 'no';
}

const isColumn = (subject: Subject, { current }: RuleContext): boolean =>
  subject.owner === 'model' && current.field(subject)?.kind !== 'relation';

/** A default that the schema does not spell cannot move to the views of the older version. */
const unlessUnspelt = (column: Column, { previous }: RuleContext): Bridged => {
  const value = columnIn(previous, column)?.default;
  return value?.kind === 'dbgenerated' && value.expression === '' ? 'no' : 'twin';
};

/** Both sides of a foreign key have a second column, if both versions have the key. */
function ofOtherType(column: Column, context: RuleContext): Bridged {
  const { previous, current } = context;
  const [before, after] = [referencesOf(previous, column), referencesOf(current, column)];
  if (before.length === 0 && after.length === 0) return unlessUnspelt(column, context);
  const known = after.find((one) => before.some((other) => refersToSame(one, other)));
  if (known === undefined) return 'no';
  return isExact(column, context) || canBeLookedUp(column, known, context)
    ? unlessUnspelt(column, context)
    : 'no';
}

/** Whether the row that a column refers to is found by either version's value. */
function canBeLookedUp(
  column: Column,
  { to, fields, references }: ForeignKeyRelation,
  context: RuleContext,
): boolean {
  const { previous, current } = context;
  const setsDefault = [previous, current]
    .flatMap((schema) => referencesOf(schema, { entity: column.entity }))
    .some(
      ({ to: { entity }, onDelete, onUpdate }) =>
        entity === to.entity && (onDelete === 'SetDefault' || onUpdate === 'SetDefault'),
    );
  const beside = fields.flatMap((name, at) => [
    { entity: column.entity, name },
    { entity: to.entity, name: references[at] ?? name },
  ]);
  const own = fields.indexOf(column.name);
  return (
    !setsDefault &&
    columnIn(previous, column)?.arity === columnIn(current, column)?.arity &&
    beside.every((one, at) => Math.floor(at / 2) === own || isKept(one, context))
  );
}

/** Whether both versions say the same of the column's values. */
function isKept(column: Column, { previous, current }: RuleContext): boolean {
  const said = (schema: SchemaIndex): string => {
    const field = columnIn(schema, column);
    return JSON.stringify([field?.arity, typeOf(field)]);
  };
  return said(previous) === said(current);
}

const typeOf = (field: ColumnField | undefined): unknown =>
  field?.kind === 'scalar'
    ? field.nativeType
    : field?.kind === 'enum'
      ? field.type
      : field?.databaseType;

/** Whether the values of both follow each other without a look at the row that they refer to. */
function isExact(column: Column, { previous, current }: RuleContext): boolean {
  const fields = [previous, current].map((schema) => columnIn(schema, column));
  return fields.every((field) => field?.kind === 'enum') || fields.every(isWholeNumber);
}

const isWholeNumber = (field: ColumnField | undefined): boolean =>
  field?.kind === 'scalar' && ['SmallInt', 'Integer', 'BigInt'].includes(field.nativeType.name);

function columnIn(schema: SchemaIndex, column: Column): ColumnField | undefined {
  const field = schema.field(column);
  return field?.kind === 'relation' ? undefined : field;
}

const isCounted = (schema: SchemaIndex, column: Column): boolean =>
  columnIn(schema, column)?.default?.kind === 'autoincrement';

/** Whether rows are known by the column in one of both versions. */
const isRowKey = (column: Column, { previous, current }: RuleContext): boolean =>
  isKeyOf(previous, column) || isKeyOf(current, column);

/** Whether it is in the primary key, or others refer to it. */
function isKeyOf(schema: SchemaIndex, { entity, name }: Column): boolean {
  return (
    schema.entity(entity)?.primaryKey?.fields.some((one) => one.name === name) === true ||
    foreignKeysOf(schema).some(
      ({ to, references }) => to.entity === entity && references.includes(name),
    )
  );
}

/** The foreign keys that a column is in, or all of its table. */
const referencesOf = (
  schema: SchemaIndex,
  { entity, name }: Pick<Column, 'entity'> & Partial<Column>,
): readonly ForeignKeyRelation[] =>
  foreignKeysOf(schema).filter(
    ({ from, fields }) => from.entity === entity && (name === undefined || fields.includes(name)),
  );

const refersToSame = (one: ForeignKeyRelation, other: ForeignKeyRelation): boolean =>
  JSON.stringify([one.to.entity, one.fields, one.references]) ===
  JSON.stringify([other.to.entity, other.fields, other.references]);

const foreignKeysOf = ({ schema }: SchemaIndex): readonly ForeignKeyRelation[] =>
  schema.relationMode === 'prisma'
    ? []
    : schema.relations.filter((relation) => relation.kind === 'foreignKey');
