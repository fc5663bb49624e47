import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isSchemaSource } from '@schema-service/schema-model';

/** What a Prisma project has of a database. */
export interface PrismaProject {
  /** The schema: a file, or a folder of files. */
  readonly schema: string;
  /** The folder of migrations, where there are some. */
  readonly migrations: string | undefined;
}

const configNames = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].flatMap((ending) => [
  `prisma.config.${ending}`,
  `.config/prisma.${ending}`,
]);

/** Where Prisma looks for a schema that nothing names, in its order. */
const usualPlaces = ['prisma/schema.prisma', 'prisma/schema', 'schema.prisma'];

/** The Prisma project that is in a folder by its configuration or in a usual place; undefined where there is none. */
export function findPrismaProject(folder: string): PrismaProject | undefined {
  const config = configNames.map((name) => join(folder, name)).find((path) => existsSync(path));
  const configured = config === undefined ? undefined : configuredProject(config, folder);
  if (configured !== undefined) return configured;
  const named = textIn(
    readIfThere(join(folder, 'package.json')),
    /"prisma"\s*:\s*\{[^}]*?"schema"\s*:\s*"([^"]+)"/,
  );
  if (named !== undefined) return projectOf(resolve(folder, named));
  const usual = usualPlaces.map((place) => join(folder, place)).find((path) => existsSync(path));
  return usual === undefined ? undefined : projectOf(usual);
}

/** The project that somebody names by its schema, its configuration, or a folder with one of them. */
export function prismaProject(path: string): PrismaProject {
  if (/\.[cm]?[jt]s$/.test(path) && existsSync(path)) {
    const folder = dirname(path).replace(/[\\/]\.config$/, '');
    return configuredProject(path, folder) ?? findPrismaProject(folder) ?? projectOf(path);
  }
  if (!existsSync(path) || !statSync(path).isDirectory()) return projectOf(path);
  const isRoot = [...configNames, 'package.json'].some((name) => existsSync(join(path, name)));
  const found = isRoot || !hasSchema(path) ? findPrismaProject(path) : undefined;
  return found ?? projectOf(path);
}

/** What a `prisma.config.ts` names, read as text: its paths are almost always written out. */
function configuredProject(config: string, folder: string): PrismaProject | undefined {
  const text = readIfThere(config).replace(/^\s*\/\/.*$/gm, '');
  const schema = pathIn(text, 'schema');
  if (schema === undefined) return undefined;
  const project = projectOf(resolve(folder, schema));
  const migrations = pathIn(textIn(text, /\bmigrations\s*:\s*\{([^}]*)\}/) ?? '', 'path');
  return migrations === undefined
    ? project
    : { ...project, migrations: [resolve(folder, migrations)].find(hasMigrations) };
}

/** The texts behind a key, one or those of a call such as `path.join('prisma', 'schema.prisma')`. */
function pathIn(text: string, key: string): string | undefined {
  const literal = /(["'`])([^"'`\n]+)\1/g;
  const value = textIn(
    text,
    new RegExp(`\\b${key}\\s*:\\s*(["'\`][^"'\`\\n]+["'\`]|[\\w.]+\\([^)]*\\))`),
  );
  const parts = [...(value ?? '').matchAll(literal)].map(([, , part = '']) => part);
  return parts.length === 0 ? undefined : join(...parts);
}

/** A lone `schema.prisma` that declares no model is one of several files. */
function projectOf(path: string): PrismaProject {
  const isPart =
    path.endsWith('schema.prisma') &&
    existsSync(path) &&
    !/^\s*model\s/m.test(readFileSync(path, 'utf8')) &&
    schemaFiles(dirname(path)).length > 1;
  const schema = isPart ? dirname(path) : path;
  const places = [schema, dirname(schema), dirname(dirname(schema))];
  return {
    schema,
    migrations: places.map((place) => join(place, 'migrations')).find(hasMigrations),
  };
}

function hasMigrations(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder).some((name) => existsSync(join(folder, name, 'migration.sql')));
}

const hasSchema = (folder: string): boolean =>
  readdirSync(folder).some((name) => name.endsWith('.prisma'));

function schemaFiles(folder: string): readonly string[] {
  if (existsSync(join(folder, 'node_modules'))) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((entry) =>
    isSchemaSource(entry.replaceAll('\\', '/')),
  );
}

const readIfThere = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

const textIn = (text: string, pattern: RegExp): string | undefined => pattern.exec(text)?.[1];
