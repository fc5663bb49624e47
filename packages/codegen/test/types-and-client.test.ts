import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
// @boundaries-ignore of the workspace
import Ajv2020 from 'ajv/dist/2020.js';
// @boundaries-ignore of the workspace
import addFormats from 'ajv-formats';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { compilePackage } from '../src/compile/compile-package.ts';
import { resolvePackageFolder } from '../src/compile/run-type-script.ts';
import { generateAll, writePackage } from '../src/index.ts';
import { clientTarget } from '../src/targets/client/client-target.ts';
import { typesTarget } from '../src/targets/types/types-target.ts';
import { fixtureModel, options } from './fixture.ts';
import { expectGolden } from './golden.ts';
import { run } from './run.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The three npm packages of a fixture in a folder's node_modules, as an install lays them out. */
async function installFixture(fixture: string): Promise<string> {
  const folder = temporaryFolder();
  const modules = join(folder, 'node_modules');
  const packages = Object.values(await generateAll(fixtureModel(fixture), options));
  for (const generated of packages.filter(({ ecosystem }) => ecosystem === 'npm')) {
    const isNode = generated.name === options.names.node;
    const compiled = isNode ? await compilePackage(generated) : generated;
    await writePackage(compiled, join(modules, generated.name));
  }
  for (const name of ['@prisma/client', '@prisma/adapter-pg', '@types/pg', '@types/node', 'pg']) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(resolvePackageFolder(name), join(modules, name));
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  return folder;
}

async function compile(
  folder: string,
  source: string,
  options: readonly string[] = [],
): Promise<string> {
  writeFileSync(join(folder, 'consumer.ts'), source);
  const tsc = join(resolvePackageFolder('typescript'), 'bin', 'tsc');
  const flags = [
    '--ignoreConfig',
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--types',
    'node',
  ];
  return (await run(process.execPath, [tsc, ...flags, ...options, 'consumer.ts'], { cwd: folder }))
    .stdout;
}

test.each([typesTarget, clientTarget])('$name is what it was', async ({ name, generate }) => {
  await expectGolden(await generate(fixtureModel('small'), options), 'small', name);
});

test('names that JavaScript and TypeScript use for themselves compile, and mean what they should', async () => {
  const folder = await installFixture('names');
  const output = await compile(
    folder,
    `import { createClient, type UserCreateInput } from '@org/db-client';
     import type * as types from '@org/db-client/types';
     declare const client: ReturnType<typeof createClient>;
     export const promise: types.Promise = await client.promise.findFirstOrThrow();
     export const when: globalThis.Date = promise.function;
     export const bytes: types.Uint8Array_ = await client.uint8Array.findFirstOrThrow();
     export const array: types.Array = await client.array.findFirstOrThrow();
     export const model: types.UserCreateInput = { id: 1 };
     export const input: types.UserCreateInput_ = { id: 1 };
     export const same: UserCreateInput = model;
     export const json: types.JsonValue_ = { a: [1] };
     const object: types.Object = 'A';
     export const row: types.JsonValue = { id: 1, object };
     export const stored: types.ObjectDb = 'with space';
     export const column: types.Tables_['a table; DROP TABLE x']['row']['mit Umlaut ä und "Zeichen"'] = '';
     export const proto: types.Tables_['a table; DROP TABLE x']['row']['__proto__'] = '';`,
  );
  expect(output).toBe('');

  writeFileSync(
    join(folder, 'run.mjs'),
    `import * as client from '@org/db-client';
     import * as types from '@org/db-client/types';
     console.log(JSON.stringify([client.Object, types.Object, types.ObjectDb, types.Decimal_.constructor]));`,
  );
  const { stdout, stderr } = await run(process.execPath, ['run.mjs'], { cwd: folder });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual([
    { A: 'A', B: 'B' },
    { A: 'A', B: 'B' },
    { A: '1', B: 'with space' },
    'constructor',
  ]);
});

test('tables outside public are named with their PostgreSQL schema, join tables too', async () => {
  const folder = await installFixture('namespaces');
  const output = await compile(
    folder,
    `import type { Tables } from '@org/db-client';
     export const level: Tables['audit.events']['row']['level'] = 'LOW';
     export const chain: Tables['audit._chain']['row'] = { A: 1, B: 2 };
     export const account: Tables['accounts']['insert'] = {};`,
  );
  expect(output).toBe('');
});

/** The size of a page's bundle for browsers, which prints what is expected. */
async function bundledSize(folder: string, source: string, expected: string): Promise<number> {
  writeFileSync(join(folder, 'page.js'), source);
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: ['page.js'],
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    outfile: 'page.mjs',
    tsconfigRaw: {},
    write: false,
  });
  const text = outputFiles[0]?.text ?? '';
  writeFileSync(join(folder, 'page.mjs'), text);
  const { stdout } = await run(process.execPath, ['page.mjs'], { cwd: folder });
  expect(stdout).toBe(`${expected}\n`);
  return text.length;
}

test('the types package bundles for a browser, down to what is used', async () => {
  const folder = temporaryFolder();
  const types = await typesTarget.generate(fixtureModel('everything'), options);
  await writePackage(types, join(folder, 'node_modules', types.name));
  const printing = (source: string, expected: string): Promise<number> =>
    bundledSize(folder, source, expected);
  const anEnum = `import { Status, schemaVersion } from '@org/db-types'; console.log(Status.ACTIVE, schemaVersion);`;
  expect(await printing(anEnum, 'ACTIVE 1.0.0')).toBeLessThan(200);
  const aType = `import '@org/db-types'; import '@org/db-types/kysely'; console.log(1);`;
  expect(await printing(aType, '1')).toBeLessThan(50);
  const aValidator = `import { Tag } from '@org/db-types/validators'; console.log(Tag['~standard'].validate({ name: 'a' }).value.name);`;
  expect(await printing(aValidator, 'a')).toBeLessThan(2_500);
});

test('in a browser the Node client is its enums, its types and JSON, and of those what is used', async () => {
  const folder = await installFixture('everything');
  expect(
    await bundledSize(
      folder,
      `import { Status } from '@org/db-client'; console.log(Status.ARCHIVED)`,
      'ARCHIVED',
    ),
  ).toBeLessThan(200);
  await bundledSize(
    folder,
    `import { fromJson, Prisma, toJson, Status } from '@org/db-client';
     const row = fromJson('Post', { id: '4', status: Status.ARCHIVED });
     const sum = new Prisma.Decimal(1).plus(String(row.id));
     console.log(toJson(row).status, Number(sum))`,
    'ARCHIVED 5',
  );
  const output = await compile(
    folder,
    `import { fromJson, Status, type Post } from '@org/db-client';
     export const status: Status = Status.ACTIVE;
     export const id: Post['id'] = fromJson('Post', { id: '4' }).id;
     // @ts-expect-error there is no database in a browser
     import { createClient } from '@org/db-client';`,
    ['--module', 'esnext', '--moduleResolution', 'bundler', '--customConditions', 'browser'],
  );
  expect(output).toBe('');
});

test("Kysely's queries are typed by the database", async () => {
  const folder = await installFixture('everything');
  const modules = join(folder, 'node_modules');
  symlinkSync(resolvePackageFolder('kysely'), join(modules, 'kysely'));
  const output = await compile(
    folder,
    `import { Kysely, type Selectable } from 'kysely';
     import type { DB } from '@org/db-types/kysely';
     declare const db: Kysely<DB>;
     const users = await db.selectFrom('users').innerJoin('posts', 'posts.author_id', 'users.id')
       .select(['users.email', 'posts.title', 'posts.id as post']).where('users.manager_id', 'is', null).execute();
     export const [email, title, post]: [string, string, string] = [users[0]!.email, users[0]!.title, users[0]!.post];
     await db.insertInto('users').values({ email: 'a' }).execute();
     await db.updateTable('posts').set({ title: 'b' }).where('id', '=', '1').execute();
     export const row: Selectable<DB['users']> = { id: 1, email: 'a', manager_id: null };
     // @ts-expect-error no such column
     db.selectFrom('users').select('nope');
     // @ts-expect-error a column without a default
     db.insertInto('users').values({});
     // @ts-expect-error a text
     db.updateTable('users').set({ email: 1 });`,
  );
  expect(output).toBe('');
});

test('a validator lets through what its JSON Schema does, and types it', async () => {
  const folder = await installFixture('everything');
  const output = await compile(
    folder,
    `import { Scalars, UserCreateInput } from '@org/db-types/validators';
     import type { Serialized } from '@org/db-types';
     import type * as types from '@org/db-types';
     const checked = Scalars['~standard'].validate({});
     if (!checked.issues) {
       const row: Serialized<types.Scalars> = checked.value;
       const [big, at, bytes, status]: [string, string, string, types.Status] = [row.big, row.at, row.bytes, row.status];
       console.log(big, at, bytes, status, UserCreateInput.jsonSchema);
     }
     // @ts-expect-error a text in JSON
     export const wrong: bigint = ({} as Serialized<types.Scalars>).big;`,
  );
  expect(output).toBe('');

  const validators = (await import(
    pathToFileURL(join(folder, 'node_modules/@org/db-types/validators.mjs')).href
  )) as Record<string, Validator>;
  const ajv = addFormats.default(new Ajv2020.default({ strict: false }));
  const row = {
    ...{
      id: 1,
      small: 1,
      big: '9007199254740993',
      real: 1.5,
      double: 2,
      price: '12.34',
      yes: true,
    },
    ...{ text: '', code: 'abc', fixed: 'abc', key: '00000000-0000-4000-8000-000000000001' },
    ...{ at: '2026-01-12T01:02:11.250Z', day: '2024-02-29T00:00:00.000Z' },
    ...{ clock: '1970-01-01T01:02:11.250Z', plain: '2026-01-12T01:02:11.250Z', data: null },
    ...{ jsonText: [1], bytes: 'AP8=', status: 'ACTIVE', updatedAt: '2026-01-12T01:02:11.250Z' },
    ...{ ip: '10.0.0.1', bits: '101', cash: '12.34' },
  };
  const { Scalars } = validators;
  if (Scalars === undefined) throw new Error('There is no validator.');
  const byAjv = ajv.compile(Scalars.jsonSchema);
  const isLetThrough = (value: unknown): boolean =>
    Scalars['~standard'].validate(value).issues === undefined;
  expect([isLetThrough(row), byAjv(row)]).toEqual([true, true]);
  const wrong = [null, true, {}, [], 'x', -1.5, 2 ** 40, 'x'.repeat(13)];
  const variants: unknown[] = [
    ...Object.keys(row).flatMap((name) => wrong.map((value) => ({ ...row, [name]: value }))),
    ...Object.keys(row).map((name) => ({ ...row, [name]: undefined, extra: 1 })),
    ...[
      null,
      [],
      'x',
      { ...row, extra: 1 },
      JSON.parse(JSON.stringify({ ...row, big: undefined })),
    ],
  ];
  for (const variant of variants.map((one) => JSON.parse(JSON.stringify(one)) as unknown)) {
    expect(isLetThrough(variant), JSON.stringify(variant)).toBe(byAjv(variant));
  }
  expect(Scalars['~standard'].validate({ ...row, small: 40_000 }).issues).toEqual([
    { message: 'Expected a number from -32768 to 32767', path: ['small'] },
  ]);
});

interface Validator {
  readonly jsonSchema: Record<string, unknown>;
  readonly '~standard': { readonly validate: (value: unknown) => { readonly issues?: unknown } };
}
