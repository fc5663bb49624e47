import { pythonProjectName } from './package-names.ts';
import { manifestInvalid } from './package-problem.ts';

const LONGEST_LINE = 2_000;

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
  if (text.includes('\0')) throw manifestInvalid(file, 'its metadata has a NUL.');
  const head = (text.split(/\r?\n\r?\n/, 1)[0] ?? '').split(/\r?\n/);
  // What reads these lines later may take long for a longer one.
  if (head.some((line) => line.length > LONGEST_LINE)) {
    throw manifestInvalid(file, `its metadata has a line of more than ${LONGEST_LINE} characters.`);
  }
  const once = (header: string): string => {
    const start = `${header.toLowerCase()}:`;
    const [first, ...more] = head.filter((line) => line.toLowerCase().startsWith(start));
    const value = first?.slice(start.length).trim();
    if (value && more.length === 0) return value;
    throw manifestInvalid(file, `its metadata has no single ${header}.`);
  };
  once('Metadata-Version');
  return { text, name: pythonProjectName(once('Name')), version: once('Version') };
}
