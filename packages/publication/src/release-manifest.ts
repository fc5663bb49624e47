import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { MigrationChecksums, PublishedArtifact, Release } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import { parseJson } from '@schema-service/repository';
import { type TSchema, Type } from 'typebox';
import { canonicalJson } from './digest.ts';

/** The manifest among the files of a built release, and the signature of its bytes. */
export const manifestFile = 'manifest.json';
export const signatureFile = 'manifest.json.sig';

const manifestShape: TSchema = Type.Object({
  formatVersion: Type.Literal(1),
  version: Type.String(),
  commit: Type.Union([Type.String(), Type.Null()]),
  schemaHash: Type.String(),
  metadataDigest: Type.String(),
  migrations: Type.Array(
    Type.Object({
      id: Type.String(),
      up: Type.String(),
      down: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
  artifacts: Type.Array(
    Type.Object({
      language: Type.Optional(Type.String()),
      filename: Type.String(),
      ecosystem: Type.Enum(['npm', 'pypi']),
      name: Type.String(),
      version: Type.String(),
      size: Type.Number(),
      sha256: Type.String(),
      integrity: Type.String(),
    }),
  ),
  tools: Type.Record(Type.String(), Type.String()),
});

/** What a release is made of and by what. */
export interface ReleaseManifest {
  readonly formatVersion: 1;
  readonly version: string;
  /** The git commit that froze the release; null outside of git. */
  readonly commit: string | null;
  readonly schemaHash: string;
  /** Of the release's metadata, which covers its frozen files. */
  readonly metadataDigest: string;
  readonly migrations: readonly MigrationChecksums[];
  /** By file name. */
  readonly artifacts: readonly ManifestArtifact[];
  /** The versions of what generated the packages, by name. */
  readonly tools: Readonly<Record<string, string>>;
}

export interface ManifestArtifact
  extends Pick<
    PublishedArtifact,
    'language' | 'filename' | 'ecosystem' | 'name' | 'version' | 'sha256' | 'integrity'
  > {
  /** In bytes. */
  readonly size: number;
}

/** The manifest of a built release. Pure: the same release gives the same bytes. */
export function releaseManifest(
  { version, metadata }: Pick<Release, 'version' | 'metadata'>,
  artifacts: readonly PublishedArtifact[],
  commit: string | null,
  tools: Readonly<Record<string, string>>,
): ReleaseManifest {
  return {
    formatVersion: 1,
    version,
    commit,
    schemaHash: metadata.hash,
    metadataDigest: metadata.digest,
    migrations: [...metadata.migrations],
    artifacts: artifacts
      .map(({ language, filename, ecosystem, name, version: own, bytes, sha256, integrity }) => ({
        ...(language === undefined ? {} : { language }),
        ...{ filename, ecosystem, name, version: own, size: bytes.length, sha256, integrity },
      }))
      .toSorted((a, b) => (a.filename < b.filename ? -1 : 1)),
    tools: { ...tools },
  };
}

/** The text of `manifest.json`: keys sorted, so that its signature is of one spelling. */
export function manifestText(manifest: ReleaseManifest): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(manifest)), null, 2)}\n`;
}

/**
 * Reads a manifest.
 *
 * @throws SchemaServiceError `RELEASE_MANIFEST_INVALID`
 */
export function parseManifest(text: string, file: string): ReleaseManifest {
  const reading = parseJson(manifestShape, text);
  // As the shape has it.
  if (reading.kind === 'valid') return reading.value as ReleaseManifest;
  throw new SchemaServiceError({
    code: 'RELEASE_MANIFEST_INVALID',
    message: `${file} is no manifest of a release: ${reading.problem}`,
    fix: 'Build the release again: schemactl release build',
    meta: { file },
  });
}

/**
 * Signs the bytes of a manifest with an ed25519 key.
 *
 * @param privateKey PEM, or the base64 of its PKCS 8 form
 * @returns base64
 * @throws SchemaServiceError `SIGNING_KEY_INVALID`
 */
export function signManifest(text: string, privateKey: string): string {
  const key = readKey('The private key', () =>
    privateKey.includes('-----BEGIN')
      ? createPrivateKey(privateKey)
      : createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' }),
  );
  return sign(null, Buffer.from(text), key).toString('base64');
}

/**
 * Whether a signature is that of the manifest by the key of the configuration.
 *
 * @param publicKey the base64 of its SPKI form
 * @throws SchemaServiceError `SIGNING_KEY_INVALID`
 */
export function isSignedBy(text: string, signature: string, publicKey: string): boolean {
  const key = readKey('publicKey in schema.config.json', () =>
    createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' }),
  );
  return verify(null, Buffer.from(text), key, Buffer.from(signature.trim(), 'base64'));
}

function readKey(what: string, read: () => KeyObject): KeyObject {
  try {
    const key = read();
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Neither the key nor what OpenSSL says of it is for a message.
  }
  throw new SchemaServiceError({
    code: 'SIGNING_KEY_INVALID',
    message: `${what} is not an ed25519 key.`,
    fix: 'Make a pair: openssl genpkey -algorithm ed25519 -out key.pem && openssl pkey -in key.pem -pubout -outform der | base64 -w 0',
  });
}
