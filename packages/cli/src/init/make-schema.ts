import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { draftMigrations } from '@schema-service/migration-draft';
import { changesetText } from '@schema-service/release';
import { migrationFolder, type Naming } from '@schema-service/repository';
import { diff } from '@schema-service/schema-diff';
import { emptySchema, parseSchema, type SchemaModel } from '@schema-service/schema-model';
import { writeDrafts } from '../migrations/write-drafts.ts';
import { clientPackages, firstSchema } from './repository-files.ts';

/** The version that a repository begins with. */
export const firstVersion = '1.0.0';

/** A schema to start from, in work: its first migration, and the changeset that will release it. */
export async function makeFirstSchema(staging: string, naming: Naming): Promise<void> {
  const source = { path: 'schema/schema.prisma', content: firstSchema };
  await writeFileIn(staging, source.path, source.content);
  await draftFirst(staging, parseSchema([source]));
  await writeFileIn(
    staging,
    '.changeset/first-release.md',
    changesetText(clientPackages(naming), 'major', 'The first release.'),
  );
}

/** Writes the migrations that make a schema in an empty database. */
export async function draftFirst(staging: string, model: SchemaModel): Promise<void> {
  const drafts = draftMigrations(emptySchema, model, diff(emptySchema, model));
  await writeDrafts(
    drafts.map((draft, index) => {
      const suffix = draft.suffix === '' ? '' : `_${draft.suffix}`;
      const id = `${String(index + 1).padStart(3, '0')}_init${suffix}`;
      return { draft, folder: join(staging, migrationFolder(firstVersion, id)) };
    }),
  );
}

export async function writeFileIn(folder: string, path: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}
