import type { ReleaseMetadata } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import { readPhase } from '@schema-service/postgres-sql';
import { layoutFile, migrationsFolder, upFile } from '@schema-service/repository';
import { decodeText } from './files/read-files.ts';
import type { ReleaseFolder } from './inspection/release-folder.ts';

/**
 * Migrations that keep older versions alive name the schemas of all of them, their own version's too, and the next
 * version is built on their layout. A release after one that keeps versions alive has a schema of its own, even where
 * the database does not change: below it are the tables, whose names are those of several versions.
 *
 * @param base the release that it follows
 * @throws SchemaServiceError `RELEASE_LAYOUT_INVALID`
 */
export function refuseOtherLayout(
  { version, migrations, layout }: ReleaseFolder,
  base: Pick<ReleaseMetadata, 'version' | 'layout'> | undefined,
): void {
  const file = `${migrationsFolder}/${version}/${layoutFile}`;
  const phased = migrations.find(({ files }) => {
    const up = files.get(upFile);
    return up !== undefined && readPhase(decodeText(up)).phase !== undefined;
  });
  if (layout === undefined) {
    if (phased !== undefined) {
      throw layoutInvalid(file, `It is missing, and ${phased.id} has a phase.`);
    }
    if (base?.layout === undefined) return;
    throw layoutInvalid(
      file,
      `It is missing. ${base.version} keeps older versions alive, and clients of ${version} would find no schema of theirs beside them.`,
    );
  }
  const newest = newestVersion(decodeText(layout));
  if (newest !== version) {
    throw layoutInvalid(
      file,
      `Its newest version is ${newest ?? 'not said'}, and the release is ${version}.`,
    );
  }
}

function newestVersion(text: string): string | undefined {
  try {
    const { versions } = JSON.parse(text) as { versions?: readonly { version?: string }[] };
    return versions?.at(-1)?.version;
  } catch {
    return undefined;
  }
}

const layoutInvalid = (file: string, message: string): SchemaServiceError =>
  new SchemaServiceError({
    code: 'RELEASE_LAYOUT_INVALID',
    message: `${file}: ${message}`,
    why: 'The migrations of a version that keep older ones alive name its schema, and its layout says where their columns lie.',
    fix: 'Delete the folder of the version in work in migrations/, where there is one, and write its migrations anew: schemactl migration new NAME',
    meta: { file },
  });
