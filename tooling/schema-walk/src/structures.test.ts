import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { draftMigrations } from '@schema-service/migration-draft';
import type { StructureObject } from '@schema-service/migrator';
import { diff } from '@schema-service/schema-diff';
import { afterAll, expect, test } from 'vitest';
import { casesFolder, loadCases } from './cases/load-case.ts';
import { makePrevious } from './cases/travel-case.ts';
import { createWalkDatabase, fillDatabase, structureIn } from './schema-database.ts';

const roads = { travelled: await createWalkDatabase(), direct: await createWalkDatabase() };
afterAll(() => Promise.all([roads.travelled.drop(), roads.direct.drop()]));

const beside = loadCases(casesFolder).filter(
  ({ extra, name }) => extra !== undefined || existsSync(join(casesFolder, name, 'structure.json')),
);

// `vitest run src/structures.test.ts -u` rewrites `structure.json`.
test.each(beside)(
  'structure.json of $name is what the database has beside its schema',
  async (given) => {
    const { name, previous, current } = given;
    await fillDatabase(roads.direct, previous);
    await makePrevious(roads.travelled, given);
    const [bare, full] = [await structureIn(roads.direct), await structureIn(roads.travelled)];
    const known = new Set(bare.objects.map((object) => JSON.stringify(object)));
    const isOwn = (object: StructureObject): boolean => !known.has(JSON.stringify(object));
    const tables = new Set(full.objects.filter(isOwn).flatMap(({ table }) => table ?? []));
    // The schema's indexes go with columns that are made anew.
    const objects = full.objects.filter(
      (object) => isOwn(object) || (object.kind === 'index' && tables.has(object.table ?? '')),
    );
    const text = `[\n${objects.map((object) => `  ${JSON.stringify(object)}`).join(',\n')}\n]\n`;
    await expect(text).toMatchFileSnapshot(join(casesFolder, name, 'structure.json'));
    // Nothing else in the structure matters to the drafts.
    const changes = diff(previous, current);
    const drafts = draftMigrations(previous, current, changes, { structure: full.objects });
    expect(draftMigrations(previous, current, changes, { structure: objects })).toEqual(drafts);
  },
);
