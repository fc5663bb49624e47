import {
  type PythonNaming,
  plainText,
  pythonNames,
  pythonNaming,
  pythonType,
} from '@schema-service/codegen';
import type { FieldType } from '@schema-service/schema-diff';
import type {
  Arity,
  ScalarType,
  SchemaModel,
  UniqueConstraint,
} from '@schema-service/schema-model';

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

/** Prisma's name for a model on its client: `publishedReview`. */
const accessor = (entity: string): string => `${entity.charAt(0).toLowerCase()}${entity.slice(1)}`;

/** Statements about what one schema declares, by the names that each language has for it. */
export interface ClientCode {
  /** `review.title` */
  readonly read: (entity: string, field: string) => Code;
  /** `const title: string | null = review.title;`; undefined in a language whose clients do not show such a field. */
  readonly typedRead: (
    entity: string,
    field: string,
    type: FieldType,
    arity: Arity,
  ) => Code | undefined;
  /** `await db.review.create({ data: { ...data, title } });`; without a field, of the data alone. */
  readonly create: (entity: string, field?: string) => Code;
  /** `await db.review.findMany();` */
  readonly list: (entity: string) => Code;
  /** `await db.review.findMany({ include: { tags: true } });` */
  readonly include: (entity: string, field: string) => Code;
  /** `await db.review.findUnique({ where: { sourceId_externalId: { sourceId, externalId } } });` */
  readonly unique: (entity: string, key: Pick<UniqueConstraint, 'name' | 'fields'>) => Code;
  /** `await db.review.findFirst({ where: { sourceId, externalId } });` */
  readonly first: (entity: string, key: Pick<UniqueConstraint, 'fields'>) => Code;
  /** `Mood.GOOD` */
  readonly value: (name: string, value: string) => Code;
  /** `case Mood.GOOD:` */
  readonly case: (name: string, value: string) => Code;
}

const known = new WeakMap<SchemaModel, ClientCode>();

/** The statements about a schema. Of each schema a changelog has many. */
export function clientCode(schema: SchemaModel): ClientCode {
  const code = known.get(schema) ?? codeOf(pythonNaming(schema));
  known.set(schema, code);
  return code;
}

function codeOf(names: PythonNaming): ClientCode {
  const table = (entity: string): string => `db.${names.accessor(entity)}`;
  const where = (entity: string, { fields }: Pick<UniqueConstraint, 'fields'>): string => {
    const called = fields.map(({ name }) => names.field(entity, name));
    return `{${called.map((name) => `"${name}": ${name}`).join(', ')}}`;
  };
  const read: ClientCode['read'] = (entity, field) => ({
    typescript: `${accessor(entity)}.${field};`,
    python: `${pythonNames.fieldName(names.row(entity))}.${names.field(entity, field)}`,
  });
  return {
    read,
    typedRead: (entity, field, type, arity) => {
      if (type.kind !== 'scalar' && type.kind !== 'enum') return undefined;
      const name = type.kind === 'enum' ? type.type : typeScriptTypes[type.type];
      const pythonName = plainText(pythonType(type, names.enum).row);
      const typescript = { required: name, optional: `${name} | null`, list: `${name}[]` }[arity];
      const python = {
        required: pythonName,
        optional: `${pythonName} | None`,
        list: `list[${pythonName}]`,
      }[arity];
      const code = read(entity, field);
      return {
        typescript: `const ${field}: ${typescript} = ${code.typescript}`,
        python: `${names.field(entity, field)}: ${python} = ${code.python}`,
      };
    },
    create: (entity, field) => {
      const name = field === undefined ? '' : names.field(entity, field);
      return {
        typescript: `await db.${accessor(entity)}.create({ data${field === undefined ? '' : `: { ...data, ${field} }`} });`,
        python: `${table(entity)}.create(${field === undefined ? 'data' : `{**data, "${name}": ${name}}`})`,
      };
    },
    list: (entity) => ({
      typescript: `await db.${accessor(entity)}.findMany();`,
      python: `${table(entity)}.find_many()`,
    }),
    include: (entity, field) => ({
      typescript: `await db.${accessor(entity)}.findMany({ include: { ${field}: true } });`,
      python: `${table(entity)}.find_many(include={"${names.field(entity, field)}": True})`,
    }),
    unique: (entity, key) => {
      const { name, fields } = key;
      const list = fields.map((field) => field.name).join(', ');
      const condition = fields.length > 1 ? `${name}: { ${list} }` : list;
      return {
        typescript: `await db.${accessor(entity)}.findUnique({ where: { ${condition} } });`,
        python: `${table(entity)}.find_unique(${where(entity, key)})`,
      };
    },
    first: (entity, key) => ({
      typescript: `await db.${accessor(entity)}.findFirst({ where: { ${key.fields.map(({ name }) => name).join(', ')} } });`,
      python: `${table(entity)}.find_first(${where(entity, key)})`,
    }),
    value: (name, value) => ({
      typescript: `${name}.${value};`,
      python: `${names.enum(name)}.${names.member(name, value)}`,
    }),
    case: (name, value) => ({
      typescript: `case ${name}.${value}:`,
      python: `case ${names.enum(name)}.${names.member(name, value)}:`,
    }),
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
