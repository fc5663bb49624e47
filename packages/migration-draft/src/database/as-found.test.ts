import { diff } from '@schema-service/schema-diff';
import { describe, expect, test } from 'vitest';
import { parse } from '../../test/parts.ts';
import { draftMigrations, type KnownDifference, type StructureObject } from '../index.ts';

const schemaOf = (text: string) => parse(`datasource db {\n  provider = "postgresql"\n}\n${text}`);

const item: StructureObject = { kind: 'table', name: 'public."Item"', properties: {} };

const part = (kind: string, name: string, definition: string): StructureObject => ({
  kind,
  name: `public.${name}`,
  table: item.name,
  properties: { definition },
});

const column = (name: string, property: string, database: unknown): KnownDifference => ({
  ...{ kind: 'changed', object: 'column', name: `public."Item".${name}`, property, database },
});

/** All statements that lead from one schema to the other, where databases are as it is told. */
function sqlBetween(
  previous: string,
  current: string,
  structure: readonly StructureObject[],
  accepted: readonly KnownDifference[] = [],
): string {
  const [before, after] = [schemaOf(previous), schemaOf(current)];
  return draftMigrations(before, after, diff(before, after), { structure, accepted })
    .flatMap(({ up, down }) => [up, down])
    .join('\n');
}

const model = (fields: string): string => `model Item {\n  id Int @id\n${fields}\n}\n`;

describe('enums', () => {
  const mood = (values: string): string =>
    `${model('  mood Mood')}enum Mood {\n${values.replaceAll(' ', '\n')}\n}\n`;
  const found = (...values: readonly string[]): StructureObject => ({
    kind: 'enum',
    name: 'public."Mood"',
    properties: { values },
  });
  const extra: KnownDifference = {
    ...{ kind: 'changed', object: 'enum', name: 'public."Mood"', property: 'values' },
    database: ['b', 'a', 'x'],
  };

  test('a new value comes behind the one that it follows, wherever that is', () => {
    expect(sqlBetween(mood('a b'), mood('a n b'), [item, found('b', 'a')])).toContain(
      `ALTER TYPE "Mood" ADD VALUE 'n';`,
    );
    expect(sqlBetween(mood('a b'), mood('n a b'), [item, found('b', 'a')])).toContain(
      `ALTER TYPE "Mood" ADD VALUE 'n' BEFORE 'b';`,
    );
    expect(sqlBetween(mood('a b c'), mood('a b n c'), [item, found('c', 'b', 'a')])).toContain(
      `ALTER TYPE "Mood" ADD VALUE 'n' AFTER 'b';`,
    );
  });

  test('another order is made where the schema asks for one that the database has not', () => {
    const structure = [item, found('b', 'a', 'c')];
    expect(sqlBetween(mood('a b c'), mood('b a c'), structure)).toBe('');
    const made = sqlBetween(mood('a b c'), mood('c b a'), structure);
    expect(made).toMatch(/AS ENUM \('c', 'b', 'a'\).*AS ENUM \('b', 'a', 'c'\)/s);
  });

  test('a value that was accepted stays, and the schema may come to know it', () => {
    const structure = [item, found('b', 'a', 'x')];
    expect(sqlBetween(mood('a b'), mood('a b x'), structure, [extra])).toBe('');
    expect(sqlBetween(mood('a b'), mood('a b n'), structure, [extra])).not.toContain('DROP VALUE');
    expect(sqlBetween(mood('a b'), mood('a'), structure, [extra])).toMatch(
      /AS ENUM \('a', 'x'\).*AS ENUM \('b', 'a', 'x'\)/s,
    );
  });

  test('a value that no database has goes without a migration', () => {
    const missing = { ...extra, database: ['a'] };
    expect(sqlBetween(mood('a b'), mood('a'), [item, found('a')], [missing])).toBe('');
  });
});

describe('tables and columns', () => {
  const old = '\nmodel Old {\n  id Int @id\n}\n';
  const missing: KnownDifference = {
    ...{ kind: 'missing', object: 'table', name: 'public."Old"', database: null },
  };

  test('a table that no database has is not changed, and goes without a migration', () => {
    const more = old.replace('@id', '@id\n  more Int?');
    expect(sqlBetween(model('') + old, model('') + more, [item], [missing])).toBe('');
    expect(sqlBetween(model('') + old, model(''), [item], [missing])).toBe('');
  });

  test('a column that databases have already is not added', () => {
    const there: KnownDifference = {
      ...{ kind: 'unexpected', object: 'column', name: 'public."Item".note', database: 'text' },
    };
    expect(sqlBetween(model(''), model('  note String?'), [item], [there])).toBe('');
    expect(sqlBetween(model(''), model('  more String?'), [item], [there])).not.toContain('note');
  });

  test.each([
    ['String', 'String @db.VarChar(20)', 'type', 'character varying(20)'],
    ['DateTime', 'DateTime @db.Timestamptz(3)', 'type', 'timestamp(3) with time zone'],
    ['Decimal', 'Decimal @db.Decimal(8, 2)', 'type', 'numeric(8,2)'],
    ['Int?', 'Int', 'nullable', false],
    ['Int', 'Int?', 'nullable', true],
    ['Int @default(3)', 'Int @default(4)', 'default', '4'],
    ['Int @default(3)', 'Int', 'default', null],
  ])('%s that databases have as %s', (said, found, property, database) => {
    const known = column('it', property, database);
    const [before, after] = [model(`  it ${said}`), model(`  it ${found}`)];
    expect(sqlBetween(before, after, [item], [known])).toBe('');
    expect(sqlBetween(before, `${before}${old}`, [item], [known])).not.toContain('"it"');
  });
});

describe('names and keys', () => {
  const indexed = model(
    '  code Int\n  at Int\n\n  @@index([code, at(sort: Desc)])\n  @@unique([code])',
  );
  const plain = model('  code Int\n  at Int');
  const structure = [
    item,
    part('index', 'other', 'CREATE INDEX other ON public."Item" USING btree (code, at DESC)'),
    part('index', 'third', 'CREATE INDEX third ON public."Item" USING btree (code, at)'),
    part('constraint', '"Item".once', 'UNIQUE (code)'),
    part('constraint', '"Item".of_item', 'PRIMARY KEY (id)'),
  ];

  test('an index goes by the name that it has', () => {
    const sql = sqlBetween(indexed, plain, structure);
    expect(sql).toContain('DROP INDEX CONCURRENTLY "other";');
    expect(sql).toContain('DROP CONSTRAINT "once"');
    expect(sql).toContain('ADD CONSTRAINT "once" UNIQUE ("code")');
    expect(sql).not.toContain('third');
  });

  test('a name stays until the schema gives another one', () => {
    expect(sqlBetween(indexed, `${indexed.slice(0, -2)}\n  more Int?\n}\n`, structure)).not.toMatch(
      /RENAME|other|once|of_item/,
    );
    const named = indexed.replace('(sort: Desc)]', '(sort: Desc)], map: "named"');
    expect(sqlBetween(indexed, named, structure)).toContain(
      'ALTER INDEX "other" RENAME TO "named";',
    );
  });

  test('without a structure all is as the schema says', () => {
    expect(sqlBetween(indexed, plain, [])).toContain('DROP INDEX CONCURRENTLY "Item_code_at_idx";');
  });
});
