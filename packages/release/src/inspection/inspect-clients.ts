import type { ReleaseMetadata } from '@schema-service/catalog';
import { clientsFile } from '@schema-service/repository';
import { clientsText } from '../client-verdicts.ts';
import { decodeText } from '../files/read-files.ts';
import type { ReleaseFinding } from './release-finding.ts';

/**
 * What the migrator tells databases about clients, against what the releases recorded. Without the file a database
 * knows its own version alone. What no release recorded, because the last one is of an earlier tool, is judged by the
 * schemas, and rules may know more by now: it is left as it is until the next release records it. The order of the
 * lines is free. Pure.
 */
export function* inspectClients(
  releases: readonly ReleaseMetadata[],
  file: Uint8Array | undefined,
): Generator<ReleaseFinding> {
  const last = releases.at(-1);
  if (file === undefined || last?.clients === undefined) return;
  const expected = linesOf(clientsText(releases.flatMap(({ clients = [] }) => clients)));
  const found = linesOf(decodeText(file));
  if (expected.size === found.size && [...expected].every((line) => found.has(line))) return;
  yield {
    kind: 'releaseFinding',
    id: 'CLIENTS_OUTDATED',
    version: last.version,
    file: clientsFile,
    message: 'It does not say what the releases recorded of clients and databases.',
    fix: `Restore it with \`git checkout -- ${clientsFile}\`, or delete it: databases do not learn which clients work there then, and the next release writes it anew.`,
  };
}

const linesOf = (text: string): Set<string> => new Set(text.split(/\r?\n/).filter(Boolean));
