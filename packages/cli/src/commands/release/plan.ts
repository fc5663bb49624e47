import { EXIT, type ExitCode } from '@schema-service/command-line';
import { isEmptyPlan, planWork, type ReleasePlan } from '@schema-service/release';
import { changeRecord } from '@schema-service/schema-diff';
import type { CommandContext } from '../../command-context.ts';
import { withProgress } from '../../output/progress.ts';
import { type PlannedPackage, plannedPackages } from './planned-packages.ts';

/** `schemactl release plan`: what would be released now. */
export async function planTheRelease(context: CommandContext): Promise<ExitCode> {
  const root = context.root();
  const plan = await planWork(root);
  if (isEmptyPlan(plan)) {
    context.output.result({ ...plan, changes: [], packages: [] }, () => '');
    context.output.note(`Nothing to release: the schema is that of ${plan.base ?? 'no version'}.`);
    return EXIT.ok;
  }
  const packages = await withProgress(context.output, 'Building the packages', () =>
    plannedPackages(root, plan),
  );
  const changes = plan.changes.map(changeRecord);
  context.output.result({ ...plan, changes, packages }, () => planText(plan, packages));
  return EXIT.ok;
}

function planText(
  { version, previous, bump, needed, changes, migrations, changelog }: ReleasePlan,
  packages: readonly PlannedPackage[],
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
      packages.map(({ filename, size }) => `${filename} (${kilobytes(size)})`),
    ),
    ...section('Changelog', changelog.trimEnd().split('\n')),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`.trimEnd())];
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
