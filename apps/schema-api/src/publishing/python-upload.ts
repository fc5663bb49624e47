import { createHash } from 'node:crypto';
import { SchemaServiceError } from '@schema-service/errors';
import type { InspectedPackage } from '@schema-service/publication';

/** The form of PyPI's upload API, as far as it is looked at. */
export interface PythonUpload {
  readonly name: string;
  readonly version: string;
  readonly filetype: string;
  readonly filename: string;
  readonly bytes: Buffer;
  /** The digests that were sent, by their fields. */
  readonly digests: Readonly<Record<string, string>>;
}

/** The digests of the form: node's name of each, and how it is written. */
const algorithms: Readonly<Record<string, string>> = {
  md5_digest: 'md5',
  sha256_digest: 'sha256',
};

/**
 * Reads the form that twine and uv send.
 *
 * @throws SchemaServiceError `REQUEST_INVALID`
 */
export async function readUpload(body: Buffer, contentType: string): Promise<PythonUpload> {
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  })
    .formData()
    .catch(() => {
      throw invalid('It is no form, or was cut off.');
    });
  const field = (name: string): string => {
    const [value, ...more] = form.getAll(name);
    if (typeof value === 'string' && more.length === 0) return value;
    throw invalid(`It has no single field ${name}.`);
  };
  if (field(':action') !== 'file_upload') throw invalid('Its action is no file_upload.');
  const [content, ...more] = form.getAll('content');
  if (content === undefined || typeof content === 'string' || more.length > 0) {
    throw invalid('It has no single file.');
  }
  const digests = Object.keys(algorithms).flatMap((name) => {
    const [value] = form.getAll(name);
    // Some clients send the field, and nothing in it.
    return typeof value === 'string' && value !== '' ? [[name, value] as const] : [];
  });
  return {
    name: field('name'),
    version: field('version'),
    filetype: field('filetype'),
    filename: content.name,
    bytes: Buffer.from(await content.arrayBuffer()),
    digests: Object.fromEntries(digests),
  };
}

/** The digests that are not those of the file. */
export function wrongDigests({ digests, bytes }: PythonUpload): readonly string[] {
  return Object.entries(digests).flatMap(([name, value]) => {
    const own = createHash(algorithms[name] ?? 'sha256')
      .update(bytes)
      .digest('hex');
    return own === value.toLowerCase() ? [] : [name];
  });
}

/** The fields of the form that differ from what the file says of itself. */
export function differentFields(
  { name, version, filetype }: PythonUpload,
  inspected: InspectedPackage,
  normalize: (name: string) => string,
): readonly string[] {
  const type = inspected.format === 'wheel' ? 'bdist_wheel' : 'sdist';
  return [
    ...(normalize(name) === inspected.name ? [] : ['name']),
    ...(version === inspected.version ? [] : ['version']),
    ...(filetype === type ? [] : ['filetype']),
  ];
}

function invalid(why: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'REQUEST_INVALID',
    message: `This is no upload of a Python package. ${why}`,
    fix: 'Upload with twine or uv publish.',
  });
}
