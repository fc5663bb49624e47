import { join } from 'node:path';
import { checksumsFile, clientsFile } from '@schema-service/repository';
import { readFileIfThere } from './files/read-files.ts';
import { inspectHistory, readHistory } from './inspection/history.ts';
import { inspectChecksums } from './inspection/inspect-checksums.ts';
import { inspectClients } from './inspection/inspect-clients.ts';
import { readMetadata } from './inspection/inspect-release.ts';
import type { ReleaseFinding } from './inspection/release-finding.ts';

/**
 * Everything in `schema/versions` and `migrations` that is not as it was
 * frozen: edited, missing and added files, and metadata that was made to fit.
 * Empty when all is well. The newest metadata has no successor to vouch for it;
 * that one is held to by version control and by the release catalog. The lists
 * of checksums and of clients are held against a history that is whole.
 */
export async function checkReleases(root: string): Promise<readonly ReleaseFinding[]> {
  const history = await readHistory(root);
  const findings = [...inspectHistory(history)];
  if (findings.length > 0) return findings;
  const releases = history.folders.flatMap((folder) => {
    const reading = readMetadata(folder);
    return reading.kind === 'valid' ? [reading.value] : [];
  });
  return [
    ...inspectChecksums(releases, await readFileIfThere(join(root, checksumsFile))),
    ...inspectClients(releases, await readFileIfThere(join(root, clientsFile))),
  ];
}
