import type { Artifact } from '@schema-service/codegen';
import { SchemaServiceError } from '@schema-service/errors';
import type { ReadRelease } from '../read-releases.ts';

/** A release with everything that is published of it. */
export interface BuiltRelease {
  readonly release: ReadRelease;
  readonly artifacts: readonly Artifact[];
  /** What is published beside the packages where a registry has room for it: the manifest, its signature. */
  readonly documents: readonly ReleaseDocument[];
}

export interface ReleaseDocument {
  readonly filename: string;
  readonly content: string;
}

/** A package as registries know it: `@org/db-client` 2.1.0-rc.0, `org-db-client` 2.1.0rc0. */
export type PackageVersion = Pick<Artifact, 'ecosystem' | 'name' | 'version'>;

/** The packages of a release, by name alone. */
export interface ReleasePackages {
  /** Of the release. */
  readonly version: string;
  readonly packages: readonly PackageVersion[];
}

/** What a registry has under an artifact's name; the digests that it tells. */
export interface FoundArtifact {
  /** Lower-case hex. */
  readonly sha256?: string;
  /** `sha512-<base64>` */
  readonly integrity?: string;
}

/** What services are told of a release that they should leave. */
export interface Notice {
  readonly kind: 'deprecated' | 'yanked';
  readonly reason: string;
  /** The version to use in place of a deprecated one. */
  readonly replacement?: string;
}

/** Whether a registry did what was asked of it, or why a person has to. */
export type Outcome =
  | { readonly kind: 'done'; readonly what: string }
  | { readonly kind: 'byHand'; readonly what: string };

/**
 * A place that releases are published to. Each kind is an adapter in
 * `registries/`. What a registry refuses is thrown as `REGISTRY_*`.
 */
export interface ReleaseRegistry {
  /** As the configuration has it. */
  readonly name: string;
  /** Where it is, for people; without secrets. */
  readonly location: string;
  /** Whether it takes packages of an ecosystem at all. */
  readonly takes: (one: PackageVersion) => boolean;
  /** What it has under the artifact's file name; undefined where that is free. */
  readonly find: (artifact: Artifact) => Promise<FoundArtifact | undefined>;
  /** Uploads what it does not have, one after another. Nothing becomes `latest` by it. */
  readonly upload: (
    built: BuiltRelease,
    missing: readonly Artifact[],
    onUploaded: (artifact: Artifact) => void,
  ) => Promise<void>;
  /** The bytes that it serves. Throws `REGISTRY_ARTIFACT_MISSING`. */
  readonly download: (artifact: Artifact) => Promise<Uint8Array>;
  /** Installs the packages in an empty folder, as a service would; undefined where it serves no package manager. */
  readonly tryInstall?: (release: ReleasePackages) => Promise<void>;
  /** The release versions that it has, in any order. */
  readonly listVersions: (release: ReleasePackages) => Promise<readonly string[]>;
  /** Moves a tag to the version; undefined where the registry has no tags. */
  readonly setTag?: (release: ReleasePackages, tag: string) => Promise<void>;
  readonly setNotice: (release: ReleasePackages, notice: Notice) => Promise<Outcome>;
}

/** Whether what a registry has is the artifact, as far as its digests tell. */
export function isSameArtifact({ sha256, integrity }: FoundArtifact, artifact: Artifact): boolean {
  if (sha256 !== undefined) return sha256 === artifact.sha256;
  return integrity === artifact.integrity;
}

/** A file that a registry does not have. */
export function artifactMissing(
  filename: string,
  where: string,
  registry: string,
): SchemaServiceError {
  return new SchemaServiceError({
    code: 'REGISTRY_ARTIFACT_MISSING',
    message: `${filename} is not in ${where}.`,
    fix: `Publish it: schemactl release publish --to ${registry}`,
  });
}
