import type { ReleaseMetadata } from '@schema-service/catalog';
import { checksumsFile } from '@schema-service/repository';
import { checksumsText } from '../checksums-text.ts';
import { decodeText } from '../files/read-files.ts';
import type { ReleaseFinding } from './release-finding.ts';

/**
 * The list of checksums beside the migrations, against releases that were found
 * whole. Without one all is well, if slower; the order of its lines is free. Pure.
 */
export function* inspectChecksums(
  releases: readonly ReleaseMetadata[],
  file: Uint8Array | undefined,
): Generator<ReleaseFinding> {
  const version = releases.at(-1)?.version;
  if (file === undefined || version === undefined) return;
  const expected = linesOf(checksumsText(releases));
  const found = linesOf(decodeText(file));
  const wrong = [...found].find((line) => !expected.has(line));
  const missing = [...expected].find((line) => !found.has(line));
  if (wrong === undefined && missing === undefined) return;
  yield {
    kind: 'releaseFinding',
    id: 'CHECKSUMS_OUTDATED',
    version,
    file: checksumsFile,
    message:
      wrong === undefined
        ? `It does not list ${missing?.split('  ')[1]}, which is released.`
        : `No released migration has its line "${wrong}".`,
    fix: `Restore it with \`git checkout -- ${checksumsFile}\`, or delete it: \`up\` reads every script then, and the next release writes it anew.`,
  };
}

const linesOf = (text: string): Set<string> => new Set(text.split(/\r?\n/).filter(Boolean));
