import { expect, test } from 'vitest';
import { parseSchema, schemaHash } from '../src/index.ts';
import { acceptableFiles, dmmfOf } from './engine.ts';
import { factsOfDmmf, factsOfModel } from './facts.ts';
import { fixtureNames, loadFixture } from './fixtures.ts';
import { createRandom } from './random.ts';
import { respell } from './respell.ts';
import { createStatements } from './sql.ts';
import { factsOfSql, sqlFactsOfModel } from './sql-facts.ts';

const ROUNDS = 25;

test.each(fixtureNames)(
  '%s means the same to Prisma and to us however it is spelled',
  async (name) => {
    const sources = await loadFixture(name);
    const hash = schemaHash(parseSchema(sources));
    const sql = factsOfSql(await createStatements(acceptableFiles(sources)));
    const random = createRandom(11);
    for (let round = 0; round < ROUNDS; round++) {
      const spelled = sources.map((source) => respell(source, random));
      const text = spelled.map(({ content }) => content).join('\n');
      const dmmf = dmmfOf(spelled);
      // Prisma itself has to see the same schema; else this test spells something else.
      expect(factsOfSql(await createStatements(acceptableFiles(spelled))), text).toEqual(sql);
      const schema = parseSchema(spelled);
      expect(factsOfModel(schema, dmmf), text).toEqual(factsOfDmmf(dmmf));
      expect(sqlFactsOfModel(schema), text).toEqual(sql);
      expect(schemaHash(schema), text).toBe(hash);
    }
  },
);
