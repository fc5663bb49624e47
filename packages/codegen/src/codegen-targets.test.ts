import { parseSchema } from '@schema-service/schema-model';
import { expect, test } from 'vitest';
import { packageNames, packageVersions } from './codegen-targets.ts';
import { generateAll } from './generate-all.ts';

const organisation = { scope: '@acme', name: 'db' };
const model = parseSchema([{ path: 'schema.prisma', content: 'model A {\n  id Int @id\n}' }]);

test('every client has its usual name where none is chosen', () => {
  expect(packageNames(organisation)).toEqual({
    node: '@acme/db-client-node',
    types: '@acme/db-types',
    client: '@acme/db-client',
    python: 'acme-db-client',
  });
});

test.each([
  ['Python alone', { python: {} }, { python: 'acme-db-client' }],
  ['types under a name of their own', { types: { name: '@acme/rows' } }, { types: '@acme/rows' }],
  [
    'Node without the types',
    { node: {} },
    { node: '@acme/db-client-node', client: '@acme/db-client' },
  ],
  ['nothing', {}, {}],
])('%s: there are no other packages', async (_what, clients, names) => {
  expect(packageNames({ ...organisation, clients })).toEqual(names);
  const versions = packageVersions({ ...organisation, clients }, '1.0.0');
  expect(versions.map(({ name }) => name).toSorted()).toEqual(Object.values(names).toSorted());
});

test('only what is chosen is generated', async () => {
  const names = packageNames({ ...organisation, clients: { types: {}, python: { name: 'rows' } } });
  const packages = await generateAll(model, { version: '1.0.0', names });
  expect(Object.keys(packages)).toEqual(['types', 'python']);
  expect(packages.python?.files.map(({ path }) => path)).toContain('rows/client.py');
});

test.each(['keep', 'raise'] as const)(
  'clients are generated to %s unknown enum values',
  async (unknownEnumValues) => {
    const names = packageNames({ ...organisation, clients: { node: {}, python: {} } });
    const packages = await generateAll(model, { version: '1.0.0', names, unknownEnumValues });
    const contentOf = (target: 'node' | 'python', path: string): string =>
      String(packages[target]?.files.find((file) => file.path === path)?.content);
    expect(contentOf('node', 'src/create-client.ts')).toContain(
      `    unknownEnumValues = '${unknownEnumValues}',\n`,
    );
    expect(contentOf('node', 'README.md')).toContain(`| | \`'${unknownEnumValues}'\` |`);
    const isSaid = contentOf('python', 'acme_db_client/client.py').split(
      '_unknown_enum_values = "raise"',
    );
    expect(isSaid).toHaveLength(unknownEnumValues === 'raise' ? 3 : 1);
  },
);

test('without the types the package around the Node client has none', async () => {
  const names = packageNames({ ...organisation, clients: { node: { name: '@acme/sql' } } });
  const { client } = await generateAll(model, { version: '1.0.0', names });
  const manifest = client?.files.find(({ path }) => path === 'package.json');
  expect(JSON.parse(String(manifest?.content))).toMatchObject({
    exports: { '.': {}, './package.json': './package.json' },
    dependencies: { '@acme/sql': '1.0.0' },
  });
  expect(String(manifest?.content)).not.toContain('types.js');
  const index = client?.files.find(({ path }) => path === 'index.d.ts');
  expect(index?.content).toBe("export * from '@acme/sql';\n");
});

test('lines of comments that are for the tools are in no client', async () => {
  const documented = parseSchema([
    {
      path: 'schema.prisma',
      content: `
        datasource db {
          provider = "postgresql"
        }
        /// Who writes.
        /// @renamed from: Writer
        /// @checked @@unique([a]) on 2026-11-24
        /// @python.name Scribe
        model Author {
          id Int @id
          /// @python.name written
          a  Int @unique
        }`,
    },
  ]);
  const names = packageNames(organisation);
  const packages = Object.values(await generateAll(documented, { version: '1.0.0', names }));
  const texts = packages.flatMap(({ files }) => files.map(({ content }) => String(content)));
  expect(texts.filter((text) => text.includes('Who writes.')).length).toBeGreaterThan(3);
  expect(texts.filter((text) => /@renamed|@checked|@python/.test(text))).toEqual([]);
});
