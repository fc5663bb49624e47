import { EXIT, type ExitCode } from '@schema-service/command-line';
import { isEmptyPlan, planWork, type ReleasePlan, releasePackages } from '@schema-service/release';
import { loadConfig } from '@schema-service/repository';
import { changeRecord } from '@schema-service/schema-diff';
import type { CommandContext } from '../../command-context.ts';

/** `schemactl release plan`: what would be released now. */
export async function planTheRelease(context: CommandContext): Promise<ExitCode> {
  const root = context.root();
  const plan = await planWork(root);
  if (isEmptyPlan(plan)) {
    context.output.result({ ...plan, changes: [], packages: [] }, () => '');
    context.output.note(`Nothing to release: the schema is that of ${plan.base ?? 'no version'}.`);
    return EXIT.ok;
  }
  const { packages } = releasePackages(loadConfig(root), plan.version);
  const changes = plan.changes.map(changeRecord);
  context.output.result({ ...plan, changes, packages }, () => planText(plan, packages));
  return EXIT.ok;
}

function planText(
  { version, previous, bump, needed, changes, migrations, changelog }: ReleasePlan,
  packages: readonly { readonly name: string; readonly version: string }[],
): string {
  const since = previous === null ? 'the first release' : `after ${previous}`;
  const records = changes.map(changeRecord);
  return [
    `${version}, ${since}: ${bump}${needed === bump ? '' : ` (the changes ask for ${needed})`}`,
    ...section(
      'Changes',
      records.map(({ bump: own, path, id, reason }) => `${own} ${path} ${id}: ${reason}`),
    ),
    ...section(
      'Migrations',
      migrations.map(({ from, to }) => (from === to ? to : `${to} (now ${from})`)),
    ),
    ...section(
      'Packages',
      packages.map((one) => `${one.name} ${one.version}`),
    ),
    ...section('Changelog', changelog.trimEnd().split('\n')),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`.trimEnd())];
}
