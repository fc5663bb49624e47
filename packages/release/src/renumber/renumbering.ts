import { compareVersions, migrationFolder } from '@schema-service/repository';
import type { PlannedMigration } from '../plan/release-plan.ts';

/** A migration that no release has, wherever it lies. */
export interface UnreleasedMigration {
  /** The folder that it stands in: `2.1.0`. */
  readonly version: string;
  /** `007_ratings` */
  readonly id: string;
}

/** The migrations of a repository, as far as their numbers go. */
export interface MigrationNumbers {
  /** The last release of any kind; null before the first. */
  readonly lastRelease: string | null;
  /** The last migration on its line; null where there is none. */
  readonly lastReleased: UnreleasedMigration | null;
  /** In the order of their versions and numbers. */
  readonly unreleased: readonly UnreleasedMigration[];
}

/** Two migrations of which the second does not come after the first, by their paths. */
export interface NumberClash {
  readonly kind: 'numberClash';
  readonly first: string;
  readonly second: string;
  /** What is wrong with them: one sentence. */
  readonly message: string;
}

/** Migrations in work that have the number of another, or do not come after what is released. Pure. */
export function numberClashes({
  lastRelease,
  lastReleased,
  unreleased,
}: MigrationNumbers): readonly NumberClash[] {
  return unreleased.flatMap((migration, index): readonly NumberClash[] => {
    const second = pathOf(migration);
    if (lastRelease !== null && compareVersions(migration.version, lastRelease) <= 0) {
      const message = `${second} belongs to no release, and ${lastRelease} is already out.`;
      return [{ kind: 'numberClash', first: `schema/versions/${lastRelease}`, second, message }];
    }
    const others = unreleased.slice(0, index);
    const same = others.find((other) => sequenceOf(other) === sequenceOf(migration));
    const above = [...(lastReleased === null ? [] : [lastReleased]), ...others].find(
      (other) => sequenceOf(other) >= sequenceOf(migration),
    );
    const other = same ?? above;
    if (other === undefined) return [];
    const first = pathOf(other);
    const message =
      sequenceOf(other) === sequenceOf(migration)
        ? `${first} and ${second} have the same number.`
        : `${second} has a lower number than ${first}, which runs before it.`;
    return [{ kind: 'numberClash', first, second, message }];
  });
}

export interface RenumberOptions {
  /** Where a migration goes whose version is released already. */
  readonly nextVersion: string;
  /** How well known a migration is: of those that clash, the less known come last. */
  readonly rank: (migration: UnreleasedMigration) => number;
}

/**
 * Gives the migrations in work numbers that run on after what is released: those that are better known keep theirs, the
 * others come after them, in the order that they had. Among equals the names decide. Empty where no number clashes. Pure.
 */
export function renumber(
  numbers: MigrationNumbers,
  { nextVersion, rank }: RenumberOptions,
): readonly PlannedMigration[] {
  if (numberClashes(numbers).length === 0) return [];
  const { lastRelease, lastReleased, unreleased } = numbers;
  const ordered = unreleased.toSorted(
    (a, b) =>
      rank(b) - rank(a) ||
      sequenceOf(a) - sequenceOf(b) ||
      compareVersions(a.version, b.version) ||
      (a.id < b.id ? -1 : 1),
  );
  let number = lastReleased === null ? 0 : sequenceOf(lastReleased);
  let version: string | undefined;
  const planned = ordered.map((migration): PlannedMigration => {
    number = Math.max(sequenceOf(migration), number + 1);
    const isOut = lastRelease !== null && compareVersions(migration.version, lastRelease) <= 0;
    const own = isOut ? nextVersion : migration.version;
    // A lower version runs before, whatever its numbers are.
    version = version !== undefined && compareVersions(version, own) > 0 ? version : own;
    const id = migration.id.replace(/^\d+/, String(number).padStart(3, '0'));
    return {
      kind: 'plannedMigration',
      id,
      from: pathOf(migration),
      to: migrationFolder(version, id),
    };
  });
  // From the last on, so that each goes where nothing is any more.
  return planned.filter(({ from, to }) => from !== to).toReversed();
}

export const sequenceOf = ({ id }: Pick<UnreleasedMigration, 'id'>): number =>
  Number.parseInt(id, 10);

const pathOf = ({ version, id }: UnreleasedMigration): string => migrationFolder(version, id);
