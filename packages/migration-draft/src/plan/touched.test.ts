import { diff } from '@schema-service/schema-diff';
import { describe, expect, test } from 'vitest';
import { parse } from '../../test/parts.ts';
import { databaseOf } from '../database/database.ts';
import { touchedBy } from './touched.ts';

const schema = `enum E {
  x
}
enum F {
  x
}
model A {
  id Int @id
  e  E?
  bs B[]
  cs C[]
}
model B {
  id  Int  @id
  aId Int?
  a   A?   @relation(fields: [aId], references: [id])
}
model C {
  id Int @id
  as A[]
  f  F?
}
model D {
  id Int @id
}
`;

function touched(from: string, to: string) {
  const [previous, current] = [schema, schema.replace(from, to)].map(parse);
  if (previous === undefined || current === undefined) throw new Error('a schema is gone');
  const changes = diff(previous, current);
  const { tables, enums } = touchedBy(changes, databaseOf(previous), databaseOf(current));
  return { tables: [...tables].sort(), enums: [...enums] };
}

describe('what is looked at', () => {
  test('nothing where nothing is changed', () => {
    expect(touched('', '')).toEqual({ tables: [], enums: [] });
  });

  test('a table, those whose keys point at it, and join tables of it', () => {
    expect(touched('  bs B[]\n', '  bs B[]\n  n Int?\n')).toEqual({
      tables: ['A', 'A.cs C.as', 'B'],
      enums: [],
    });
    expect(touched('model D {\n  id Int @id', 'model D {\n  id Int @id\n  n Int?')).toEqual({
      tables: ['D'],
      enums: [],
    });
    expect(touched('  aId Int?', '  aId Int? @unique')).toMatchObject({ tables: ['B'] });
    expect(touched('  f  F?\n', '  f  F?\n\n  @@index([f])\n')).toMatchObject({
      tables: ['A.cs C.as', 'C'],
    });
  });

  test('tables with columns of an enum', () => {
    expect(touched('enum F {\n  x\n', 'enum F {\n  x\n  y\n')).toEqual({
      tables: ['A.cs C.as', 'C'],
      enums: ['F'],
    });
    expect(touched('enum F {\n  x\n}', 'enum F {\n  x\n  @@map("G")\n}')).toMatchObject({
      enums: ['F'],
    });
  });

  test('both sides of a relation that comes or goes', () => {
    const joined = schema
      .replace('  cs C[]\n', '  cs C[]\n  ds D[]\n')
      .replace('model D {\n', 'model D {\n  as A[]\n');
    const [previous, current] = [parse(schema), parse(joined)];
    const { tables } = touchedBy(
      diff(previous, current),
      databaseOf(previous),
      databaseOf(current),
    );
    expect([...tables].sort()).toEqual(['A', 'A.cs C.as', 'A.ds D.as', 'B', 'D']);
  });

  test('everything where the foreign keys come or go', () => {
    const source = 'datasource db {\n  provider = "postgresql"\n}\n';
    const prisma = source.replace('"\n}', '"\n  relationMode = "prisma"\n}');
    const [previous, current] = [parse(source + schema), parse(prisma + schema)];
    const { tables } = touchedBy(
      diff(previous, current),
      databaseOf(previous),
      databaseOf(current),
    );
    expect([...tables].sort()).toEqual(['A', 'A.cs C.as', 'B', 'C', 'D']);
  });
});
