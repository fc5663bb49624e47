import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { codegenTargets, packageNames, writePackage } from '@schema-service/codegen';
import { parseSchema, type SchemaModel, schemaSql } from '@schema-service/schema-model';
import pg from 'pg';
import { sampleSchema } from '../sample-schema.ts';

const bench = join(import.meta.dirname, '../..');
const database = join(bench, 'database');
const require = createRequire(import.meta.url);
/** The command of TypeScript 7, which comes with the workspace. */
export const tsc: string = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');

/** How many models the large schema has. */
export const MANY = 81;

/** The clients of both generators, installed in one folder, and a database full of rows. */
export interface NodeWork {
  readonly folder: string;
  readonly url: string;
  /** The modules of the clients of the small schema, as URLs. */
  readonly modules: { readonly ours: string; readonly stock: string };
}

/** Generates the clients, and fills the database. */
export async function prepareWork(folder: string, url: string): Promise<NodeWork> {
  const packages = join(folder, 'node_modules');
  mkdirSync(join(packages, '@prisma'), { recursive: true });
  mkdirSync(join(packages, '@types'));
  for (const name of [
    'pg',
    'drizzle-orm',
    'kysely',
    '@prisma/client',
    '@prisma/adapter-pg',
    '@types/pg',
  ])
    symlinkSync(join(bench, 'node_modules', name), join(packages, name));
  symlinkSync(join(bench, '../../node_modules/@types/node'), join(packages, '@types/node'));
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  const schemas = {
    small: readFileSync(join(database, 'schema.prisma'), 'utf8'),
    large: sampleSchema(MANY),
  };
  for (const [name, content] of Object.entries(schemas)) {
    const model = parseSchema([{ path: 'schema.prisma', content }]);
    await db.query((await schemaSql(null, model)).join('\n'));
    await writeOurs(`@ours/${name}`, model, packages);
    writeStock(`@stock/${name}`, content, folder);
  }
  await db.query(readFileSync(join(database, 'rows.sql'), 'utf8'));
  // A commit does not wait for the disk, which would be all that is measured.
  await db.query('ALTER DATABASE postgres SET synchronous_commit = off');
  await db.end();
  const moduleOf = (path: string): string => pathToFileURL(join(packages, path)).href;
  return {
    folder,
    url,
    modules: {
      ours: moduleOf('@ours/small/dist/index.mjs'),
      stock: moduleOf('@stock/small/dist/client.js'),
    },
  };
}

async function writeOurs(name: string, model: SchemaModel, packages: string): Promise<void> {
  const names = packageNames({ scope: '@ours', name: 'db', clients: { node: { name } } });
  const { generate, compile } = codegenTargets.node;
  const generated = await generate(model, { version: '1.0.0', names });
  await writePackage((await compile?.(generated)) ?? generated, join(packages, name));
}

/** Prisma's own client, as its sources in `src` and compiled as a package of its own. */
function writeStock(name: string, schema: string, folder: string): void {
  const target = join(folder, 'node_modules', name);
  mkdirSync(target, { recursive: true });
  const generator = `generator client {
  provider               = "prisma-client"
  output                 = "./src"
  moduleFormat           = "esm"
  importFileExtension    = "js"
}\n\n`;
  writeFileSync(join(target, 'schema.prisma'), generator + schema);
  const prisma = join(dirname(require.resolve('prisma/package.json')), 'build', 'index.js');
  execFileSync(process.execPath, [prisma, 'generate', '--schema', 'schema.prisma'], {
    cwd: target,
    stdio: 'pipe',
    // Prisma would download an engine that nothing here uses.
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  });
  const exports = { '.': { types: './dist/client.d.ts', default: './dist/client.js' } };
  writeFileSync(join(target, 'package.json'), JSON.stringify({ name, type: 'module', exports }));
  const compilerOptions = {
    target: 'es2022',
    module: 'nodenext',
    types: ['node'],
    declaration: true,
    rootDir: 'src',
    outDir: 'dist',
    skipLibCheck: true,
  };
  writeFileSync(
    join(target, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, include: ['src'] }),
  );
  execFileSync(process.execPath, [tsc, '-p', target], { stdio: 'inherit' });
}
