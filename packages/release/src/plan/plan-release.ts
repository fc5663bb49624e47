import { isPrerelease, migrationFolder } from '@schema-service/repository';
import {
  type Bump,
  bumpOf,
  type Change,
  compareBumps,
  type DiffOptions,
  diff,
} from '@schema-service/schema-diff';
import type { SchemaModel } from '@schema-service/schema-model';
import { changelogText } from '../changelog/changelog-text.ts';
import type { ReadRelease } from '../read-releases.ts';
import type { RepeatableChange } from '../repeatables.ts';
import { bumpBetween, bumpToAskFor, nextVersion } from '../versions.ts';
import type { PlannedMigration, ReleasePlan, WorkMigration } from './release-plan.ts';

/** What a release would be made of. */
export interface PlanInput {
  /** The frozen releases below it, in order. */
  readonly releases: readonly PlanRelease[];
  /** The working schema. */
  readonly model: SchemaModel;
  readonly workMigrations: readonly WorkMigration[];
  /** The repeatable scripts that are not what they were in the last release. */
  readonly repeatables?: readonly RepeatableChange[];
  /** What the changesets ask for; the plan goes no lower than the changes do. */
  readonly requested: Bump;
  /** Where it is decided already. */
  readonly version?: string;
  /** What people say of it, in Markdown: the first part of the changelog. */
  readonly words?: string;
  /** The text of `changelog.md`, where it is written already. Default: `words`, and what the changes mean for services. */
  readonly changelog?: string;
  /** Renames and data checks that were answered. */
  readonly diff?: DiffOptions;
}

type PlanRelease = Pick<ReadRelease, 'version' | 'model'> &
  Partial<Pick<ReadRelease, 'migrations'>>;

/** Works out what would be released now. Everything that releases goes by this one plan. Pure. */
export function planRelease(input: PlanInput): ReleasePlan {
  const { releases, model, workMigrations, requested, repeatables = [] } = input;
  const last = releases.at(-1);
  const stable = releases.findLast(({ version }) => !isPrerelease(version));
  const latest = stable?.version ?? null;
  const changes = last ? diff(last.model, model, input.diff) : [];
  const changesSincePrevious =
    stable && stable !== last ? diff(stable.model, model, input.diff) : changes;
  const changed = bumpOf(changesSincePrevious);
  const least: Bump = changed === 'none' && repeatables.length > 0 ? 'patch' : changed;
  const needed: Bump = stable ? least : 'major';
  const leastBump = bumpToAskFor(latest, needed);
  const bump = compareBumps(requested, leastBump) > 0 ? requested : leastBump;
  const folders = workMigrations.map(({ version }) => version);
  const version = input.version ?? nextVersion(latest, bump, folders);
  return {
    kind: 'releasePlan',
    version,
    previous: latest,
    base: last?.version ?? null,
    bump: latest === null ? 'major' : bumpBetween(latest, version),
    needed,
    requested,
    changes,
    changesSincePrevious,
    migrations:
      workMigrations.length === 0 && repeatables.length > 0
        ? [recordingMigration(input, version)]
        : planMigrationFolders(workMigrations, version),
    ...(repeatables.length > 0 ? { repeatables } : {}),
    changelog: input.changelog ?? composeChangelog(input, version, stable, changesSincePrevious),
  };
}

/** The words of people, and what the changes since the last release that is no prerelease mean for services. */
function composeChangelog(
  { releases, model, workMigrations, words, repeatables = [] }: PlanInput,
  version: string,
  stable: PlanRelease | undefined,
  changes: readonly Change[],
): string {
  const title = `# ${version}`;
  if (stable === undefined) return `${title}\n\n${words ?? 'The first release.'}\n`;
  const later = releases.slice(releases.indexOf(stable) + 1);
  const text = changelogText({
    from: stable.version,
    changes,
    previous: stable.model,
    current: model,
    migrations: [
      ...later.flatMap(({ migrations = [] }) => migrations),
      ...workMigrations.toSorted((a, b) => sequenceOf(a) - sequenceOf(b)),
    ],
  });
  const parts = [words ?? '', text, repeatablesText(repeatables)].filter((part) => part !== '');
  return `${[title, ...(parts.length > 0 ? parts : ['The schema is the same.'])].join('\n\n')}\n`;
}

function repeatablesText(repeatables: readonly RepeatableChange[]): string {
  if (repeatables.length === 0) return '';
  const lines = repeatables.map(({ name, change }) => `- \`${name}\` ${verbs[change]}`);
  return `## What databases run again\n\n${lines.join('\n')}`;
}

const verbs: Readonly<Record<RepeatableChange['change'], string>> = {
  added: 'is new.',
  changed: 'has changed.',
  removed: 'is gone. What it made stays where it is.',
};

/** The history of a database knows versions by their migrations: one that does nothing stands for scripts alone. */
function recordingMigration(
  { releases, repeatables = [] }: PlanInput,
  version: string,
): PlannedMigration {
  const numbers = releases.flatMap(({ migrations = [] }) => migrations.map(sequenceOf));
  const id = `${String(Math.max(0, ...numbers) + 1).padStart(3, '0')}_repeatable`;
  const folder = migrationFolder(version, id);
  const names = repeatables.map(({ name }) => name).join(', ');
  const text = (what: string): string => `-- ${what}\nSELECT 1;\n`;
  return {
    ...{ kind: 'plannedMigration', id, from: folder, to: folder },
    scripts: {
      up: text(`Records the version. What is new in it are scripts that run behind: ${names}`),
      down: text('The scripts of the version before run behind.'),
    },
  };
}

/** By number, so that 1000 comes after 999. */
const sequenceOf = ({ id }: { readonly id: string }): number => Number.parseInt(id, 10);

/** Every migration in work moves under the version that the release has; they are in the order of their numbers. */
export function planMigrationFolders(
  workMigrations: readonly WorkMigration[],
  version: string,
): readonly PlannedMigration[] {
  return workMigrations
    .map(
      ({ version: folder, id }): PlannedMigration => ({
        kind: 'plannedMigration',
        id,
        from: migrationFolder(folder, id),
        to: migrationFolder(version, id),
      }),
    )
    .toSorted((a, b) => sequenceOf(a) - sequenceOf(b));
}
