import type { Artifact } from '@schema-service/codegen';
import { SchemaServiceError } from '@schema-service/errors';
import type { ReadRelease } from '../read-releases.ts';
import {
  type BuiltRelease,
  isSameArtifact,
  type ReleasePackages,
  type ReleaseRegistry,
} from './release-registry.ts';
import { tagOf } from './release-tag.ts';

/** What became of a release in each registry. */
export interface PublishReport {
  readonly kind: 'publishReport';
  readonly version: string;
  readonly registries: readonly RegistryReport[];
}

export interface RegistryReport {
  readonly registry: string;
  readonly location: string;
  /** File names of what was uploaded, or would be. */
  readonly uploaded: readonly string[];
  /** Those that were there already, with the same bytes. */
  readonly present: readonly string[];
}

export interface PublishOptions {
  /** Finds out what would be uploaded, and uploads nothing. */
  readonly dryRun?: boolean;
  readonly onUploaded?: (registry: string, filename: string) => void;
}

/** What a registry lacks of a release. */
interface Upload {
  readonly registry: ReleaseRegistry;
  readonly missing: readonly Artifact[];
  readonly present: readonly Artifact[];
}

/**
 * Uploads a release to every registry that does not have it yet. Nothing is
 * uploaded anywhere while one of them has other bytes under a name of the
 * release, and nothing becomes `latest`: see {@link promoteEverywhere}. A run
 * that was cut off is run again and completes.
 *
 * @throws SchemaServiceError `RELEASE_ALREADY_PUBLISHED`, and what registries throw
 */
export async function publishEverywhere(
  built: BuiltRelease,
  registries: readonly ReleaseRegistry[],
  { dryRun = false, onUploaded }: PublishOptions = {},
): Promise<PublishReport> {
  const uploads = await Promise.all(registries.map((registry) => findMissing(built, registry)));
  if (!dryRun) {
    for (const { registry, missing } of uploads) {
      if (missing.length === 0) continue;
      await registry.upload(built, missing, ({ filename }) =>
        onUploaded?.(registry.name, filename),
      );
    }
  }
  return {
    kind: 'publishReport',
    version: built.release.version,
    registries: uploads.map(({ registry, missing, present }) => ({
      registry: registry.name,
      location: registry.location,
      uploaded: missing.map(({ filename }) => filename),
      present: present.map(({ filename }) => filename),
    })),
  };
}

async function findMissing(built: BuiltRelease, registry: ReleaseRegistry): Promise<Upload> {
  const taken = built.artifacts.filter(registry.takes);
  const found = await Promise.all(
    taken.map(async (artifact) => ({ artifact, there: await registry.find(artifact) })),
  );
  const others = found.filter(({ artifact, there }) => there && !isSameArtifact(there, artifact));
  if (others.length > 0) {
    throw otherBytes(
      built.release.version,
      registry,
      others.map(({ artifact }) => artifact.filename),
    );
  }
  return {
    registry,
    missing: found.flatMap(({ artifact, there }) => (there ? [] : [artifact])),
    present: found.flatMap(({ artifact, there }) => (there ? [artifact] : [])),
  };
}

function otherBytes(
  version: string,
  { name, location }: ReleaseRegistry,
  files: readonly string[],
): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RELEASE_ALREADY_PUBLISHED',
    message: [
      `${name} (${location}) has version ${version} with other bytes:`,
      ...files.map((file) => `  ${file}`),
    ].join('\n'),
    why: 'Services have installed it; a published version never changes.',
    fix: 'Publish this as a new version, or build with the tools that built that one.',
    meta: { version, registry: name, differences: files },
  });
}

/** A tag that was set in a registry. */
export interface TaggedRegistry {
  readonly registry: string;
  readonly tag: string;
}

/**
 * Sets in every registry the tag that services install a version by: `latest`,
 * or what {@link tagOf} says of it. Registries without tags are left out.
 *
 * @param releases of the repository; registries may have others. Withdrawn ones do not count
 */
export async function promoteEverywhere(
  release: ReleasePackages,
  releases: readonly Pick<ReadRelease, 'version' | 'withdrawn'>[],
  registries: readonly ReleaseRegistry[],
): Promise<readonly TaggedRegistry[]> {
  const listed = await Promise.all(registries.map(({ listVersions }) => listVersions(release)));
  const withdrawn = new Set(releases.flatMap((one) => (one.withdrawn ? [one.version] : [])));
  const known = [...releases.map(({ version }) => version), ...listed.flat()];
  const tag = tagOf(
    release.version,
    known.filter((version) => !withdrawn.has(version)),
  );
  const tagged: TaggedRegistry[] = [];
  for (const { name, setTag } of registries) {
    if (setTag === undefined) continue;
    await setTag(release, tag);
    tagged.push({ registry: name, tag });
  }
  return tagged;
}
