import { EXIT, type ExitCode } from '@schema-service/command-line';
import {
  type Notice,
  type Outcome,
  promoteEverywhere,
  releasePackages,
} from '@schema-service/release';
import type { CommandContext } from '../../command-context.ts';
import { chooseRelease, openChosenRegistries } from './chosen-release.ts';

export interface MarkOptions {
  readonly version: string;
  readonly to: readonly string[];
}

/** `schemactl release promote`: moves the tag that services install a version by. */
export async function promote(
  context: CommandContext,
  { version, to }: MarkOptions,
): Promise<ExitCode> {
  const chosen = await chooseRelease(context, version);
  await using registries = openChosenRegistries(chosen, to);
  const known = chosen.releases.map((one) => one.version);
  const packages = releasePackages(chosen.config, chosen.release.version);
  const tags = await promoteEverywhere(packages, known, registries.list);
  context.output.result({ kind: 'promotedRelease', version: packages.version, tags }, () =>
    tags.map(({ registry, tag }) => `${registry}: ${tag} is ${packages.version} now.`).join('\n'),
  );
  return EXIT.ok;
}

/** `schemactl release deprecate` and `yank`: what services are told of a version. */
export async function giveNotice(
  context: CommandContext,
  { version, to, notice }: MarkOptions & { readonly notice: Notice },
): Promise<ExitCode> {
  const chosen = await chooseRelease(context, version);
  await using registries = openChosenRegistries(chosen, to);
  const packages = releasePackages(chosen.config, chosen.release.version);
  const outcomes: (Outcome & { readonly registry: string })[] = [];
  for (const { name, setNotice } of registries.list) {
    outcomes.push({ registry: name, ...(await setNotice(packages, notice)) });
  }
  context.output.result(
    { kind: 'releaseNotice', version: packages.version, notice, registries: outcomes },
    () =>
      outcomes
        .map(
          ({ registry, kind, what }) =>
            `${registry}: ${kind === 'byHand' ? 'by hand: ' : ''}${what}`,
        )
        .join('\n'),
  );
  return EXIT.ok;
}
