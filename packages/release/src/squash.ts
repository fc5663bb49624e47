import type { ReleaseMetadata, SquashDigests } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import { sha256 } from '@schema-service/publication';
import {
  compareVersions,
  migrationsFolder,
  parseJson,
  squashFiles,
} from '@schema-service/repository';
import { Type } from 'typebox';
import { decodeText } from './files/read-files.ts';
import { readSquash } from './inspection/release-folder.ts';
import type { ReadRelease } from './read-releases.ts';

/** A squashed script in work, as a release brings it. */
export interface NewSquash {
  readonly script: Uint8Array;
  readonly record: Uint8Array;
  readonly digests: SquashDigests;
}

/** What a freeze has to know of `squash.json`; the migrator, which writes it, reads the rest. */
const shape = Type.Object({
  version: Type.String(),
  script: Type.String(),
  migrations: Type.Array(
    Type.Object({ version: Type.String(), id: Type.String(), up: Type.String() }),
  ),
  leftOut: Type.Array(Type.String()),
});

/** What of a release a squashed script may stand for. */
type OwnMigrations = Pick<ReleaseMetadata, 'version' | 'migrations' | 'appliesTo'>;

/**
 * The squashed script in work where no release of the line brings it yet. One that leaves statements out stays with the
 * folder: what makes up for them there is no part of a release.
 *
 * @param line the releases that its databases have behind them
 * @param own the release that is to bring it
 * @throws SchemaServiceError RELEASE_MIGRATION_INVALID for one that does not stand for exactly what is released up to its version
 */
export async function newSquash(
  root: string,
  line: readonly Pick<ReadRelease, 'metadata'>[],
  own: OwnMigrations,
): Promise<NewSquash | undefined> {
  const { script, record } = await readSquash(root, migrationsFolder);
  if (record === undefined) return undefined;
  if (script === undefined) throw invalid(`It has no ${squashFiles.script}.`);
  const digests = { script: sha256(script), record: sha256(record) };
  const isThere = line.some(
    ({ metadata: { squash } }) =>
      squash?.script === digests.script && squash.record === digests.record,
  );
  if (isThere) return undefined;
  const reading = parseJson(shape, decodeText(record));
  if (reading.kind === 'invalid') throw invalid(reading.problem);
  const { version, script: digest, migrations, leftOut } = reading.value;
  if (leftOut.length > 0) return undefined;
  if (digest !== digests.script) throw invalid(`${squashFiles.script} was edited.`, version);
  const released = [...line.map(({ metadata }) => metadata), own];
  const scripts = new Map(released.flatMap(scriptsOf));
  const listed = new Map(migrations.map((one) => [`${one.version}/${one.id}`, one.up]));
  for (const [path, up] of listed) {
    if (scripts.get(path) !== up) throw invalid(`It was made of another ${path}.`, version);
  }
  // A hotfix of an older line may run behind it.
  const below = released.filter(
    (one) => compareVersions(one.version, version) <= 0 && !one.appliesTo?.includes(version),
  );
  const added = below.flatMap(scriptsOf).find(([path]) => !listed.has(path));
  if (added) throw invalid(`${added[0]} is not in it.`, version);
  return { script, record, digests };
}

/** The digests of a release's scripts, as the record names them. */
const scriptsOf = ({
  version,
  migrations,
}: OwnMigrations): readonly (readonly [string, string])[] =>
  migrations.map(({ id, up }) => [`${version}/${id}`, up]);

function invalid(what: string, version = 'VERSION'): SchemaServiceError {
  const path = `${migrationsFolder}/${squashFiles.record}`;
  return new SchemaServiceError({
    code: 'RELEASE_MIGRATION_INVALID',
    message: `${path}: ${what}`,
    why: 'New databases of the release would begin with something else than its migrations make.',
    fix: `Make it anew (schema-migrator squash ${version}), or delete ${squashFiles.script} and ${squashFiles.record}.`,
    meta: { file: path },
  });
}
