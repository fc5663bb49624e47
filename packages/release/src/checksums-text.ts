import type { ReleaseMetadata } from '@schema-service/catalog';
import { migrationFolder, migrationsFolder } from '@schema-service/repository';

/**
 * The text of `migrations/checksums`, in the order in which the migrations run;
 * empty where no release has one. The migrator reads that file instead of every
 * script to see that a database is up to date, and `sha256sum -c` reads it too.
 *
 * Only what is released is listed, because an idle `up` believes the list: of a
 * migration in work that was applied and edited since it would notice nothing.
 * With one in the folder that is not listed it reads all scripts, as without the file.
 */
export function checksumsText(
  releases: readonly Pick<ReleaseMetadata, 'version' | 'migrations'>[],
): string {
  const from = migrationsFolder.length + 1;
  return releases
    .flatMap(({ version, migrations }) =>
      migrations.map(({ id, up }) => `${up}  ${migrationFolder(version, id).slice(from)}/up.sql\n`),
    )
    .join('');
}
