import { plainText, pythonNames, pythonType } from '@schema-service/codegen';
import type { FieldType } from '@schema-service/schema-diff';
import type { Arity, ScalarType, UniqueConstraint } from '@schema-service/schema-model';

/** Lines of a service that go, and those that come in their place. */
export interface CodeEdit {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What a service edits, by the language that it is written in. Neither where nothing has to be edited. */
export interface ServiceEdit {
  readonly typescript?: CodeEdit;
  readonly python?: CodeEdit;
}

/** A statement in both languages; undefined where a client has no such thing. */
interface Code {
  readonly typescript: string | undefined;
  readonly python: string | undefined;
}

/** The edit from one statement to another in both languages; undefined on a side is no line there. */
export function editOf(
  before: readonly (Code | undefined)[],
  after: readonly (Code | undefined)[] = [],
): ServiceEdit {
  const lines = (codes: readonly (Code | undefined)[], language: keyof Code): readonly string[] =>
    codes.flatMap((code) => code?.[language] ?? []);
  const edit = (language: keyof Code): CodeEdit | undefined => {
    const [gone, come] = [lines(before, language), lines(after, language)];
    const isSame = gone.join('\n') === come.join('\n');
    return isSame ? undefined : { before: gone, after: come };
  };
  const [typescript, python] = [edit('typescript'), edit('python')];
  return { ...(typescript ? { typescript } : {}), ...(python ? { python } : {}) };
}

const { accessorName, className, fieldName, memberName } = pythonNames;

/** Prisma's name for a model on its client: `publishedReview`. */
const accessor = (entity: string): string => `${entity.charAt(0).toLowerCase()}${entity.slice(1)}`;

/** `review.title` */
export const readCode = (entity: string, field: string): Code => ({
  typescript: `${accessor(entity)}.${field};`,
  python: `${fieldName(entity)}.${fieldName(field)}`,
});

/** `const title: string | null = review.title;`; undefined in a language whose clients do not show such a field. */
export function typedReadCode(
  entity: string,
  field: string,
  type: FieldType,
  arity: Arity,
): Code | undefined {
  if (type.kind !== 'scalar' && type.kind !== 'enum') return undefined;
  const name = type.kind === 'enum' ? type.type : typeScriptTypes[type.type];
  const pythonName = plainText(pythonType(type).row);
  const typescript = { required: name, optional: `${name} | null`, list: `${name}[]` }[arity];
  const python = {
    required: pythonName,
    optional: `${pythonName} | None`,
    list: `list[${pythonName}]`,
  }[arity];
  const read = readCode(entity, field);
  return {
    typescript: `const ${field}: ${typescript} = ${read.typescript}`,
    python: `${fieldName(field)}: ${python} = ${read.python}`,
  };
}

/** What a value reads as, by the type in the schema. */
const typeScriptTypes: Readonly<Record<ScalarType, string>> = {
  BigInt: 'bigint',
  Boolean: 'boolean',
  Bytes: 'Bytes',
  DateTime: 'Date',
  Decimal: 'Decimal',
  Float: 'number',
  Int: 'number',
  Json: 'JsonValue',
  String: 'string',
};

/** `await db.review.create({ data: { ...data, title } });`; without a field, of the data alone. */
export const createCode = (entity: string, field?: string): Code => {
  const name = field === undefined ? '' : fieldName(field);
  return {
    typescript: `await db.${accessor(entity)}.create({ data${field === undefined ? '' : `: { ...data, ${field} }`} });`,
    python: `db.${accessorName(entity)}.create(${field === undefined ? 'data' : `{**data, "${name}": ${name}}`})`,
  };
};

/** `await db.review.findMany();` */
export const listCode = (entity: string): Code => ({
  typescript: `await db.${accessor(entity)}.findMany();`,
  python: `db.${accessorName(entity)}.find_many()`,
});

/** `await db.review.findMany({ include: { tags: true } });`, which Python has nothing like. */
export const includeCode = (entity: string, field: string): Code => ({
  typescript: `await db.${accessor(entity)}.findMany({ include: { ${field}: true } });`,
  python: undefined,
});

/** `await db.review.findUnique({ where: { sourceId_externalId: { sourceId, externalId } } });` */
export const uniqueCode = (
  entity: string,
  { name, fields }: Pick<UniqueConstraint, 'name' | 'fields'>,
): Code => {
  const key = fields.map((field) => field.name).join(', ');
  const where = fields.length > 1 ? `${name}: { ${key} }` : key;
  return {
    typescript: `await db.${accessor(entity)}.findUnique({ where: { ${where} } });`,
    python: `db.${accessorName(entity)}.find_unique(${pythonWhere(fields)})`,
  };
};

/** `await db.review.findFirst({ where: { sourceId, externalId } });` */
export const firstCode = (entity: string, { fields }: Pick<UniqueConstraint, 'fields'>): Code => ({
  typescript: `await db.${accessor(entity)}.findFirst({ where: { ${fields.map(({ name }) => name).join(', ')} } });`,
  python: `db.${accessorName(entity)}.find_first(${pythonWhere(fields)})`,
});

const pythonWhere = (fields: UniqueConstraint['fields']): string =>
  `{${fields.map(({ name }) => `"${fieldName(name)}": ${fieldName(name)}`).join(', ')}}`;

/** `Mood.GOOD` */
export const valueCode = (name: string, value: string): Code => ({
  typescript: `${name}.${value};`,
  python: `${className(name)}.${memberName(value)}`,
});

/** `case Mood.GOOD:` */
export const caseCode = (name: string, value: string): Code => ({
  typescript: `case ${name}.${value}:`,
  python: `case ${className(name)}.${memberName(value)}:`,
});
