import { join } from 'node:path';
import type { ReleaseMetadata } from '@schema-service/catalog';
import { migrationsFolder, versionsIn } from '@schema-service/repository';
import { readFolderIfThere } from '../files/read-files.ts';
import { readHistory } from '../inspection/history.ts';
import { readMetadata } from '../inspection/inspect-release.ts';
import { type MigrationNumbers, sequenceOf, type UnreleasedMigration } from './renumbering.ts';

/** Reads which migrations a repository has, by their names alone: also where their numbers clash, or a release was merged in. */
export async function readMigrationNumbers(root: string): Promise<MigrationNumbers> {
  const { folders } = await readHistory(root);
  const releases = folders.flatMap((folder) => {
    const reading = readMetadata(folder);
    return reading.kind === 'valid' ? [reading.value] : [];
  });
  const last = releases.at(-1);
  return {
    lastRelease: last?.version ?? null,
    lastReleased: lastOnLine(releases, last),
    unreleased: (
      await Promise.all(
        versionsIn(join(root, migrationsFolder)).map((version) =>
          unreleasedIn(
            root,
            version,
            releases.find((release) => release.version === version),
          ),
        ),
      )
    ).flat(),
  };
}

/** The last migration of a release, or of the nearest one that it was built on. */
function lastOnLine(
  releases: readonly ReleaseMetadata[],
  release: ReleaseMetadata | undefined,
): UnreleasedMigration | null {
  if (release === undefined) return null;
  const last = release.migrations.at(-1);
  if (last !== undefined) return { version: release.version, id: last.id };
  return lastOnLine(
    releases,
    releases.find(({ version }) => version === release.previous),
  );
}

async function unreleasedIn(
  root: string,
  version: string,
  release: ReleaseMetadata | undefined,
): Promise<readonly UnreleasedMigration[]> {
  const released = new Set(release?.migrations.map(({ id }) => id));
  return (await readFolderIfThere(join(root, migrationsFolder, version)))
    .filter((entry) => entry.isDirectory() && /^\d+_/.test(entry.name))
    .map(({ name }): UnreleasedMigration => ({ version, id: name }))
    .filter(({ id }) => !released.has(id))
    .toSorted((a, b) => sequenceOf(a) - sequenceOf(b) || (a.id < b.id ? -1 : 1));
}
