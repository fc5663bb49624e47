import { parseSchema, type SchemaModel } from '@schema-service/schema-model';
import fc from 'fast-check';

/*
 * Valid schemas made of one small set of names, so that two of them share some parts,
 * differ in others and lack some: models, enums and views that come and go, are mapped,
 * documented and reordered, with keys, indexes, defaults and relations of every kind.
 */

interface EnumSpec {
  readonly name: string;
  readonly values: readonly string[];
  readonly isMapped: boolean;
  readonly namespace: string;
  readonly attributes: string;
}

interface ModelSpec {
  readonly name: string;
  readonly key: 'single' | 'mapped' | 'composite' | 'none';
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly enumColumn: string;
  readonly uniques: readonly string[];
  /** Whether keys that have a name of their own are over other fields. */
  readonly shifts: boolean;
  readonly indexes: readonly string[];
  readonly documentation: string;
  readonly isIgnored: boolean;
  readonly namespace: string;
  readonly attributes: string;
}

interface RelationSpec {
  readonly from: number;
  readonly to: number;
  readonly kind: 'required' | 'optional' | 'one' | 'many' | 'cascade';
  readonly isNamed: boolean;
  readonly field: string;
}

/** Where a declaration lives, in a schema that says so of each. */
const namespace = fc.constantFrom('audit', 'public');

const maybe = (text: string): fc.Arbitrary<string> => fc.constantFrom('', text);

const enumSpec = (name: string): fc.Arbitrary<EnumSpec> =>
  fc.record({
    name: fc.constant(name),
    values: fc.shuffledSubarray(['ONE', 'TWO', 'THREE', '/// Four.\nFOUR'], { minLength: 1 }),
    isMapped: fc.boolean(),
    namespace,
    attributes: maybe(`@@map("e_${name}")`),
  });

/** Types of columns that a key can be over. */
const keyTypes = [
  'Int',
  'Int @default(3)',
  'Int @map("mapped")',
  'BigInt',
  'String',
  'String @db.VarChar(40) @default("x")',
  'String @db.VarChar(80)',
  'String @default(cuid())',
  'String @default(uuid(7))',
  'DateTime @default(now())',
] as const;

const columnTypes = [
  ...keyTypes,
  'String?',
  'Int?',
  'Int? @ignore',
  'String[]',
  'String[] @default(["a", "b"])',
  'DateTime @updatedAt',
  'DateTime? @db.Timestamptz(3)',
  'Decimal @default(1.50) @db.Decimal(10, 2)',
  'Boolean @default(true)',
  'Json?',
  'Unsupported("point")?',
  'String @default(dbgenerated("now()::text"))',
] as const;

const modelSpec = (name: string): fc.Arbitrary<ModelSpec> =>
  fc.record({
    name: fc.constant(name),
    key: fc.constantFrom('single', 'mapped', 'composite', 'none'),
    columns: fc
      .tuple(
        fc.shuffledSubarray(['a', 'b', 'c', 'd']),
        fc.array(fc.constantFrom(...columnTypes), { minLength: 4, maxLength: 4 }),
      )
      .map(([names, types]) =>
        names.map((column, at) => ({ name: column, type: types[at] ?? 'Int' })),
      ),
    enumColumn: fc.constantFrom('', '?', '[]', ' @default'),
    uniques: fc.shuffledSubarray(['[code]', '[code, size]', '[size, code]', '[size], map: "u"']),
    shifts: fc.boolean(),
    indexes: fc.shuffledSubarray([
      '@@index([size])',
      '@@index([code(sort: Desc), size])',
      `@@index([code], map: "by_code_${name}")`,
      `@@index([size, code], map: "shifting_${name}")`,
      `@@unique([size], where: raw("size > 0"), map: "partial_${name}")`,
    ]),
    documentation: fc.constantFrom('', '/// A thing.\n', '/// Another.\n/// In two lines.\n'),
    isIgnored: fc.integer({ min: 0, max: 4 }).map((number) => number > 3),
    namespace,
    attributes: maybe(`@@map("t_${name}")`),
  });

const relationSpec: fc.Arbitrary<RelationSpec> = fc.record({
  from: fc.nat(3),
  to: fc.nat(3),
  kind: fc.constantFrom('required', 'optional', 'one', 'many', 'cascade'),
  isNamed: fc.boolean(),
  field: fc.constantFrom('owner', 'parent', 'other'),
});

const viewText = (name: string): fc.Arbitrary<string> =>
  fc
    .record({
      columns: fc.shuffledSubarray(['total Int', 'average Float?', 'label String @map("text")']),
      key: fc.constantFrom('key Int', 'key Int @unique'),
      isIgnored: fc.boolean(),
      place: namespace,
      attributes: maybe(`@@map("v_${name}")`),
    })
    .map(({ columns, key, isIgnored, place, attributes }) => {
      const ignore = isIgnored ? '@@ignore' : '';
      return [`view ${name} {`, key, ...columns, attributes, ignore, `@@schema("${place}")`, '}'];
    })
    .map((lines) => lines.join('\n'));

const someOf = <Spec>(
  names: readonly string[],
  spec: (name: string) => fc.Arbitrary<Spec>,
  minLength: number,
): fc.Arbitrary<readonly Spec[]> =>
  fc
    .subarray([...names], { minLength })
    .chain((chosen) => fc.tuple(...chosen.map((name) => spec(name))));

export const schemaModel: fc.Arbitrary<SchemaModel> = fc
  .record({
    relationMode: maybe('relationMode = "prisma"'),
    extensions: fc.constantFrom(
      '',
      'extensions = [citext]',
      'extensions = [citext(schema: "x"), hstore]',
    ),
    enums: someOf(['Status', 'Role', 'Shade'], enumSpec, 0),
    models: someOf(['Comment', 'Post', 'Tag', 'User'], modelSpec, 1),
    relations: fc.array(relationSpec, { maxLength: 3 }),
    namespaces: fc.constantFrom(
      '',
      'schemas = ["public", "audit"]',
      'schemas = ["x", "audit", "public"]',
    ),
    views: someOf(['Rating', 'Score'], viewText, 0),
  })
  .map(({ relationMode, extensions, namespaces, enums, models, relations, views }) => {
    const ends = relationLines(models, relations, relationMode === '');
    const content = [
      `datasource db {\nprovider = "postgresql"\n${relationMode}\n${extensions}\n${namespaces}\n}`,
      ...enums.map(enumText),
      ...models.map((model) => modelText(model, enums, ends.get(model.name) ?? [])),
      ...views,
    ].join('\n');
    const placed = namespaces === '' ? content.replaceAll(/@@schema.*/g, '') : content;
    return parseSchema([{ path: 'schema.prisma', content: placed }]);
  });

function enumText({ name, values, isMapped, namespace: place, attributes }: EnumSpec): string {
  const [first = '', ...others] = values;
  const mapped = isMapped ? `${first} @map("first_${name}")` : first;
  const lines = [mapped, ...others, attributes, `@@schema("${place}")`];
  return [`enum ${name} {`, ...lines, '}'].join('\n');
}

function modelText(
  spec: ModelSpec,
  enums: readonly EnumSpec[],
  relations: readonly string[],
): string {
  const { name, key, columns, enumColumn, uniques, indexes, documentation, attributes } = spec;
  const { shifts } = spec;
  const isIgnored = spec.isIgnored && relations.length === 0;
  // A field of an ignored model says no more of it.
  const columnText = (type: string) => (isIgnored ? type.replace('@ignore', '') : type);
  const keys = {
    single: ['id Int @id @default(autoincrement())'],
    mapped: [`id Int @id(map: "pk_${name}") @map("key")`],
    composite: ['id Int @unique', 'part Int'],
    none: ['id Int @unique'],
  };
  const [chosen] = enums;
  const value = chosen?.values[0]?.split('\n').at(-1)?.split(' ')[0] ?? '';
  const status = enumColumn === ' @default' ? ` @default(${value})` : enumColumn;
  return [
    `${documentation}model ${name} {`,
    ...keys[key],
    'code String',
    'size Int',
    ...columns.map((column) => `${column.name} ${columnText(ownName(column.type, column.name))}`),
    ...(chosen === undefined ? [] : [`status ${chosen.name}${status}`]),
    ...relations,
    ...(key === 'composite' ? ['@@id([id, part])'] : []),
    ...[
      ...uniques.map((fields) => `@@unique(${fields.replace('"u"', `"u_${name}"`)})`),
      ...indexes,
    ].map((line) => (shifts ? line : shifted(line))),
    ...(isIgnored ? ['@@ignore'] : []),
    attributes,
    `@@schema("${spec.namespace}")`,
    '}',
  ].join('\n');
}

/** The same name for another key. */
const shifted = (line: string): string =>
  /map: "(u|shifting)_/.test(line)
    ? line.replace('[size', '[code').replace(', code]', ', size]')
    : line;

/** A mapped column has a name that no other of its table has. */
const ownName = (type: string, name: string): string => type.replace('mapped', `mapped_${name}`);

/** The fields of the relations, by model; at most one for each name in a model. */
function relationLines(
  models: readonly ModelSpec[],
  relations: readonly RelationSpec[],
  allowsCircles: boolean,
): ReadonlyMap<string, readonly string[]> {
  const lines = new Map<string, string[]>();
  const add = (model: string, ...more: string[]) =>
    lines.set(model, [...(lines.get(model) ?? []), ...more]);
  const taken = new Set<string>();
  for (const { from, to, kind, isNamed, field } of relations) {
    const [one, other] = [models[from % models.length], models[to % models.length]];
    if (one === undefined || other === undefined) continue;
    const pair = [one.name, other.name].sort().join(' ');
    const places = [`${one.name}.${field}`, `${other.name}.${field}Of${one.name}`, pair];
    if (places.some((place) => taken.has(place))) continue;
    for (const place of places) taken.add(place);
    // Relations of other models may have the same name; their join tables may not.
    const given = kind === 'many' ? `"${field}_${pair.replace(' ', '_')}"` : `"${field}"`;
    const name = isNamed || one === other ? given : '';
    const attribute = name === '' ? '' : `@relation(${name})`;
    const back = `${field}Of${one.name} ${one.name}`;
    if (kind === 'many') {
      // A join table points at a key of one column.
      if ([one, other].some(({ key }) => key === 'composite' || key === 'none')) continue;
      add(one.name, `${field} ${other.name}[] ${attribute}`);
      add(other.name, `${back}[] ${attribute}`);
      continue;
    }
    // Where the client acts in the database's place, what points around in a circle is refused.
    if (!allowsCircles && one.name >= other.name) continue;
    const mark = kind === 'optional' ? '?' : '';
    const key = `fields: [${field}Id], references: [id]`;
    const action = kind === 'cascade' ? ', onDelete: Cascade' : '';
    const unique = kind === 'one' ? ' @unique' : '';
    const args = [...(name === '' ? [] : [name]), key].join(', ');
    add(one.name, `${field}Id Int${mark}${unique}`);
    add(one.name, `${field} ${other.name}${mark} @relation(${args}${action})`);
    add(other.name, `${back}${kind === 'one' ? '?' : '[]'} ${attribute}`);
  }
  return lines;
}
