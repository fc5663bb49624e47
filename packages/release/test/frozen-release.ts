import { freezeRelease, type ReadRelease, readReleases } from '../src/index.ts';
import { createRoot, twoVersions } from './release-root.ts';

/** The first release of {@link twoVersions}, frozen and read again. */
export async function frozenRelease(): Promise<ReadRelease> {
  await using root = await createRoot(twoVersions);
  await freezeRelease(root.path, '1.0.0', { date: '2026-09-14' });
  await freezeRelease(root.path, '1.1.0', { date: '2026-10-12' });
  const [release] = await readReleases(root.path);
  if (release === undefined) throw new Error('nothing was frozen');
  return release;
}
