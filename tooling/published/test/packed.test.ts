import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { publint } from 'publint';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PackedPackage, packPublicPackages, publicPackages } from '../src/index.ts';
import { plainEnvironment, runProgram } from '../src/run-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'packed-'));
let packed: readonly PackedPackage[];

beforeAll(async () => {
  packed = await packPublicPackages(folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = publicPackages().map(({ name }) => name);
const packedOf = (name: string): PackedPackage => {
  const found = packed.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} was not packed`);
  return found;
};

interface Manifest {
  readonly description?: string;
  readonly license?: string;
  readonly engines?: { readonly node?: string };
  readonly publishConfig?: { readonly access?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
}

/** What a tarball has, without unpacking it. */
function filesIn(tarball: string): readonly string[] {
  return execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
}

function manifestIn(tarball: string): Manifest {
  return JSON.parse(
    execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }),
  );
}

test('these packages are public, and no others', () => {
  expect(names).toEqual([
    '@schema-service/migrator-app',
    '@schema-service/api-contract',
    '@schema-service/cli',
    '@schema-service/database-url',
    '@schema-service/errors',
    '@schema-service/migrator',
    '@schema-service/postgres-sql',
  ]);
});

test.each(names)('%s: the manifest, README and license; nothing that only we read', (name) => {
  const { tarball } = packedOf(name);
  const manifest = manifestIn(tarball);
  expect(manifest).toMatchObject({
    license: 'MIT',
    description: expect.any(String),
    engines: { node: '>=20.19' },
    publishConfig: { access: 'public' },
  });
  for (const [dependency, range] of Object.entries(manifest.dependencies ?? {})) {
    // What a user cannot install: a package that is not published, or a workspace's range.
    if (dependency.startsWith('@schema-service/')) expect(names).toContain(dependency);
    expect(range).toMatch(/^\d/);
  }
  const files = filesIn(tarball);
  expect(files).toEqual(expect.arrayContaining(['package/README.md', 'package/LICENSE']));
  expect(
    files.filter((file) => /\.map$|\.test\.|tsconfig|^package\/(src|test)\//.test(file)),
  ).toEqual([]);
});

test.each([
  ['@schema-service/cli', 'dist/LICENSES.txt', 'commander '],
  ['@schema-service/cli', 'dist/targets/node/LICENSES.txt', '@prisma/client-generator-ts '],
  ['@schema-service/migrator-app', 'dist/LICENSES.txt', 'pg-protocol '],
])('%s: %s has the license of the %spackage', (name, file, bundled) => {
  const text = execFileSync('tar', ['-xzOf', packedOf(name).tarball, `package/${file}`], {
    encoding: 'utf8',
  });
  expect(text).toMatch(new RegExp(`^${bundled}[\\d.]+ \\(`, 'm'));
});

test.each(names)('%s: publint finds nothing', async (name) => {
  const bytes = await readFile(packedOf(name).tarball);
  const { messages } = await publint({
    pack: {
      tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
    },
  });
  const found = messages.filter(({ type }) => type !== 'suggestion');
  expect(found.filter((message) => !isTakenForEsm(name, message.code))).toEqual([]);
});

/** publint looks for ESM by its words: in the one file of that command it finds them in the text of a message. */
const isTakenForEsm = (name: string, code: string): boolean =>
  name === '@schema-service/migrator-app' && code === 'FILE_INVALID_EXPLICIT_FORMAT';

const attw = join(
  dirname(createRequire(import.meta.url).resolve('@arethetypeswrong/cli/package.json')),
  'dist/index.js',
);

test.each(names.filter((name) => !/\/(cli|migrator-app)$/.test(name)))(
  '%s: the types are right for who imports it',
  async (name) => {
    const { tarball } = packedOf(name);
    const run = await runProgram(
      process.execPath,
      [attw, tarball, '--profile', 'esm-only', '--no-emoji', '--no-color'],
      { cwd: folder, env: plainEnvironment() },
    );
    expect(run.code, run.stdout + run.stderr).toBe(0);
  },
);
