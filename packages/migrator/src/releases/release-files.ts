import { hash } from 'node:crypto';
import { areVerdicts, type ClientVerdict } from '../clients/client-verdict.ts';
import { REPEATABLE_FOLDER } from '../migrations/folder-names.ts';
import { isVersion } from '../migrations/version.ts';
import { areVersions, type VersionLinks } from '../migrations/version-line.ts';
import { SQUASH_FILE, SQUASH_SCRIPT } from '../squash/squash-file.ts';

/** A release as a package, a folder or a Schema API has it: nothing of it is verified yet. */
export interface ReleaseFiles {
  readonly version: string;
  /** What `metadata.json` holds. */
  readonly metadata: unknown;
  /** The files of `migrations/<version>/` by their paths in it: `001_init/up.sql`, `repeatable/list.sql`, `squash.sql`, `structure.json`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Whether a structure that the metadata names may be missing: services have those of newer releases alone. */
  readonly mayLackStructure?: true;
}

/** The parts of a release's metadata that say which files it has. */
export interface FileDigests extends VersionLinks {
  readonly version: string;
  readonly previous: string | null;
  readonly previousDigest: string | null;
  readonly migrations: readonly {
    readonly id: string;
    readonly up: string;
    readonly down: string | null;
  }[];
  /** The scripts that run again when they change. */
  readonly repeatables?: readonly { readonly name: string; readonly digest: string }[];
  /** The squashed script that it brings. */
  readonly squash?: SquashFiles;
  readonly structure?: string;
  /** Of `layout.json`, which is for whoever writes the next version: packages and services do not have it. */
  readonly layout?: string;
  readonly clients?: readonly ClientVerdict[];
  readonly digest: string;
}

/** Of `squash.sql` and `squash.json`: their digests, or their texts. */
export interface SquashFiles {
  readonly script: string;
  readonly record: string;
}

/** The two files by their names. */
export const squashEntries = ({ script, record }: SquashFiles): readonly [string, string][] => [
  [SQUASH_SCRIPT, script],
  [SQUASH_FILE, record],
];

export const areSquashFiles = (value: unknown): value is SquashFiles => {
  const { script, record } = (value ?? {}) as Partial<SquashFiles>;
  return typeof script === 'string' && typeof record === 'string';
};

export const STRUCTURE_FILE = 'structure.json';

/** Says where the columns of the versions are that a release keeps alive. */
export const LAYOUT_FILE = 'layout.json';

/** Stricter than a migration's name has to be, since paths are made of it. */
const ID = /^\d{3,9}_[A-Za-z0-9][A-Za-z0-9_-]*$/;
const SCRIPT = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/** Where a release has a script that runs again when it changes. */
export const repeatablePath = (name: string): string => `${REPEATABLE_FOLDER}/${name}.sql`;

/** The metadata, where it is one of a release: as much of it as is needed here. */
export function fileDigests(metadata: unknown): FileDigests | undefined {
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const { version, previous, previousDigest, migrations, structure, clients, digest } =
    metadata as Partial<FileDigests>;
  const { appliesTo, includes, repeatables, squash, layout } = metadata as Partial<FileDigests>;
  const isWhole =
    typeof version === 'string' &&
    isVersion(version) &&
    isTextOrNull(previous) &&
    isTextOrNull(previousDigest) &&
    areVersions(appliesTo) &&
    areVersions(includes) &&
    typeof digest === 'string' &&
    (structure === undefined || typeof structure === 'string') &&
    (layout === undefined || typeof layout === 'string') &&
    (squash === undefined || areSquashFiles(squash)) &&
    (clients === undefined || areVerdicts(clients)) &&
    (repeatables === undefined ||
      (Array.isArray(repeatables) &&
        repeatables.every(
          (one) => SCRIPT.test(String(one?.name)) && typeof one.digest === 'string',
        ))) &&
    Array.isArray(migrations) &&
    migrations.every(
      (one) => ID.test(String(one?.id)) && typeof one.up === 'string' && isTextOrNull(one.down),
    );
  return isWhole ? (metadata as FileDigests) : undefined;
}

const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';

/** The digest that metadata should carry: over the JSON of everything in it but the digest, with sorted keys. */
export function digestOf(metadata: FileDigests): string {
  const text = JSON.stringify({ ...metadata, digest: undefined }, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
  return hash('sha256', text);
}
