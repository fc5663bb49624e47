import { diff } from '@schema-service/schema-diff';
import { introspectSchema, parseSchema } from '@schema-service/schema-model';
import { expect, test } from 'vitest';
import { decided, type LivingVersions, livingVersions, parse, stepTo } from './living-versions.ts';
import { runPhases, undoPhases } from './run-phases.ts';

const first = `
    model Count {
      id Int @id
      n Int @default(1)
      label String?
    }
  `;
const second = `
    model Count {
      id Int @id
      n BigInt @default(2)
      label String?
    }
  `;
const third = `
    model Count {
      id Int @id
      /// @down CASE WHEN {value} ~ '^[0-9]+$' THEN {value}::bigint ELSE 0 END
      n String @default("3")
      /// @renamed from: label
      /// @up coalesce({value}, '')
      name String
    }
  `;

const values = (versions: LivingVersions): Promise<readonly unknown[]> =>
  Promise.all(
    ['1.0.0', '2.0.0', '3.0.0'].map((version) =>
      versions
        .as(version)('SELECT n FROM "Count" ORDER BY id')
        .then((rows) => rows.map(({ n }) => n)),
    ),
  );

test('three versions: whoever writes, the others follow', async () => {
  await using versions = await livingVersions(first);
  await versions.as('1.0.0')(`INSERT INTO "Count" (id) VALUES (1)`);
  await versions.open('2.0.0', second);
  await versions.as('2.0.0')('INSERT INTO "Count" (id) VALUES (2)');
  await versions.open('3.0.0', third);
  await versions.as('3.0.0')(`INSERT INTO "Count" (id, name) VALUES (3, 'x')`);
  expect(await values(versions)).toEqual([
    [1, 2, 3],
    ['1', '2', '3'],
    ['1', '2', '3'],
  ]);
  await versions.as('1.0.0')('UPDATE "Count" SET n = 11 WHERE id = 1');
  await versions.as('2.0.0')('UPDATE "Count" SET n = 5000000000 WHERE id = 2');
  await versions.as('3.0.0')(`UPDATE "Count" SET n = 'many' WHERE id = 3`);
  expect(await values(versions)).toEqual([
    [11, 2147483647, 0],
    ['11', '5000000000', '0'],
    ['11', '5000000000', 'many'],
  ]);
  await versions.as('1.0.0')('UPDATE "Count" SET label = NULL');
  expect(await versions.as('3.0.0')('SELECT DISTINCT name FROM "Count"')).toEqual([{ name: '' }]);

  await versions.close('1.0.0');
  await versions.as('2.0.0')('UPDATE "Count" SET n = 12 WHERE id = 1');
  await versions.as('3.0.0')(`INSERT INTO "Count" (id, n, name) VALUES (4, '40', 'y')`);
  expect(
    await versions.as('2.0.0')('SELECT n FROM "Count" WHERE id IN (1, 4) ORDER BY id'),
  ).toEqual([{ n: '12' }, { n: '40' }]);

  await versions.close('2.0.0');
  expect(await versions.as('3.0.0')('SELECT * FROM "Count" WHERE id = 1')).toEqual([
    { id: 1, n: '12', name: '' },
  ]);
  const text = await introspectSchema(versions.connectionString);
  const found = parseSchema([{ path: 'found.prisma', content: text }]);
  expect(diff(parse(third), found)).toEqual([]);
  expect(await versions.tables(`SELECT tgname FROM pg_trigger WHERE NOT tgisinternal`)).toEqual([]);
  expect(
    await versions.tables(
      `SELECT proname FROM pg_proc WHERE pronamespace = 'coexistence'::regnamespace`,
    ),
  ).toEqual([]);
});

test('a version is abandoned: those before it never notice', async () => {
  await using versions = await livingVersions(first);
  await versions.open('2.0.0', second);
  const step = decided(stepTo(versions.layout(), '3.0.0', parse(second), parse(third)));
  await versions.as('1.0.0')(`INSERT INTO "Count" (id) VALUES (1)`);
  for (const _ of ['once', 'again']) {
    await runPhases(versions.client, step.phases);
    await versions.as('3.0.0')(`UPDATE "Count" SET n = n || '0'`);
    await undoPhases(versions.client, step.phases);
  }
  await versions.as('1.0.0')('UPDATE "Count" SET n = n + 1');
  expect(await versions.as('2.0.0')('SELECT * FROM "Count"')).toEqual([
    { id: 1, n: '101', label: null },
  ]);
});

test('a contract is taken back: the older version reads what the newer one holds', async () => {
  await using versions = await livingVersions(`
    model Post {
      id Int @id
      likes Int @default(1)
      title String
      raw String?
    }
  `);
  await versions.open(
    '2.0.0',
    `
    /// @down title: 'Post ' || {id}
    model Post {
      id Int @id
      likes BigInt @default(2)
    }
  `,
  );
  await versions.as('1.0.0')(`INSERT INTO "Post" VALUES (1, 3, 'One', 'raw')`);
  await versions.as('2.0.0')('INSERT INTO "Post" VALUES (2, 5000000000)');
  const phases = await versions.close('1.0.0');
  await versions.as('2.0.0')('INSERT INTO "Post" (id) VALUES (3)');
  await undoPhases(versions.client, phases);
  expect(await versions.as('1.0.0')('SELECT * FROM "Post" ORDER BY id')).toEqual([
    { id: 1, likes: 3, title: 'Post 1', raw: null },
    { id: 2, likes: 2147483647, title: 'Post 2', raw: null },
    { id: 3, likes: 2, title: 'Post 3', raw: null },
  ]);
  await versions.as('1.0.0')('UPDATE "Post" SET likes = likes + 1 WHERE id = 3');
  expect(await versions.as('2.0.0')('SELECT * FROM "Post" ORDER BY id')).toEqual([
    { id: 1, likes: '3' },
    { id: 2, likes: '5000000000' },
    { id: 3, likes: '3' },
  ]);
});

test('may be left out, must not, may be again: each version reads what it left out', async () => {
  const model = (mark: string, word = ''): string => `
    model Text {
      id Int @id
      ${word}
      language String${mark}
    }
  `;
  await using versions = await livingVersions(model('?'));
  await versions.open('2.0.0', model('', "/// @up coalesce({value}, 'und')"));
  await versions.open('3.0.0', model('?', "/// @down coalesce({value}, 'und')"));
  const [first, second, third] = ['1.0.0', '2.0.0', '3.0.0'].map((one) => versions.as(one));
  await first?.(`INSERT INTO "Text" VALUES (1, NULL), (2, 'und')`);
  await second?.(`INSERT INTO "Text" VALUES (3, 'en')`);
  await third?.(`INSERT INTO "Text" VALUES (4, NULL), (5, 'de')`);
  const read = 'SELECT language FROM "Text" ORDER BY id';
  const words = (await Promise.all([first, second, third].map((ask) => ask?.(read)))).map((rows) =>
    rows?.map(({ language }) => language),
  );
  expect(words).toEqual([
    [null, 'und', 'en', null, 'de'],
    ['und', 'und', 'en', 'und', 'de'],
    [null, 'und', 'en', null, 'de'],
  ]);
});
