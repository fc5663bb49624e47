import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSchema, type SchemaModel } from '@schema-service/schema-model';
import { expect, test, vi } from 'vitest';
import { compilePackage } from '../src/compile/compile-package.ts';
import { clientProblems, type GeneratedPackage } from '../src/index.ts';
import { nodeExportNames } from '../src/targets/client/node-export-names.ts';
import { nodeTarget } from '../src/targets/node/node-target.ts';
import { prismaEngineVersion, prismaVersion } from '../src/targets/node/prisma-versions.ts';
import { fixtureModel, options } from './fixture.ts';
import { temporaryFolder } from './temporary-folder.ts';

const schemaOf = (name: string): SchemaModel =>
  parseSchema([
    {
      path: 'schema.prisma',
      content: `datasource db {\n  provider = "postgresql"\n}\nmodel ${name} {\n  id Int @id\n}\n`,
    },
  ]);

const contentOf = (generated: GeneratedPackage, path: string): string =>
  String(generated.files.find((file) => file.path === path)?.content);

test("a name that Prisma's generator rejects is an expected failure that names it", async () => {
  const model = schemaOf('Thing');
  const renamed = { ...model, models: model.models.map((thing) => ({ ...thing, name: 'using' })) };
  await expect(nodeTarget.generate(renamed, options)).rejects.toMatchObject({
    code: 'NODE_CLIENT_GENERATION_FAILED',
    why: expect.stringContaining('model name `using` is invalid'),
  });
});

test('sources that do not compile fail with the first diagnostics, and leave nothing behind', async () => {
  const temporary = temporaryFolder();
  vi.stubEnv('TMPDIR', temporary);
  try {
    const generated = await nodeTarget.generate(schemaOf('string'), options);
    await expect(compilePackage(generated)).rejects.toMatchObject({
      code: 'CLIENT_COMPILE_FAILED',
      message: expect.stringMatching(
        /^src\/prisma\/client\.ts\(\d+,13\): error TS2457: .*'string'/m,
      ),
      meta: { package: '@org/db-client-node', version: '1.0.0' },
    });
    expect(readdirSync(temporary)).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
  }
});

test('every module has JavaScript and declarations, and no sources and maps that nobody reads', async () => {
  const generated = await nodeTarget.generate(fixtureModel('small'), options);
  const { files } = await compilePackage(generated);
  const paths = new Set(files.map(({ path }) => path));
  const modules = generated.files.flatMap(
    ({ path }) => /^src\/(.*?)(?:\.d)?\.ts$/.exec(path)?.[1] ?? [],
  );
  expect(modules).toContain('prisma/models/Author');
  for (const module of modules) {
    expect(paths).toContain(`dist/${module}.d.ts`);
    // Prisma's run time is one module, with declarations in several.
    if (!/^runtime\/(?:adapter|client-|driver|nameable)/.test(module))
      expect(paths).toContain(`dist/${module}.js`);
  }
  expect(files.map(({ path }) => path)).toEqual([...paths].toSorted());
  expect([...paths].filter((path) => /^src\/|\.map$|(?<!\.d)\.ts$/.test(path))).toEqual([]);
  expect(paths).toContain('dist/runtime/LICENSES.txt');
});

test('the client carries the schema without its comments, shows them in its types, and says which Prisma made it', async () => {
  const generated = await nodeTarget.generate(fixtureModel('small'), options);
  const client = contentOf(generated, 'src/prisma/internal/class.ts');
  expect(client).not.toContain('Where to reach them');
  expect(client).toContain(`"clientVersion": "${prismaVersion}"`);
  expect(client).toContain(`"engineVersion": "${prismaEngineVersion}"`);
  expect(contentOf(generated, 'src/prisma/models/Author.ts')).toContain('Where to reach them');
});

test('every option of createClient is told of in the README and on the page', async () => {
  const generated = await nodeTarget.generate(fixtureModel('small'), options);
  const [, names = ''] =
    /const \{([^}]*)\.\.\.prismaOptions/.exec(contentOf(generated, 'src/create-client.ts')) ?? [];
  const own = [...names.matchAll(/^ +(\w+)(?: = [^,]*)?,$/gm)].map(([, name]) => name);
  const [, values = ''] =
    /type UnknownEnumValues = ([^;]*);/.exec(contentOf(generated, 'src/fast-path/values-out.ts')) ??
    [];
  expect(own.length).toBeGreaterThan(10);
  const page = readFileSync(join(import.meta.dirname, '../../../docs/node.md'), 'utf8');
  const told = [...own.map((name) => `\`${name}\``), ...values.split(' | ')];
  for (const text of [contentOf(generated, 'README.md'), page]) {
    expect(told.filter((word) => !text.includes(word))).toEqual([]);
  }
});

test('enums and their values carry what the schema says of them, in every module', async () => {
  const { files } = await compilePackage(await nodeTarget.generate(fixtureModel('small'), options));
  const found = files.filter(({ path }) => /\/enums\.d\.m?ts$/.test(path));
  expect(found.map(({ path }) => path)).toEqual(['dist/enums.d.mts', 'dist/prisma/enums.d.ts']);
  for (const { content } of found) {
    expect(content).toBe(`/** Who may do what. */
export declare const Role: {
    /** Reads. */
    readonly READER: 'READER';
    /** Writes. */
    readonly WRITER: 'WRITER';
};
export type Role = (typeof Role)[keyof typeof Role];
`);
  }
});

test('the names that the Node client exports are known to the package around it', async () => {
  const model = fixtureModel('names');
  const generated = await nodeTarget.generate(model, options);
  const sources = ['index', 'prisma/client', 'prisma/enums']
    .map((name) => contentOf(generated, `src/${name}.ts`))
    .join('\n');
  const exports = /^export (?:(?:const|type) (\w+)|\{ \w+ as (\w+) \})/gm;
  const declared = [...sources.matchAll(exports)].map(([, name, alias]) => name ?? alias);
  const known = nodeExportNames(model);
  for (const name of declared) expect(known).toContain(name);
  expect(known.size).toBe(
    new Set([
      ...declared,
      '$Enums',
      'ClientCompatibility',
      'ClientRefusedError',
      'ConfigurationError',
      'CreateClientOptions',
      'FromJson',
      'Prisma',
      'Serialized',
      'createClient',
      'fromJson',
      'schemaName',
      'toJson',
    ]).size,
  );
});

// What clientProblems refuses: each of it is a client that does not compile, or the rule is one too many.
test.each([
  ['a name of TypeScript', 'model static {\n id Int @id\n}'],
  ['one accessor', 'model user {\n id Int @id\n}\nmodel User {\n id Int @id\n}'],
  ['types of another', 'model A {\n id Int @id\n}\nmodel AUnchecked {\n id Int @id\n}'],
])('%s does not compile, and is found before', async (_what, content) => {
  const datasource = 'datasource db {\n provider = "postgresql"\n}\n';
  const model = parseSchema([{ path: 'schema.prisma', content: datasource + content }]);
  const generated = await nodeTarget.generate(model, options);
  await expect(compilePackage(generated)).rejects.toMatchObject({ code: 'CLIENT_COMPILE_FAILED' });
  const naming = { scope: '@org', name: 'db', clients: { node: {} } };
  expect(clientProblems(model, naming)).toHaveLength(1);
});
