import { describe, expect, test } from 'vitest';
import { parseSchema, printSchema, type SchemaModel } from '../src/index.ts';
import { dmmfOf, formatted, validateAsIs } from './engine.ts';
import { factsOfDmmf, factsOfModel } from './facts.ts';
import { fixtureNames, loadFixture } from './fixtures.ts';

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

  test('survives being printed and read again', () => {
    const again = parseSchema([{ path: 'printed.prisma', content: printed }]);
    expect(withoutLocations(again)).toEqual(withoutLocations(schema));
    expect(printSchema(again)).toBe(printed);
  });

  test('is printed so that Prisma takes it as it is', () => {
    expect(() => validateAsIs(printed)).not.toThrow();
  });

  test('is printed as prisma format would', () => {
    expect(formatted(printed)).toBe(printed);
  });
});
