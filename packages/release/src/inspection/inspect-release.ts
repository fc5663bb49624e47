import type { ReleaseMetadata } from '@schema-service/catalog';
import { isSchemaServiceError } from '@schema-service/errors';
import { metadataDigest, parseMetadata } from '@schema-service/publication';
import { metadataFile, schemaFile, versionFolder } from '@schema-service/repository';
import { parseSchema, schemaHash } from '@schema-service/schema-model';
import { decodeText } from '../files/read-files.ts';
import { inspectWithdrawal } from '../withdrawal.ts';
import { inspectFrozenFiles, inspectMigrations } from './inspect-files.ts';
import { type ReleaseFinding, restore } from './release-finding.ts';
import type { ReleaseFolder } from './release-folder.ts';

/** Compares a version's folders with its metadata. Pure. */
export function* inspectRelease(folder: ReleaseFolder): Generator<ReleaseFinding> {
  const { version } = folder;
  const file = `${versionFolder(version)}/${metadataFile}`;
  const at = { kind: 'releaseFinding', version, file } as const;
  const reading = readMetadata(folder);
  if (reading.kind === 'missing') {
    const fix = `Freeze version ${version}, or delete its folder.`;
    yield { ...at, id: 'METADATA_MISSING', message: 'This version was never frozen.', fix };
    return;
  }
  if (reading.kind === 'invalid') {
    const message = `It does not read as release metadata: ${reading.problem}.`;
    yield { ...at, id: 'METADATA_INVALID', message, fix: restore(file) };
    return;
  }
  const metadata = reading.value;
  if (metadata.digest !== metadataDigest(metadata)) {
    const message = 'It was edited: its digest is not that of its content.';
    yield { ...at, id: 'METADATA_EDITED', message, fix: restore(file) };
  }
  const findings = [
    ...inspectFrozenFiles(folder, metadata),
    ...inspectMigrations(folder, metadata),
  ];
  yield* findings;
  yield* inspectWithdrawal(folder);
  const schemaPath = `${versionFolder(version)}/${schemaFile}`;
  if (!findings.some((finding) => finding.file === schemaPath)) {
    yield* inspectSchema(folder, metadata, schemaPath);
  }
}

/** The metadata of a version's folder as far as it can be read. */
export function readMetadata(
  folder: ReleaseFolder,
): ReturnType<typeof parseMetadata> | { readonly kind: 'missing' } {
  const bytes = folder.frozen.get(`${versionFolder(folder.version)}/${metadataFile}`);
  if (bytes === undefined) return { kind: 'missing' };
  const reading = parseMetadata(decodeText(bytes));
  return reading.kind === 'valid' && reading.value.version !== folder.version
    ? { kind: 'invalid', problem: `it is that of version ${reading.value.version}` }
    : reading;
}

function* inspectSchema(
  folder: ReleaseFolder,
  metadata: ReleaseMetadata,
  file: string,
): Generator<ReleaseFinding> {
  const at = { kind: 'releaseFinding', version: folder.version, file } as const;
  const content = decodeText(folder.frozen.get(file));
  try {
    if (schemaHash(parseSchema([{ path: file, content }])) === metadata.hash) return;
    const message = 'Its content hash is not the one the metadata records.';
    const fix =
      'Use the version of this tool that froze it, or report how the hash came to change.';
    yield { ...at, id: 'SCHEMA_HASH_MISMATCH', message, fix };
  } catch (error) {
    if (!isSchemaServiceError(error)) throw error;
    const message = `It does not read as a schema: ${error.message}`;
    yield { ...at, id: 'SCHEMA_INVALID', message, fix: restore(file) };
  }
}
