import { EXIT, type ExitCode } from '@schema-service/command-line';
import { frozenVersions, isWithdrawn } from '@schema-service/repository';
import type { CommandContext } from '../../command-context.ts';
import { git } from '../../repository/git.ts';
import { tagOfVersion } from '../../repository/release-commit.ts';

/**
 * `schemactl release pending`: the frozen versions that have no git tag yet,
 * lowest first. Publishing sets the tag, so they are what is to be published.
 */
export async function listPending({ output, root }: CommandContext): Promise<ExitCode> {
  const repository = root();
  const tags = new Set((await git(repository, ['tag', '--list', 'v*'])).split('\n'));
  const versions = frozenVersions(repository).filter(
    (version) => !tags.has(tagOfVersion(version)) && !isWithdrawn(repository, version),
  );
  output.result({ kind: 'pendingReleases', versions }, () => versions.join('\n'));
  if (versions.length === 0) output.note('Every frozen version has its git tag.');
  return EXIT.ok;
}
