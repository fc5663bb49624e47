import { pythonProjectName } from './package-names.ts';
import { manifestInvalid } from './package-problem.ts';

/** What a METADATA or PKG-INFO file says of its distribution. */
export interface CoreMetadata {
  readonly text: string;
  /** In its one spelling. */
  readonly name: string;
  readonly version: string;
}

/**
 * Reads the headers of a METADATA file.
 *
 * @throws SchemaServiceError `PACKAGE_MANIFEST_INVALID`, `PACKAGE_NAME_INVALID`
 */
export function readCoreMetadata(file: string, bytes: Uint8Array): CoreMetadata {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw manifestInvalid(file, 'its metadata is not UTF-8.');
  }
  const head = text.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const once = (header: string): string => {
    const [first, ...more] = [
      ...head.matchAll(new RegExp(`^${header}:[ \\t]*(.*?)[ \\t\\r]*$`, 'gim')),
    ];
    if (first?.[1] && more.length === 0) return first[1];
    throw manifestInvalid(file, `its metadata has no single ${header}.`);
  };
  once('Metadata-Version');
  return { text, name: pythonProjectName(once('Name')), version: once('Version') };
}
