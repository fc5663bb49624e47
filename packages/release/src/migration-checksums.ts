import type { MigrationChecksums } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import { sha256 } from '@schema-service/publication';
import { downFile, migrationFolder, upFile } from '@schema-service/repository';
import type { MigrationFolder, ReleaseFolder } from './inspection/release-folder.ts';

/** The checksums of a version's migrations, in the order they are applied. Throws `RELEASE_MIGRATION_INVALID` for what is not `NNN_name/{up,down}.sql`. */
export function migrationChecksums(folder: ReleaseFolder): readonly MigrationChecksums[] {
  const [stray] = folder.strays;
  if (stray !== undefined) throw invalid(stray, 'It is no migration.');
  return folder.migrations
    .map((migration) => checksums(folder.version, migration))
    .sort((a, b) => numberOf(a) - numberOf(b));
}

/** By number, so that 1000 comes after 999. */
const numberOf = ({ id }: MigrationChecksums): number => Number.parseInt(id, 10);

function checksums(version: string, { id, files }: MigrationFolder): MigrationChecksums {
  const path = migrationFolder(version, id);
  if (!/^\d{3,9}_[A-Za-z0-9][A-Za-z0-9_-]*$/.test(id))
    throw invalid(path, 'Its name is not a number and a word.');
  const up = files.get(upFile);
  const down = files.get(downFile);
  if (up === undefined) throw invalid(path, 'It has no up.sql.');
  const stray = [...files.keys()].find((name) => name !== upFile && name !== downFile);
  if (stray !== undefined) throw invalid(`${path}/${stray}`, 'It belongs to no migration.');
  return { id, up: sha256(up), down: down === undefined ? null : sha256(down) };
}

function invalid(file: string, problem: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RELEASE_MIGRATION_INVALID',
    message: `${file}: ${problem}`,
    why: 'A migration is a folder like 001_init with up.sql and, where it can be undone, down.sql.',
    fix: 'Rename, complete or delete it.',
    meta: { file },
  });
}
