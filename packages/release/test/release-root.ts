import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A repository root of its own for one test. */
export interface ReleaseRoot extends AsyncDisposable {
  readonly path: string;
  /** Writes files by their paths relative to the root. */
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>;
}

export async function createRoot(
  files: Readonly<Record<string, string>> = {},
): Promise<ReleaseRoot> {
  const path = await mkdtemp(join(tmpdir(), 'release-root-'));
  const write = async (more: Readonly<Record<string, string>>): Promise<void> => {
    for (const [file, content] of Object.entries(more)) {
      await mkdir(dirname(join(path, file)), { recursive: true });
      await writeFile(join(path, file), content);
    }
  };
  await write(files);
  return {
    path,
    write,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** A schema of one model with these field lines. */
export const schemaWith = (...fields: readonly string[]): string =>
  [
    'datasource db {',
    '  provider = "postgresql"',
    '}',
    '',
    'model Review {',
    '  id Int @id',
    ...fields.map((field) => `  ${field}`),
    '}',
    '',
  ].join('\n');

/** The files of two versions, 1.1.0 adding an optional field, ready to be frozen. */
export const twoVersions: Readonly<Record<string, string>> = {
  'schema/versions/1.0.0/schema.prisma': schemaWith(),
  'schema/versions/1.0.0/changelog.md': 'The first.\n',
  'migrations/1.0.0/001_init/up.sql': 'CREATE TABLE "Review" (id int PRIMARY KEY);\n',
  'migrations/1.0.0/001_init/down.sql': 'DROP TABLE "Review";\n',
  'schema/versions/1.1.0/schema.prisma': schemaWith('body String?'),
  'schema/versions/1.1.0/changelog.md': 'Reviews have a body.\n',
  'migrations/1.1.0/002_body/up.sql': 'ALTER TABLE "Review" ADD body text;\n',
};
