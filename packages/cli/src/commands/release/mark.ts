import { EXIT, type ExitCode } from '@schema-service/command-line';
import {
  type Notice,
  type Outcome,
  promoteEverywhere,
  releasePackages,
  withdrawRelease,
} from '@schema-service/release';
import { latestOf } from '@schema-service/repository';
import type { CommandContext } from '../../command-context.ts';
import { today } from '../../today.ts';
import { openChosenRegistries, withRelease } from './chosen-release.ts';

export interface MarkOptions {
  readonly version: string;
  readonly to: readonly string[];
}

/** `schemactl release promote`: moves the tag that services install a version by. */
export function promote(
  context: CommandContext,
  { version: word, to }: MarkOptions,
): Promise<ExitCode> {
  return withRelease(context, word, async (chosen) => {
    const registries = openChosenRegistries(chosen, to);
    const { version } = chosen.release;
    const packages = releasePackages(chosen.config, version);
    const tags = await promoteEverywhere(packages, chosen.releases, registries);
    context.output.result({ kind: 'promotedRelease', version, tags }, () =>
      tags.map(({ registry, tag }) => `${registry}: ${tag} is ${version} now.`).join('\n'),
    );
    return EXIT.ok;
  });
}

/** `schemactl release deprecate` and `yank`: what services are told of a version. */
export function giveNotice(
  context: CommandContext,
  { version: word, to, notice }: MarkOptions & { readonly notice: Notice },
): Promise<ExitCode> {
  return withRelease(context, word, async (chosen) => {
    const registries = openChosenRegistries(chosen, to);
    const { version } = chosen.release;
    const packages = releasePackages(chosen.config, version);
    const outcomes: (Outcome & { readonly registry: string })[] = [];
    for (const { name, setNotice } of registries) {
      outcomes.push({ registry: name, ...(await setNotice(packages, notice)) });
    }
    context.output.result({ kind: 'releaseNotice', version, notice, registries: outcomes }, () =>
      outcomes.map(outcomeLine).join('\n'),
    );
    if (notice.kind === 'yanked') {
      const others = chosen.releases.filter((one) => !one.withdrawn && one.version !== version);
      const next = latestOf(others.map((one) => one.version));
      if (next !== undefined && latestOf([next, version]) === version) {
        const earlier = releasePackages(chosen.config, next);
        for (const { setTag } of registries) await setTag?.(earlier, 'latest');
        context.output.note(`latest is ${next} now.`);
      }
      const record = { date: today(), reason: notice.reason };
      const file = await withdrawRelease(chosen.repository, version, record);
      context.output.note(`${file} says so in the repository: commit it.`);
    }
    return EXIT.ok;
  });
}

const outcomeLine = ({ registry, kind, what }: Outcome & { readonly registry: string }): string =>
  `${registry}: ${kind === 'byHand' ? 'by hand: ' : ''}${what}`;
