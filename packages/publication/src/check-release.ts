import type {
  PublishedArtifact,
  Release,
  ReleaseCatalog,
  ReleaseMigration,
  ReleaseRepeatable,
} from '@schema-service/catalog';
import { isSchemaServiceError, SchemaServiceError } from '@schema-service/errors';
import {
  changelogFile,
  downFile,
  isPrerelease,
  isVersion,
  metadataFile,
  repeatableFolder,
  schemaFile,
  squashFiles,
  structureFile,
  upFile,
} from '@schema-service/repository';
import { parseSchema, type SchemaModel, schemaHash } from '@schema-service/schema-model';
import { checkBump, type EarlierRelease } from './check-bump.ts';
import { canonicalJson, metadataDigest, sha256 } from './digest.ts';
import type { InspectedPackage } from './packages/inspected-package.ts';
import { type PackageNamespace, refuseForeign } from './packages/package-names.ts';
import { isPythonSpelling } from './packages/python-spelling.ts';
import { parseMetadata } from './parse-metadata.ts';
import { type BundleFiles, bundleInvalid } from './release-bundle.ts';
import {
  isSignedBy,
  manifestFile,
  parseManifest,
  type ReleaseManifest,
  signatureFile,
} from './release-manifest.ts';

/** A release as its files say it, its digests found right. */
export interface ReleaseRecord {
  readonly release: Release;
  readonly model: SchemaModel;
  readonly manifest: ReleaseManifest;
}

export interface RecordOptions {
  /** The version that it is published as. */
  readonly version: string;
  /** The key that its manifest must be signed with: the base64 of its SPKI form. */
  readonly publicKey?: string;
}

/**
 * Reads a release out of its files and computes every digest anew: those of the
 * metadata and of each file that it names, the schema's content hash, and what
 * the manifest and its signature say.
 *
 * @throws SchemaServiceError `RELEASE_BUNDLE_INVALID`, `RELEASE_MANIFEST_INVALID`, `RELEASE_SIGNATURE_INVALID`, `RELEASE_CONTENT_MISMATCH`
 */
export function readRecord(
  files: BundleFiles,
  { version, publicKey }: RecordOptions,
): ReleaseRecord {
  const manifestText = textOf(files, manifestFile);
  if (publicKey !== undefined) checkSignature(files, manifestText, publicKey);
  const manifest = parseManifest(manifestText, manifestFile);
  const release = readRelease(files, version);
  const model = readModel(release.schema);
  const problems = [...mismatches(release, model), ...manifestMismatches(manifest, release)];
  if (problems.length > 0) throw contentMismatch(version, problems);
  return { release, model, manifest };
}

/**
 * Holds a release against those that it was built on, which are published before it.
 *
 * @throws SchemaServiceError `RELEASE_PREVIOUS_UNKNOWN`, `RELEASE_CHAIN_BROKEN`, `RELEASE_BUMP_TOO_SMALL`
 */
export async function checkLineage(
  { release, model }: ReleaseRecord,
  catalog: Pick<ReleaseCatalog, 'findRelease' | 'listVersions'>,
): Promise<void> {
  const { version, metadata } = release;
  if (metadata.previous === null) {
    const others = (await catalog.listVersions()).filter((one) => one.version !== version);
    if (others.some(({ previous }) => previous === null)) throw chainBroken(version, null);
  }
  const line: EarlierRelease[] = [];
  for (let at = metadata.previous; at !== null; at = line.at(-1)?.metadata.previous ?? null) {
    const found = await catalog.findRelease(at);
    if (found === undefined) throw previousUnknown(version, at);
    line.push({ version: at, metadata: found.metadata, schema: found.schema });
    if (!isPrerelease(at)) break;
  }
  const before = line[0];
  if ((before?.metadata.digest ?? null) !== metadata.previousDigest) {
    throw chainBroken(version, metadata.previous);
  }
  checkBump({ version, bump: metadata.bump, model }, line);
}

/**
 * Holds packages against the manifest: all that it lists and no other, each with
 * its digests, name and version, and of this organisation.
 *
 * @throws SchemaServiceError `RELEASE_INCOMPLETE`, `RELEASE_CONTENT_MISMATCH`, `PACKAGE_NAME_FOREIGN`
 */
export function checkPackages(
  { manifest, release: { version } }: Pick<ReleaseRecord, 'manifest' | 'release'>,
  packages: readonly InspectedPackage[],
  namespace: PackageNamespace | undefined,
): readonly PublishedArtifact[] {
  const byName = new Map(packages.map((one) => [one.filename, one]));
  const missing = manifest.artifacts.filter(({ filename }) => !byName.has(filename));
  if (missing.length > 0) {
    throw new SchemaServiceError({
      code: 'RELEASE_INCOMPLETE',
      message: `Version ${version} lacks ${missing.map(({ filename }) => filename).join(', ')}.`,
      why: 'A release becomes visible whole or not at all.',
      fix: 'Send every package that its manifest lists.',
      meta: { version, missing: missing.map(({ filename }) => filename) },
    });
  }
  const listed = new Map(manifest.artifacts.map((one) => [one.filename, one]));
  const problems = packages.flatMap((one) => {
    const { filename, ecosystem, name, version: own, bytes, sha256: digest, integrity } = one;
    const entry = listed.get(filename);
    if (entry === undefined) return [`${filename}: not in ${manifestFile}`];
    const is = { ecosystem, name, version: own, size: bytes.length, sha256: digest, integrity };
    const wrong = Object.entries(is).flatMap(([field, value]) =>
      entry[field as keyof typeof is] === value ? [] : [field],
    );
    const isOf = ecosystem === 'npm' ? own === version : isPythonSpelling(own, version);
    return [
      ...(wrong.length === 0 ? [] : [`${filename}: ${wrong.join(', ')}`]),
      ...(isOf ? [] : [`${filename} is of version ${own}`]),
    ];
  });
  if (listed.size !== manifest.artifacts.length) problems.push(`${manifestFile}: a file twice`);
  if (problems.length > 0) throw contentMismatch(version, problems);
  if (namespace !== undefined) for (const one of packages) refuseForeign(one, namespace);
  return packages.map(({ content: _, ...one }) => {
    const language = listed.get(one.filename)?.language ?? one.language;
    return { ...one, ...(language === undefined ? {} : { language }) };
  });
}

function readRelease(files: BundleFiles, version: string): Release {
  const reading = parseMetadata(textOf(files, metadataFile));
  if (reading.kind === 'invalid') {
    throw bundleInvalid(`${metadataFile} is no metadata of a release: ${reading.problem}`);
  }
  const metadata = reading.value;
  const { previous, date } = metadata;
  // The database knows no year 0.
  if ((previous !== null && !isVersion(previous)) || date.startsWith('0000')) {
    throw bundleInvalid(`${metadataFile} has an impossible version or date.`);
  }
  const known = new Set(metadata.migrations.map(({ id }) => id));
  const again = (metadata.repeatables ?? []).map(({ name }) => repeatablePath(name));
  for (const path of files.keys()) {
    const id = /^migrations\/([^/]+)\//.exec(path)?.[1];
    const isStrange =
      (path.startsWith(`${repeatableFolder}/`) && !again.includes(path)) ||
      (Object.values(squashFiles).includes(path) && metadata.squash === undefined);
    if (isStrange || (id !== undefined && !known.has(id)))
      throw contentMismatch(version, [`${path}: not of this release`]);
  }
  const migrations = metadata.migrations.map(({ id, up, down }): ReleaseMigration => {
    const downText = textIfThere(files, `migrations/${id}/${downFile}`);
    return {
      kind: 'migration',
      id,
      version,
      up: textOf(files, `migrations/${id}/${upFile}`),
      down: downText ?? null,
      checksums: { up, down },
    };
  });
  const repeatables = metadata.repeatables?.map(
    ({ name }): ReleaseRepeatable => ({ name, sql: textOf(files, repeatablePath(name)) }),
  );
  const squash = metadata.squash && {
    script: textOf(files, squashFiles.script),
    record: textOf(files, squashFiles.record),
  };
  const structure = textIfThere(files, structureFile);
  return {
    kind: 'release',
    version,
    schema: textOf(files, schemaFile),
    metadata,
    changelog: textOf(files, changelogFile),
    migrations,
    ...(repeatables === undefined ? {} : { repeatables }),
    ...(squash === undefined ? {} : { squash }),
    ...(structure === undefined ? {} : { structure }),
  };
}

function readModel(schema: string): SchemaModel {
  try {
    return parseSchema([{ path: schemaFile, content: schema }]);
  } catch (error) {
    if (!isSchemaServiceError(error)) throw error;
    throw bundleInvalid(`${schemaFile} does not read as a schema: ${error.message}`);
  }
}

/** What of a release is not as its own metadata records it. */
export function* mismatches(
  {
    version,
    metadata,
    schema,
    changelog,
    migrations,
    repeatables = [],
    squash,
    structure,
  }: Release,
  model: SchemaModel,
): Generator<string> {
  if (metadata.version !== version) yield `metadata.json is that of ${metadata.version}`;
  if (metadata.digest !== metadataDigest(metadata)) yield 'metadata.json: digest';
  if (metadata.files[schemaFile] !== sha256(schema)) yield schemaFile;
  if (metadata.files[changelogFile] !== sha256(changelog)) yield changelogFile;
  if (metadata.hash !== schemaHash(model)) yield `${schemaFile}: content hash`;
  const structureDigest = structure === undefined ? undefined : sha256(structure);
  if (metadata.structure !== undefined && metadata.structure !== structureDigest) {
    yield structureFile;
  }
  if (metadata.migrations.length !== migrations.length) yield 'migrations: another number';
  for (const [position, { id, up, down }] of migrations.entries()) {
    const recorded = metadata.migrations[position];
    const downDigest = down === null ? null : sha256(down);
    if (recorded?.id !== id || recorded.up !== sha256(up) || recorded.down !== downDigest) {
      yield `migration ${id}`;
    }
  }
  const digests = repeatables.map(({ name, sql }) => ({ name, digest: sha256(sql) }));
  if (canonicalJson(digests) !== canonicalJson(metadata.repeatables ?? [])) {
    yield 'repeatable scripts';
  }
  const squashed = squash && { script: sha256(squash.script), record: sha256(squash.record) };
  if (canonicalJson(squashed ?? null) !== canonicalJson(metadata.squash ?? null)) {
    yield squashFiles.script;
  }
}

const repeatablePath = (name: string): string => `${repeatableFolder}/${name}.sql`;

function* manifestMismatches(manifest: ReleaseManifest, release: Release): Generator<string> {
  const { version, metadata } = release;
  if (manifest.version !== version) yield `${manifestFile} is that of ${manifest.version}`;
  if (manifest.metadataDigest !== metadata.digest) yield `${manifestFile}: metadataDigest`;
  if (manifest.schemaHash !== metadata.hash) yield `${manifestFile}: schemaHash`;
  const named = manifest.migrations.map(({ id, up, down }) => ({ id, up, down }));
  if (canonicalJson(named) !== canonicalJson(metadata.migrations)) {
    yield `${manifestFile}: migrations`;
  }
}

/** A release whose parts do not fit each other, each named. */
export function contentMismatch(version: string, problems: readonly string[]): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RELEASE_CONTENT_MISMATCH',
    message: [`Release ${version} is not what its digests say:`, ...problems].join('\n  '),
    why: 'What is published can never be corrected.',
    fix: 'Build it again from its frozen files.',
    meta: { version, problems },
  });
}

function checkSignature(files: BundleFiles, manifest: string, publicKey: string): void {
  const signature = textIfThere(files, signatureFile);
  if (signature !== undefined && isSignedBy(manifest, signature, publicKey)) return;
  throw new SchemaServiceError({
    code: 'RELEASE_SIGNATURE_INVALID',
    message:
      signature === undefined
        ? `The release has no ${signatureFile}.`
        : `${signatureFile} is not a signature of ${manifestFile} by the key of this registry.`,
    why: 'This registry takes releases that were signed with one key.',
    fix: 'Build the release where RELEASE_SIGNING_KEY is set.',
  });
}

function previousUnknown(version: string, previous: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RELEASE_PREVIOUS_UNKNOWN',
    message: `Version ${version} was built on ${previous}, which is not published here.`,
    why: 'What changed, and what migrations come before it, is known from there.',
    fix: `Publish ${previous} first: schemactl release publish ${previous}`,
    meta: { version, previous },
  });
}

function chainBroken(version: string, previous: string | null): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RELEASE_CHAIN_BROKEN',
    message: `Version ${version} was built on ${previous ?? 'nothing'}, but not on that which is published here.`,
    why: "Its previousDigest is not that release's digest.",
    fix: 'Publish from the repository that published the releases before it.',
    meta: { version, previous },
  });
}

function textOf(files: BundleFiles, path: string): string {
  const text = textIfThere(files, path);
  if (text === undefined) throw bundleInvalid(`It has no ${path}.`);
  return text;
}

function textIfThere(files: BundleFiles, path: string): string | undefined {
  const bytes = files.get(path);
  if (bytes === undefined) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    // PostgreSQL keeps no text with a NUL, in JSON not even an escaped one.
    const isKept = !text.includes('\0') && !(path.endsWith('.json') && text.includes('\\u0000'));
    if (isKept) return text;
    throw new Error('a NUL');
  } catch {
    throw bundleInvalid(`${path} is not UTF-8, or has a NUL.`);
  }
}
