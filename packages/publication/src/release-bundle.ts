import type { PublishedArtifact, Release } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import {
  changelogFile,
  downFile,
  metadataFile,
  repeatableFolder,
  schemaFile,
  squashEntries,
  squashFiles,
  structureFile,
  upFile,
} from '@schema-service/repository';
import { type ArchiveEntry, bundleLimits } from './archives/archive-problem.ts';
import { readTarGz } from './archives/read-tar.ts';
import { writeTarGz } from './archives/write-tar.ts';
import { manifestFile, signatureFile } from './release-manifest.ts';

/** The files of a bundle by their paths. */
export type BundleFiles = ReadonlyMap<string, Buffer>;

/** The media type of a bundle. */
export const bundleType = 'application/gzip';

const scripts = /^migrations\/[A-Za-z0-9][\w.-]*\/(up|down)\.sql$/;
const repeatables = /^repeatable\/[A-Za-z0-9][\w.-]*\.sql$/;
const packages = /^packages\/[\w.+-]+\.(tgz|whl|tar\.gz)$/;
const records: readonly string[] = [
  manifestFile,
  signatureFile,
  schemaFile,
  metadataFile,
  changelogFile,
  structureFile,
  ...Object.values(squashFiles),
];

/** What a bundle is made of: a release as it was frozen, and what was built from it. */
export interface BundleContent {
  readonly release: Release;
  readonly artifacts: readonly Pick<PublishedArtifact, 'filename' | 'bytes'>[];
  /** The manifest, and its signature where there is one. */
  readonly documents: readonly { readonly filename: string; readonly content: string }[];
}

/**
 * A release as one file for `PUT /versions/:version`: a gzipped tar of
 * `manifest.json`, its signature, `schema.prisma`, `metadata.json`,
 * `changelog.md`, `structure.json`, `migrations/<id>/{up,down}.sql`,
 * `repeatable/<name>.sql`, `squash.sql`, `squash.json` and `packages/<file>`. Without packages it is the release's record alone.
 */
export function writeBundle({ release, artifacts, documents }: BundleContent): Buffer {
  const { schema, metadata, changelog, structure, squash, migrations } = release;
  const { repeatables: again = [] } = release;
  const texts: readonly (readonly [string, string])[] = [
    ...documents.map(({ filename, content }) => [filename, content] as const),
    [schemaFile, schema],
    [metadataFile, `${JSON.stringify(metadata, null, 2)}\n`],
    [changelogFile, changelog],
    ...(structure === undefined ? [] : [[structureFile, structure] as const]),
    ...migrations.flatMap(({ id, up, down }) => [
      [`migrations/${id}/${upFile}`, up] as const,
      ...(down === null ? [] : [[`migrations/${id}/${downFile}`, down] as const]),
    ]),
    ...(squash === undefined ? [] : squashEntries(squash)),
    ...again.map(({ name, sql }) => [`${repeatableFolder}/${name}.sql`, sql] as const),
  ];
  return writeTarGz([
    ...texts.map(([path, text]) => ({ path, bytes: Buffer.from(text) })),
    ...artifacts.map(({ filename, bytes }) => ({ path: `packages/${filename}`, bytes })),
  ]);
}

/**
 * Reads a bundle; nothing of it is judged but that it is one.
 *
 * @throws SchemaServiceError `RELEASE_BUNDLE_INVALID`, and what archives are refused for
 */
export async function readBundle(bytes: Uint8Array): Promise<BundleFiles> {
  const entries = await readTarGz('The bundle', bytes, bundleLimits);
  const stray = entries.find(({ path }) => !isOfBundle(path));
  if (stray !== undefined) {
    throw bundleInvalid(`It has ${stray.path}, which is no part of a release.`);
  }
  const files = new Map(entries.map(({ path, bytes: content }: ArchiveEntry) => [path, content]));
  for (const needed of [manifestFile, schemaFile, metadataFile, changelogFile]) {
    if (!files.has(needed)) throw bundleInvalid(`It has no ${needed}.`);
  }
  return files;
}

/** The packages of a bundle by their file names. */
export function packagesOf(files: BundleFiles): ReadonlyMap<string, Buffer> {
  return new Map(
    [...files].flatMap(([path, bytes]) =>
      path.startsWith('packages/') ? [[path.slice('packages/'.length), bytes]] : [],
    ),
  );
}

/** The bundle without its packages: what is kept of a release until its packages have come. */
export function recordOf(files: BundleFiles): Buffer {
  return writeTarGz(
    [...files].flatMap(([path, bytes]) => (path.startsWith('packages/') ? [] : [{ path, bytes }])),
  );
}

const isOfBundle = (path: string): boolean =>
  records.includes(path) || scripts.test(path) || repeatables.test(path) || packages.test(path);

export function bundleInvalid(why: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RELEASE_BUNDLE_INVALID',
    message: `This is no bundle of a release. ${why}`,
    fix: 'Send what schemactl release publish sends; docs/releasing.md lists its files.',
  });
}
