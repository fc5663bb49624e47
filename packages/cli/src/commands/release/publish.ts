import { resolve } from 'node:path';
import { countText, EXIT, type ExitCode } from '@schema-service/command-line';
import {
  type BuiltRelease,
  type PublishReport,
  promoteEverywhere,
  publishEverywhere,
  readBuiltRelease,
  type TaggedRegistry,
} from '@schema-service/release';
import type { CommandContext } from '../../command-context.ts';
import { withProgress } from '../../output/progress.ts';
import { checkTag, tagRelease } from '../../repository/release-commit.ts';
import { buildThroughGates, withSignature } from './build.ts';
import { type ChosenRelease, openChosenRegistries, withRelease } from './chosen-release.ts';
import { deployTo } from './deploy.ts';
import { tellNotifiers } from './notify.ts';

export interface PublishOptions {
  readonly version: string | undefined;
  /** Names of registries; empty for all. */
  readonly to: readonly string[];
  /** A folder of built releases. */
  readonly from: string | undefined;
  /** Names of environments, in order. */
  readonly deploy: readonly string[];
  readonly promote: boolean;
  readonly gitTag: boolean;
  readonly pushTag: boolean;
  readonly dryRun: boolean;
  readonly skip: readonly string[];
  readonly server: string | undefined;
}

/**
 * `schemactl release publish`: everything is up everywhere before anything
 * becomes latest anywhere. After it environments are migrated, services are
 * told, and then latest is moved.
 */
export function publishTheRelease(
  context: CommandContext,
  options: PublishOptions,
): Promise<ExitCode> {
  return withRelease(context, options.version, (chosen) => publish(context, chosen, options));
}

async function publish(
  context: CommandContext,
  chosen: ChosenRelease,
  options: PublishOptions,
): Promise<ExitCode> {
  const { output } = context;
  const { repository, release, releases } = chosen;
  const registries = openChosenRegistries(chosen, options.to);
  if (options.gitTag && !options.dryRun) await checkTag(repository, release.version);
  const built = await builtRelease(context, chosen, options);
  const report = await withProgress(output, 'Looking at the registries', (say) =>
    publishEverywhere(built, registries, {
      dryRun: options.dryRun,
      onUploaded: (registry, filename) => say(`Publishing to ${registry}: ${filename}`),
    }),
  );
  for (const line of reportLines(report, options.dryRun)) output.note(line);
  if (options.dryRun) {
    output.result(report, () => '');
    return EXIT.ok;
  }
  const git = options.gitTag
    ? await tagRelease(repository, release.version, { push: options.pushTag })
    : undefined;
  if (git !== undefined) output.note(git);
  if (options.deploy.length > 0) {
    const isDeployed = await deployTo(context, chosen, options.deploy);
    if (!isDeployed) {
      output.note(
        `latest stays where it is. Once the environments are well: schemactl release promote ${release.version}`,
      );
      output.result({ ...report, tags: [] }, () => '');
      return EXIT.failure;
    }
  }
  await tellNotifiers(context, chosen, built.artifacts);
  const packages = { version: release.version, packages: built.artifacts };
  const tags: readonly TaggedRegistry[] = options.promote
    ? await promoteEverywhere(packages, releases, registries)
    : [];
  for (const { registry, tag } of tags)
    output.note(`${registry}: ${tag} is ${release.version} now.`);
  output.result({ ...report, tags }, () => '');
  return EXIT.ok;
}

/** What is published. A build that another job made without the key is signed by this one. */
async function builtRelease(
  context: CommandContext,
  chosen: ChosenRelease,
  { from, ...gates }: Pick<PublishOptions, 'from' | 'skip' | 'server'>,
): Promise<BuiltRelease> {
  if (from === undefined) return buildThroughGates(context, chosen, gates);
  return withSignature(await readBuiltRelease(resolve(context.cwd, from), chosen.release));
}

function reportLines({ version, registries }: PublishReport, dryRun: boolean): readonly string[] {
  return registries.map(({ registry, location, uploaded, present }) => {
    const verb = dryRun ? 'to upload' : 'uploaded';
    const parts = [`${countText(uploaded.length, 'file')} ${verb}`];
    if (present.length > 0) parts.push(`${present.length} there already`);
    return `${version} ${registry} (${location}): ${parts.join(', ')}.`;
  });
}
