import { inspectHistory } from './inspection/inspect-history.ts';
import { readHistory } from './inspection/read-history.ts';
import type { ReleaseFinding } from './inspection/release-finding.ts';

/**
 * Everything in `schema/versions` and `migrations` that is not as it was
 * frozen: edited, missing and added files, and metadata that was made to fit.
 * Empty when all is well. The newest metadata has no successor to vouch for it;
 * that one is held to by version control and by the release catalog.
 */
export async function checkReleases(root: string): Promise<readonly ReleaseFinding[]> {
  return [...inspectHistory(await readHistory(root))];
}
