import type { Release, ReleaseMigration } from '@schema-service/catalog';
import {
  changelogFile,
  downFile,
  schemaFile,
  upFile,
  versionFolder,
} from '@schema-service/repository';
import { parseSchema, type SchemaModel } from '@schema-service/schema-model';
import { decodeText } from './files/read-files.ts';
import { historyEdited, inspectHistory, readHistory } from './inspection/history.ts';
import { readMetadata } from './inspection/inspect-release.ts';
import type { ReleaseFolder } from './inspection/release-folder.ts';
import { readWithdrawal, type Withdrawal } from './withdrawal.ts';

/** A release with its schema read. */
export interface ReadRelease extends Release {
  /** Of the text in `schema`. */
  readonly model: SchemaModel;
  /** Where it was withdrawn. */
  readonly withdrawn?: Withdrawal;
  /** The release before it, as its metadata names that; none for the first. */
  readonly builtOn?: ReadRelease;
  /** The hotfixes of older lines that it is the first to include. */
  readonly included?: readonly ReadRelease[];
}

/**
 * Every frozen release of the repository at `root`, lowest version first; none
 * where there is no `schema/versions`. Throws `RELEASE_HISTORY_EDITED`, naming
 * every file, when anything is not as it was frozen.
 */
export async function readReleases(root: string): Promise<readonly ReadRelease[]> {
  const history = await readHistory(root);
  const findings = [...inspectHistory(history)];
  if (findings.length > 0) throw historyEdited(findings);
  return linkReleases(history.folders.map(toRelease));
}

/** The releases that lead to a version, lowest first: it, the one that it was built on, and so on. Those of other lines are left out. */
export function releaseLine(
  releases: readonly ReadRelease[],
  version: string,
): readonly ReadRelease[] {
  const release = releases.find((other) => other.version === version);
  if (release === undefined) return [];
  const { previous } = release.metadata;
  return [...(previous === null ? [] : releaseLine(releases, previous)), release];
}

/**
 * What a database is moved to for a version: the version itself, or where it
 * brings no migration the nearest one before it that does. Undefined where none
 * does. Pure.
 */
export function migratedVersion(
  releases: readonly ReadRelease[],
  version: string,
): string | undefined {
  return releaseLine(releases, version).findLast(({ migrations }) => migrations.length > 0)
    ?.version;
}

/** A folder that was inspected and found whole, as a release. */
export function toRelease(folder: ReleaseFolder): ReadRelease {
  const reading = readMetadata(folder);
  if (reading.kind !== 'valid') throw new Error(`${folder.version} was not inspected`);
  const metadata = reading.value;
  const withdrawal = readWithdrawal(folder);
  const schemaPath = `${versionFolder(folder.version)}/${schemaFile}`;
  const schema = decodeText(folder.frozen.get(schemaPath));
  return {
    kind: 'release',
    version: folder.version,
    schema,
    model: parseSchema([{ path: schemaPath, content: schema }]),
    metadata,
    ...(withdrawal?.kind === 'valid' ? { withdrawn: withdrawal.value } : {}),
    changelog: decodeText(folder.frozen.get(`${versionFolder(folder.version)}/${changelogFile}`)),
    migrations: metadata.migrations.map(({ id, up, down }): ReleaseMigration => {
      const files = folder.migrations.find((migration) => migration.id === id)?.files;
      return {
        kind: 'migration',
        id,
        version: folder.version,
        up: decodeText(files?.get(upFile)),
        down: down === null ? null : decodeText(files?.get(downFile)),
        checksums: { up, down },
      };
    }),
    ...(metadata.repeatables === undefined
      ? {}
      : {
          repeatables: metadata.repeatables.map(({ name }) => ({
            name,
            sql: decodeText(folder.repeatables.get(`${name}.sql`)),
          })),
        }),
    ...(metadata.squash
      ? {
          squash: {
            script: decodeText(folder.squash.script),
            record: decodeText(folder.squash.record),
          },
        }
      : {}),
    ...(folder.structure === undefined ? {} : { structure: decodeText(folder.structure) }),
  };
}

/** Releases, lowest version first, each with the one that it is built on. */
export function linkReleases(releases: readonly ReadRelease[]): readonly ReadRelease[] {
  const linked = new Map<string | null, ReadRelease>();
  for (const release of releases) {
    const builtOn = linked.get(release.metadata.previous);
    const included = release.metadata.includes?.flatMap((version) => linked.get(version) ?? []);
    linked.set(release.version, {
      ...release,
      ...(builtOn === undefined ? {} : { builtOn }),
      ...(included === undefined ? {} : { included }),
    });
  }
  return [...linked.values()];
}

/** A release, those that it is built on and the hotfixes that these include, the first release first. */
export function historyOf(release: ReadRelease): readonly ReadRelease[] {
  const earlier = release.builtOn === undefined ? [] : historyOf(release.builtOn);
  return [...earlier, ...(release.included ?? []), release];
}
