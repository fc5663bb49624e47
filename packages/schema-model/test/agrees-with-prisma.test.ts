import { describe, expect, test } from 'vitest';
import { formatSchema, parseSchema, printSchema, type SchemaModel } from '../src/index.ts';
import { acceptableFiles, dmmfOf, validateAsIs } from './engine.ts';
import { factsOfDmmf, factsOfModel } from './facts.ts';
import { fixtureNames, loadFixture } from './fixtures.ts';
import { createStatements } from './sql.ts';
import { factsOfSql, sqlFactsOfModel } from './sql-facts.ts';

const withoutLocations = (schema: SchemaModel): unknown =>
  JSON.parse(JSON.stringify(schema, (key, value) => (key === 'location' ? undefined : value)));

describe.each(fixtureNames)('%s', async (name) => {
  const sources = await loadFixture(name);
  const schema = parseSchema(sources);
  const printed = printSchema(schema);

  test('says what the engine says', () => {
    const dmmf = dmmfOf(sources);
    expect(factsOfModel(schema, dmmf)).toEqual(factsOfDmmf(dmmf));
  });

  test('holds the tables, names, types and actions that Prisma would create', async () => {
    const statements = await createStatements(acceptableFiles(sources));
    expect(sqlFactsOfModel(schema)).toEqual(factsOfSql(statements));
  });

  test('means the same SQL after being printed', async () => {
    const [before, after] = await Promise.all([
      createStatements(acceptableFiles(sources)),
      createStatements([['printed.prisma', printed]]),
    ]);
    expect(after.toSorted()).toEqual(before.toSorted());
  });

  test('survives being printed and read again', () => {
    const again = parseSchema([{ path: 'printed.prisma', content: printed }]);
    expect(withoutLocations(again)).toEqual(withoutLocations(schema));
    expect(printSchema(again)).toBe(printed);
  });

  test('is printed so that Prisma takes it as it is', () => {
    expect(() => validateAsIs(printed)).not.toThrow();
  });

  test('is printed as prisma format would', () => {
    expect(formatSchema(printed)).toBe(printed);
  });
});
