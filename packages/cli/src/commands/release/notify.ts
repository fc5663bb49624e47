import { EXIT, type ExitCode } from '@schema-service/command-line';
import {
  type Notification,
  notifyAll,
  openNotifiers,
  type PackageVersion,
  releasePackages,
} from '@schema-service/release';
import type { CommandContext } from '../../command-context.ts';
import { withProgress } from '../../output/progress.ts';
import { type ChosenRelease, withRelease } from './chosen-release.ts';

/** `schemactl release notify`: tells the configured notifiers of a version. */
export function notifyOfRelease(
  context: CommandContext,
  version: string | undefined,
): Promise<ExitCode> {
  return withRelease(context, version, async (chosen) => {
    const { packages } = releasePackages(chosen.config, chosen.release.version);
    const notifications = await tellNotifiers(context, chosen, packages);
    context.output.result({ kind: 'notifications', notifications }, () => '');
    return notifications.every(({ problem }) => problem === undefined) ? EXIT.ok : EXIT.failure;
  });
}

/** Tells everybody, and says who could not be told; nothing fails by it. */
export async function tellNotifiers(
  { output }: CommandContext,
  { config, release }: ChosenRelease,
  packages: readonly PackageVersion[],
): Promise<readonly Notification[]> {
  const names = new Map(packages.map(({ name, version }) => [name, { name, version }]));
  const notifications = await withProgress(output, 'Telling services', () =>
    notifyAll(openNotifiers(config.notifiers, process.env), {
      kind: 'releasePublished',
      version: release.version,
      previous: release.metadata.previous,
      bump: release.metadata.bump,
      changelog: release.changelog,
      packages: [...names.values()],
    }),
  );
  for (const { notifier, problem } of notifications) {
    output.note(problem ?? `${notifier} was told of ${release.version}.`);
  }
  return notifications;
}
