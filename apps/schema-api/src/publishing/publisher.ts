import {
  type ChangeOrigin,
  contentDigest,
  type PendingRelease,
  STAGED_DAYS,
  type Stores,
} from '@schema-service/catalog';
import { isSchemaServiceError, SchemaServiceError } from '@schema-service/errors';
import type { BundleFiles, InspectedPackage, ReleaseRecord } from '@schema-service/publication';
import { type NamespaceOptions, packageNamespace } from './package-namespace.ts';

/** What a publish did, and how far the publication is. */
export interface PublishOutcome {
  readonly version: string;
  readonly outcome: 'published' | 'unchanged' | 'staged';
  readonly state: 'published' | 'pending';
  /** File names of the packages that have come. */
  readonly packages: readonly string[];
  /** What has not come. */
  readonly missing: readonly string[];
  /** ISO 8601 in UTC; when the first of the waiting parts has to be sent again. */
  readonly expiresAt: string | null;
}

export interface PublisherOptions extends NamespaceOptions {
  readonly stores: Pick<Stores, 'catalog' | 'publications'>;
  /** Told of each version that was published here, and not waited for. */
  readonly onPublished?: (version: string) => void;
  /** The ed25519 key that manifests must be signed with: the base64 of its SPKI form. */
  readonly publicKey?: string;
}

/** The one way by which releases are published, whichever door their bytes came through. */
export interface Publisher {
  /** A whole release as one bundle. */
  readonly publishBundle: (
    version: string,
    bundle: Uint8Array,
    origin: ChangeOrigin,
  ) => Promise<PublishOutcome>;
  /** What a release consists of beside its packages. It becomes visible when these have come. */
  readonly putRecord: (
    version: string,
    bundle: Uint8Array,
    origin: ChangeOrigin,
  ) => Promise<PublishOutcome>;
  /** One package, read and found right. Its release becomes visible with the last one. */
  readonly putPackage: (one: InspectedPackage, origin: ChangeOrigin) => Promise<PublishOutcome>;
  /** Throws `VERSION_NOT_FOUND` where nothing of it has come. */
  readonly status: (version: string) => Promise<PublishOutcome>;
}

/** Checks everything from the bytes. The schema's engine is loaded with the first release, not before. */
export function createPublisher(options: PublisherOptions): Publisher {
  const { catalog, publications } = options.stores;
  const key = options.publicKey === undefined ? {} : { publicKey: options.publicKey };

  const publishWhole = async (
    record: ReleaseRecord,
    packages: readonly InspectedPackage[],
    origin: ChangeOrigin,
  ): Promise<PublishOutcome> => {
    const { checkLineage, checkPackages } = await import('@schema-service/publication');
    const { release } = record;
    const namespace = await packageNamespace(catalog, options, record.manifest);
    const artifacts = checkPackages(record, packages, namespace);
    await checkLineage(record, catalog);
    const contents = new Map(packages.map(({ filename, content }) => [filename, content]));
    const published = { kind: 'publishedRelease', release, artifacts } as const;
    const outcome = await publications.publish(published, contents, origin);
    if (outcome === 'published') options.onPublished?.(release.version);
    return publishedState(release.version, [...contents.keys()], outcome);
  };

  /** Publishes a staged release whose last part has come. */
  const completeStaged = async (
    version: string,
    origin: ChangeOrigin,
  ): Promise<PublishOutcome | undefined> => {
    const staged = await publications.readStaged(version);
    if (staged === undefined) return undefined;
    const { record, parts } = staged;
    if (record.filenames.some((filename) => !parts.has(filename))) return undefined;
    const { readBundle, readRecord } = await import('@schema-service/publication');
    const read = readRecord(await readBundle(record.bundle), { version, ...key });
    return publishWhole(read, await readPackages(parts), origin);
  };

  const status: Publisher['status'] = async (version) => {
    const artifacts = await catalog.listArtifacts({ version });
    const filenames = artifacts.map(({ filename }) => filename);
    if ((await catalog.findRelease(version)) !== undefined) {
      return publishedState(version, filenames, 'unchanged');
    }
    const pending = await publications.pending(version);
    if (pending !== undefined) return pendingState(version, pending);
    throw new SchemaServiceError({
      code: 'VERSION_NOT_FOUND',
      message: `Version ${version} is not published, and nothing of it has come.`,
      fix: `Publish it: schemactl release publish ${version}`,
      meta: { version },
    });
  };

  return {
    status,

    publishBundle: async (version, bundle, origin) => {
      const { packagesOf, readBundle, readRecord } = await import('@schema-service/publication');
      const files = await readBundle(bundle);
      const record = readRecord(files, { version, ...key });
      return publishWhole(record, await readPackages(packagesOf(files)), origin);
    },

    putRecord: async (version, bundle, origin) => {
      const {
        bundleInvalid,
        checkLineage,
        packagesOf,
        readBundle,
        readRecord,
        recordOf,
        refuseForeign,
      } = await import('@schema-service/publication');
      const files: BundleFiles = await readBundle(bundle);
      if (packagesOf(files).size > 0) {
        throw bundleInvalid('A record has no packages: a bundle goes to /versions/:version.');
      }
      const record = readRecord(files, { version, ...key });
      const { manifest, release } = record;
      // What can never be published uses no version up.
      await checkLineage(record, catalog);
      const namespace = await packageNamespace(catalog, options, manifest);
      if (namespace !== undefined)
        for (const one of manifest.artifacts) refuseForeign(one, namespace);
      await publications.stageRecord(
        {
          version,
          digest: contentDigest(release.metadata.digest, manifest.artifacts),
          filenames: manifest.artifacts.map(({ filename }) => filename),
          bundle: recordOf(files),
        },
        origin,
      );
      return (await completeStaged(version, origin)) ?? status(version);
    },

    putPackage: async (one, origin) => {
      const { refuseForeign } = await import('@schema-service/publication');
      const namespace = await packageNamespace(catalog, options, undefined);
      if (namespace !== undefined) refuseForeign(one, namespace);
      const known = await publishedVersion(catalog, one);
      if (known !== undefined) return publishedState(known, [one.filename], 'unchanged');
      await publications.stagePart(one, origin);
      const version = (await publications.recordOfPart(one.filename)) ?? one.version;
      const completed = await completeStaged(version, origin);
      if (completed !== undefined) return completed;
      const pending = await publications.pending(version);
      // By the version of Python nothing is known of a release whose record has not come.
      return pendingState(version, pending ?? { recordAt: null, parts: [], missing: [] });
    },
  };
}

/** The release that has a package of the same content; another packing of it is the same package. */
async function publishedVersion(
  catalog: Stores['catalog'],
  { ecosystem, name, filename, sha256, content }: InspectedPackage,
): Promise<string | undefined> {
  const found = await catalog.readArtifact(ecosystem, name, filename);
  if (found === undefined) return undefined;
  if (found.summary.sha256 === sha256) return found.summary.version;
  const { readPackage } = await import('@schema-service/publication');
  // What was published before archives were checked may not pass.
  const there = await readPackage(filename, found.bytes).catch((error: unknown) => {
    if (isSchemaServiceError(error)) return undefined;
    throw error;
  });
  return there?.content === content ? found.summary.version : undefined;
}

async function readPackages(
  files: ReadonlyMap<string, Uint8Array>,
): Promise<readonly InspectedPackage[]> {
  const { readPackage } = await import('@schema-service/publication');
  const packages: InspectedPackage[] = [];
  for (const [filename, bytes] of files) packages.push(await readPackage(filename, bytes));
  return packages;
}

function publishedState(
  version: string,
  packages: readonly string[],
  outcome: 'published' | 'unchanged',
): PublishOutcome {
  return { version, outcome, state: 'published', packages, missing: [], expiresAt: null };
}

function pendingState(version: string, pending: PendingRelease): PublishOutcome {
  const waiting = pending.parts.filter(({ isExpired }) => !isExpired);
  const times = [pending.recordAt, ...waiting.map(({ stagedAt }) => stagedAt)];
  const first = times.filter((time) => time !== null).toSorted()[0];
  const expires = new Date(first ?? Date.now());
  expires.setUTCDate(expires.getUTCDate() + STAGED_DAYS);
  return {
    version,
    outcome: 'staged',
    state: 'pending',
    packages: waiting.map(({ filename }) => filename),
    missing: [...(pending.recordAt === null ? ['manifest.json'] : []), ...pending.missing],
    expiresAt: expires.toISOString(),
  };
}
