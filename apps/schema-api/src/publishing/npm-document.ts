import { createHash } from 'node:crypto';
import { SchemaServiceError } from '@schema-service/errors';
import type { InspectedPackage } from '@schema-service/publication';

type Fields = Readonly<Record<string, unknown>>;

/** What `npm publish` sends: a package's document with one version, and the archive beside it. */
export interface NpmPublication {
  readonly kind: 'publication';
  readonly name: string;
  readonly version: string;
  /** As the client wrote it. */
  readonly manifest: Fields;
  readonly tags: readonly string[];
  readonly bytes: Buffer;
}

/** What `npm deprecate` sends: a package's document with other words in its versions. */
export interface NpmDocument {
  readonly kind: 'document';
  /** By version; empty text takes a deprecation back. */
  readonly deprecated: Readonly<Record<string, string>>;
}

/**
 * Reads the body of `PUT /<package>`.
 *
 * @throws SchemaServiceError `REQUEST_INVALID`, `PACKAGE_ATTACHMENT_INVALID`, `PACKAGE_LENGTH_MISMATCH`
 */
export async function readNpmDocument(
  body: unknown,
  name: string,
): Promise<NpmPublication | NpmDocument> {
  const { isDeep } = await import('@schema-service/publication');
  if (isDeep(body)) throw invalid('The body is too deep.');
  const document = fieldsOf(body, 'The body');
  if (document.name !== undefined && document.name !== name) {
    throw invalid(`The body is of ${JSON.stringify(document.name)}, and the URL of ${name}.`);
  }
  const versions = fieldsOf(document.versions ?? {}, 'versions');
  const attachments = fieldsOf(document._attachments ?? {}, '_attachments');
  if (Object.keys(attachments).length === 0) {
    const words = Object.entries(versions).flatMap(([version, manifest]) => {
      const { deprecated } = fieldsOf(manifest, version);
      if (typeof deprecated !== 'string') return [];
      if (!isText(deprecated)) throw invalid('A deprecation is of at most 1000 characters.');
      return [[version, deprecated] as const];
    });
    return { kind: 'document', deprecated: Object.fromEntries(words) };
  }
  const [entry, ...more] = Object.entries(versions);
  if (entry === undefined || more.length > 0) throw invalid('A publish is of one version.');
  const [version, manifest] = entry;
  return {
    kind: 'publication',
    name,
    version,
    manifest: fieldsOf(manifest, version),
    tags: Object.keys(fieldsOf(document['dist-tags'] ?? {}, 'dist-tags')),
    bytes: attachedBytes(attachments, `${name}-${version}.tgz`),
  };
}

/** The archive, by its one right name. An attestation may lie beside it. */
function attachedBytes(attachments: Fields, filename: string): Buffer {
  const strange = Object.keys(attachments).find(
    (one) => one !== filename && one !== filename.replace(/tgz$/, 'sigstore'),
  );
  const attachment = Object.hasOwn(attachments, filename) ? attachments[filename] : undefined;
  if (strange !== undefined || attachment === undefined) {
    throw attachmentInvalid(`It has to be called ${filename}.`, strange ?? null);
  }
  const { data, length } = fieldsOf(attachment, filename);
  if (typeof data !== 'string') throw attachmentInvalid('It has no data.', filename);
  const bytes = Buffer.from(data, 'base64');
  if (bytes.toString('base64') !== data) throw attachmentInvalid('It is not base64.', filename);
  if (length === undefined || length === bytes.length) return bytes;
  throw new SchemaServiceError({
    code: 'PACKAGE_LENGTH_MISMATCH',
    message: `${filename} has ${bytes.length} bytes, and ${JSON.stringify(length)} were announced.`,
    why: 'It was cut off on its way, or is another file.',
    fix: 'Send it again.',
    meta: { file: filename },
  });
}

/** Digests that were sent with an archive and are not its own, by their names. */
export function wrongDigests({ manifest, bytes }: NpmPublication): readonly string[] {
  const { integrity, shasum } = fieldsOf(manifest.dist ?? {}, 'dist');
  const sent = typeof integrity === 'string' ? integrity.trim().split(/\s+/) : [];
  const wrong = sent.filter((one) => {
    const [algorithm = '', digest] = one.split('-', 2);
    if (!['sha512', 'sha384', 'sha256', 'sha1'].includes(algorithm)) return true;
    return createHash(algorithm).update(bytes).digest('base64') !== digest;
  });
  const isShasum =
    shasum === undefined || createHash('sha1').update(bytes).digest('hex') === shasum;
  return [...(wrong.length > 0 ? ['dist.integrity'] : []), ...(isShasum ? [] : ['dist.shasum'])];
}

/** The fields in which what was sent beside an archive differs from the manifest inside; clients write some of them in their own way. */
export function differentFields(
  { name, version, manifest: sent }: NpmPublication,
  { manifest: inside = {} }: InspectedPackage,
): readonly string[] {
  const said = { ...sent, name: sent.name ?? name, version: sent.version ?? version };
  const fields: readonly (readonly [string, (manifest: Fields) => unknown])[] = [
    ['name', (manifest) => manifest.name],
    ['version', (manifest) => manifest.version],
    // npm writes optional dependencies among the others, too.
    [
      'dependencies',
      (one) => ({ ...Object(one.dependencies), ...Object(one.optionalDependencies) }),
    ],
    ['peerDependencies', (manifest) => Object(manifest.peerDependencies)],
    ['scripts', (manifest) => Object(manifest.scripts)],
    ['bin', binOf],
    ['engines', (manifest) => Object(manifest.engines)],
    ['os', (manifest) => [manifest.os ?? []].flat()],
    ['cpu', (manifest) => [manifest.cpu ?? []].flat()],
  ];
  const different = fields.filter(([, read]) => sorted(read(said)) !== sorted(read(inside)));
  if (version !== inside.version || name !== inside.name) return ['name or version'];
  return different.map(([field]) => field);
}

/** Commands by their names; one alone has the package's. */
function binOf({ bin, name }: Fields): Fields {
  const commands = typeof bin === 'string' ? { [String(name).split('/').at(-1) ?? '']: bin } : bin;
  const entries = Object.entries(Object(commands)).map(([command, path]) => [
    command,
    String(path).replace(/^(\.?\/)+/, ''),
  ]);
  return Object.fromEntries(entries);
}

/** Text for people that a database keeps. */
function isText(words: string): boolean {
  return words.length <= 1_000 && words.isWellFormed() && !words.includes('\0');
}

/** JSON with sorted keys. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw invalid(`${what} is no object.`);
}

function invalid(why: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'REQUEST_INVALID',
    message: `This is no document of a package. ${why}`,
    fix: 'Publish with npm, pnpm, Yarn or bun.',
  });
}

function attachmentInvalid(why: string, attachment: string | null): SchemaServiceError {
  return new SchemaServiceError({
    code: 'PACKAGE_ATTACHMENT_INVALID',
    message: `The archive that was sent cannot be taken. ${why}`,
    fix: 'Publish with npm, pnpm, Yarn or bun.',
    meta: { attachment },
  });
}
