import { describe, expect, test } from 'vitest';
import { columnIn, columnOf, databaseIn, parse, tableIn } from '../../test/parts.ts';
import { databaseOf } from './database.ts';
import { nativeSql } from './sql-type.ts';

describe('types', () => {
  test.each([
    ['String', 'TEXT'],
    ['String @db.Text', 'TEXT'],
    ['String @db.Char(3)', 'CHAR(3)'],
    ['String @db.VarChar(20)', 'VARCHAR(20)'],
    ['String @db.VarChar', 'VARCHAR'],
    ['String @db.Bit(4)', 'BIT(4)'],
    ['String @db.VarBit(9)', 'VARBIT(9)'],
    ['String @db.VarBit', 'VARBIT'],
    ['String @db.Uuid', 'UUID'],
    ['String @db.Xml', 'XML'],
    ['String @db.Inet', 'INET'],
    ['String @db.Citext', 'CITEXT'],
    ['Boolean', 'BOOLEAN'],
    ['Int', 'INTEGER'],
    ['Int @db.SmallInt', 'SMALLINT'],
    ['Int @db.Oid', 'OID'],
    ['BigInt', 'BIGINT'],
    ['Float', 'DOUBLE PRECISION'],
    ['Float @db.Real', 'REAL'],
    ['Decimal', 'DECIMAL(65,30)'],
    ['Decimal @db.Decimal(8, 2)', 'DECIMAL(8,2)'],
    ['Decimal @db.Money', 'MONEY'],
    ['DateTime', 'TIMESTAMP(3)'],
    ['DateTime @db.Timestamp(6)', 'TIMESTAMP(6)'],
    ['DateTime @db.Timestamptz', 'TIMESTAMPTZ'],
    ['DateTime @db.Date', 'DATE'],
    ['DateTime @db.Time(0)', 'TIME(0)'],
    ['DateTime @db.Timetz(3)', 'TIMETZ(3)'],
    ['Json', 'JSONB'],
    ['Json @db.Json', 'JSON'],
    ['Bytes', 'BYTEA'],
    ['E', '"E"'],
    ['Unsupported("point")?', 'point'],
    ['String[] @db.VarChar(5)', 'VARCHAR(5)[]'],
    ['E[]', '"E"[]'],
  ])('%s is %s', (declared, type) => {
    expect(columnOf(declared).type).toBe(type);
  });
});

test('a decimal without arguments has those of Prisma', () => {
  expect(nativeSql({ name: 'Decimal', args: [] })).toBe('DECIMAL(65,30)');
});

describe('defaults', () => {
  test.each([
    ['Int @default(5)', '5'],
    ['Int @default(-5)', '-5'],
    ['BigInt @default(9223372036854775807)', '9223372036854775807'],
    ['Float @default(1.50)', '1.50'],
    ['Boolean @default(false)', 'false'],
    ['String @default("it\'s")', "'it''s'"],
    ['Bytes @default("AP8=")', "'\\x00ff'"],
    ['Json @default("{}")', "'{}'"],
    ['DateTime @default(now())', 'CURRENT_TIMESTAMP'],
    ['DateTime @default("2024-01-01T00:00:00.000Z")', "'2024-01-01T00:00:00.000Z'"],
    ['Int @default(dbgenerated("1 + 1"))', '1 + 1'],
    ['Int? @default(dbgenerated())', undefined],
    ['Int @default(autoincrement())', undefined],
    ['String @default(uuid())', undefined],
    ['String @default(cuid())', undefined],
    ['E @default(y)', "'y'"],
    ['F @default(w)', "'y'"],
    ['E[] @default([x, z])', "ARRAY['x', 'z']::\"E\"[]"],
    ['F[] @default([w])', 'ARRAY[\'y\']::"F"[]'],
    ['Int[] @default([1, 2])', 'ARRAY[1, 2]::INTEGER[]'],
    ['Int[] @default([])', 'ARRAY[]::INTEGER[]'],
    ['String[] @default(["a", "b\'c"])', "ARRAY['a', 'b''c']::TEXT[]"],
    ['Boolean[] @default([true])', 'ARRAY[true]::BOOLEAN[]'],
    ['Bytes[] @default(["AP8="])', "ARRAY['\\x00ff']::BYTEA[]"],
  ])('%s is %s', (declared, value) => {
    expect(columnOf(declared).default).toBe(value);
  });

  test('a rename of a value is no other default', () => {
    const { default: value, defaultKey } = columnOf('F @default(w)');
    expect({ value, defaultKey }).toEqual({ value: "'y'", defaultKey: "'w'" });
    const list = columnOf('F[] @default([w])');
    expect(list.defaultKey).toBe("ARRAY['w']::");
  });

  test('a sequence counts what is autoincrement()', () => {
    expect(columnOf('Int @default(autoincrement())').isCounted).toBe(true);
    expect(columnOf('Int @default(1)').isCounted).toBe(false);
  });
});

test('a column is required when the schema says so, or it is in the key', () => {
  const table = tableIn(
    databaseIn('model M {\n  id Int @id\n  a Int\n  b Int?\n  c Int[]\n}'),
    'M',
  );
  expect(table.columns.map(({ key, isRequired }) => [key, isRequired])).toEqual([
    ['id', true],
    ['a', true],
    ['b', false],
    ['c', false],
  ]);
});

describe('indexes', () => {
  const suffixesOf = (attribute: string): readonly string[] | undefined => {
    const model = `model M {\n  id Int @id\n  t String\n  j Json\n  n Int[]\n  i String @db.Inet\n  d DateTime @db.Timestamptz\n  ${attribute}\n}`;
    return tableIn(databaseIn(model), 'M').indexes[0]?.suffixes;
  };

  test.each([
    ['@@index([t])', ['']],
    ['@@index([t(sort: Desc)])', [' DESC']],
    ['@@index([t, id(sort: Desc)])', ['', ' DESC']],
    ['@@index([j(ops: JsonbPathOps)], type: Gin)', [' jsonb_path_ops']],
    ['@@index([j(ops: JsonbOps)], type: Gin)', [' jsonb_ops']],
    ['@@index([n(ops: ArrayOps)], type: Gin)', [' array_ops']],
    ['@@index([i(ops: InetOps)], type: Gist)', [' inet_ops']],
    ['@@index([t(ops: TextOps)], type: SpGist)', [' text_ops']],
    ['@@index([d(ops: TimestampTzMinMaxOps)], type: Brin)', [' timestamptz_minmax_ops']],
    ['@@index([d(ops: TimestampTzMinMaxMultiOps)], type: Brin)', [' timestamptz_minmax_multi_ops']],
    ['@@index([id(ops: Int4BloomOps)], type: Brin)', [' int4_bloom_ops']],
    ['@@index([t(ops: raw("gin_trgm_ops"))], type: Gin)', [' gin_trgm_ops']],
    ['@@index([t(ops: raw("text_pattern_ops"), sort: Desc)])', [' text_pattern_ops DESC']],
  ])('%s', (attribute, suffixes) => {
    expect(suffixesOf(attribute)).toEqual(suffixes);
  });

  test('have a method where they are no B-tree', () => {
    const model =
      'model M {\n  id Int @id\n  a Int @unique\n\n  @@index([a])\n  @@index([a], type: Hash, map: "M_a_hash")\n}';
    const { indexes } = tableIn(databaseIn(model), 'M');
    expect(indexes).toEqual([
      { name: 'M_a_key', isUnique: true, columns: ['a'], suffixes: [''], method: '' },
      { name: 'M_a_hash', isUnique: false, columns: ['a'], suffixes: [''], method: 'HASH' },
      { name: 'M_a_idx', isUnique: false, columns: ['a'], suffixes: [''], method: '' },
    ]);
  });
});

describe('relations', () => {
  const models = `model B {
  id Int @id @map("_id")
  as A[]
}
model A {
  id  Int  @id
  bId Int?
  b   B?   @relation(fields: [bId], references: [id], onDelete: Cascade)
}
`;

  test('a foreign key refers by the keys of its columns', () => {
    expect(tableIn(databaseIn(models), 'A').foreignKeys).toEqual([
      {
        key: 'A.b',
        name: 'A_bId_fkey',
        columns: ['bId'],
        target: 'B',
        targetColumns: ['id'],
        onDelete: 'Cascade',
        onUpdate: 'Cascade',
      },
    ]);
    expect(tableIn(databaseIn(models), 'B').foreignKeys).toEqual([]);
  });

  const many = (mode: string): string =>
    `datasource db {\n  provider = "postgresql"\n  relationMode = "${mode}"\n}\nmodel A {\n  id Int @id\n  bs B[]\n}\nmodel B {\n  id String @id @db.Uuid\n  as A[]\n}\n`;

  test('two lists make a table with two keys', () => {
    const table = tableIn(databaseOf(parse(many('foreignKeys'))), 'A.bs B.as');
    expect(table).toMatchObject({
      name: { namespace: 'public', name: '_AToB' },
      joins: ['A', 'B'],
      primaryKey: { name: '_AToB_AB_pkey', columns: ['A.bs', 'B.as'], suffixes: ['', ''] },
      indexes: [
        { name: '_AToB_B_index', isUnique: false, columns: ['B.as'], suffixes: [''], method: '' },
      ],
    });
    expect(columnIn(table, 'A.bs')).toMatchObject({ name: 'A', type: 'INTEGER', isRequired: true });
    expect(columnIn(table, 'B.as')).toMatchObject({ name: 'B', type: 'UUID', isCounted: false });
    const actions = { onDelete: 'Cascade', onUpdate: 'Cascade' };
    expect(table.foreignKeys).toEqual([
      {
        key: 'A.bs',
        name: '_AToB_A_fkey',
        columns: ['A.bs'],
        target: 'A',
        targetColumns: ['id'],
        ...actions,
      },
      {
        key: 'B.as',
        name: '_AToB_B_fkey',
        columns: ['B.as'],
        target: 'B',
        targetColumns: ['id'],
        ...actions,
      },
    ]);
  });

  test('there are no foreign keys where the clients keep the relations', () => {
    const { tables } = databaseOf(parse(many('prisma')));
    expect([...tables.values()].flatMap(({ foreignKeys }) => foreignKeys)).toEqual([]);
    const one = `datasource db {\n  provider = "postgresql"\n  relationMode = "prisma"\n}\n${models}`;
    expect(tableIn(databaseOf(parse(one)), 'A').foreignKeys).toEqual([]);
  });
});
