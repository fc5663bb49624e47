import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { layoutFile, previousFile, structureFile } from '@schema-service/repository';
import type { PlannedMigration } from '../plan/release-plan.ts';

/** Refuses two migrations of one name, which the versions in work may each have. */
export function refuseDuplicates(migrations: readonly PlannedMigration[]): void {
  for (const { id, from, to } of migrations) {
    const other = migrations.find((one) => one.to === to && one.from !== from);
    if (other === undefined) continue;
    throw new SchemaServiceError({
      code: 'RELEASE_MIGRATION_INVALID',
      message: `${from} and ${other.from} would both be ${to}.`,
      why: 'All versions in work become one release.',
      fix: `Rename one of them, so that it comes after the other: ${id} is taken.`,
      meta: { file: from, other: other.from },
    });
  }
}

/** Moves migrations to where the release has them. What cannot be moved leaves all as it was. */
export async function moveMigrations(
  root: string,
  migrations: readonly PlannedMigration[],
): Promise<void> {
  const moved: PlannedMigration[] = [];
  const moving = migrations.filter(({ from, to }) => from !== to);
  try {
    for (const migration of moving) {
      await mkdir(dirname(join(root, migration.to)), { recursive: true });
      await rename(join(root, migration.from), join(root, migration.to));
      moved.push(migration);
    }
  } catch (error) {
    await moveBack(root, moved);
    throw error;
  }
}

/** Undoes {@link moveMigrations}. */
export async function moveBack(
  root: string,
  migrations: readonly PlannedMigration[],
): Promise<void> {
  const back = migrations.map((one) => ({ ...one, from: one.to, to: one.from }));
  await moveMigrations(root, back);
  await removeEmptied(root, back);
}

/** What lies beside the migrations of a version, and is made anew with it. */
const aboutAll: readonly string[] = [structureFile, layoutFile, previousFile];

/** Removes the folders that migrations were moved away from. Where another file is left than those about all of them, it stays, for somebody to look at. */
export async function removeEmptied(
  root: string,
  migrations: readonly PlannedMigration[],
): Promise<void> {
  const moved = migrations.filter(({ from, to }) => from !== to);
  for (const folder of new Set(moved.map(({ from }) => dirname(join(root, from))))) {
    const left = await readdir(folder);
    if (left.every((name) => aboutAll.includes(name))) {
      await rm(folder, { recursive: true });
    }
  }
}
