import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a Prisma project has of a database. */
export interface PrismaProject {
  /** The schema: a file, or a folder of files. */
  readonly schema: string;
  /** The folder of migrations, where there are some. */
  readonly migrations: string | undefined;
}

/** Where Prisma looks for a schema, in its order. */
const usualPlaces = ['prisma/schema.prisma', 'prisma/schema', 'schema.prisma'];

/** The Prisma project in a folder; undefined where there is none. */
export function findPrismaProject(folder: string): PrismaProject | undefined {
  const schema = usualPlaces.map((place) => join(folder, place)).find((path) => existsSync(path));
  return schema === undefined ? undefined : prismaProject(schema);
}

/** The project that a schema belongs to. */
export function prismaProject(schema: string): PrismaProject {
  const folders = [join(schema, 'migrations'), join(dirname(schema), 'migrations')];
  return { schema, migrations: folders.find(hasMigrations) };
}

function hasMigrations(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder).some((name) => existsSync(join(folder, name, 'migration.sql')));
}
