import { quoteText } from '@schema-service/postgres-sql';
import type { ColumnField, Model, ScalarField, SchemaModel } from '@schema-service/schema-model';

/** The length of a UUID's text. */
const UUID_LENGTH = 36;

const unlimited: Readonly<Partial<Record<ScalarField['type'], string>>> = {
  BigInt: '0',
  Boolean: 'false',
  Bytes: "''",
  DateTime: 'CURRENT_TIMESTAMP',
  Decimal: '0',
  Float: '0',
  Int: '0',
  Json: "'{}'",
};

/** Texts that may be empty. The others (`Xml`, `Inet`, `Bit`) have a form. */
const texts: readonly string[] = ['Text', 'VarChar', 'Char', 'Citext', 'VarBit'];

/**
 * A value that a column takes and that means nothing, as SQL: what rows get
 * until a person has decided. Undefined where there is none that every row
 * can have, such as for a column that refers to another table.
 */
export function placeholder(
  column: ColumnField,
  model: Model,
  { enums, relations }: Pick<SchemaModel, 'enums' | 'relations'>,
): string | undefined {
  const { kind, arity, name } = column;
  const refers = relations.some(
    (relation) =>
      relation.kind === 'foreignKey' &&
      relation.from.entity === model.name &&
      relation.fields.includes(name),
  );
  if (refers) return undefined;
  if (isDistinct(name, model)) return kind === 'scalar' ? distinctValue(column) : undefined;
  if (isDatabaseDefault(column)) return 'DEFAULT';
  if (arity === 'list') return "'{}'";
  if (kind === 'unsupported') return undefined;
  if (kind === 'scalar') return scalarValue(column);
  const [first] = enums.find((declared) => declared.name === column.type)?.values ?? [];
  return first && quoteText(first.dbName);
}

/** Whether rows have to differ in it. */
const isDistinct = (name: string, { primaryKey, uniques, indexes }: Model): boolean =>
  [...(primaryKey ? [primaryKey] : []), ...uniques, ...indexes.filter(({ isUnique }) => isUnique)]
    .flatMap(({ fields }) => fields)
    .some((indexed) => indexed.name === name);

function isDatabaseDefault({ default: value }: ColumnField): boolean {
  return value !== undefined && value.kind !== 'generated' && value.kind !== 'autoincrement';
}

function distinctValue({ type, arity, nativeType }: ScalarField): string | undefined {
  if (type !== 'String' || arity === 'list') return undefined;
  if (nativeType.name === 'Uuid') return 'gen_random_uuid()';
  const [room = UUID_LENGTH] = nativeType.args;
  const fits = ['Text', 'VarChar', 'Citext'].includes(nativeType.name) && room >= UUID_LENGTH;
  return fits ? 'gen_random_uuid()::text' : undefined;
}

function scalarValue({ type, nativeType }: ScalarField): string | undefined {
  if (type !== 'String') return unlimited[type];
  if (nativeType.name === 'Uuid') return 'gen_random_uuid()';
  return texts.includes(nativeType.name) ? "''" : undefined;
}
