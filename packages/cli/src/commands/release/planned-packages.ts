import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import {
  applyPlan,
  buildRelease,
  inTemporaryFolder,
  type ReleasePlan,
  readReleases,
} from '@schema-service/release';
import {
  configFile,
  loadConfig,
  migrationsFolder,
  workingSchemaFolder,
} from '@schema-service/repository';
import { today } from '../../today.ts';

/** A file that a release would publish. */
export interface PlannedPackage {
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  /** In bytes. */
  readonly size: number;
}

/** Makes the release of a plan in a copy, and its packages, to know their sizes. Nothing is left of it. */
export function plannedPackages(
  root: string,
  plan: ReleasePlan,
): Promise<readonly PlannedPackage[]> {
  return inTemporaryFolder(async (copy) => {
    for (const path of [workingSchemaFolder, migrationsFolder, configFile]) {
      await cp(join(root, path), join(copy, path), { recursive: true, force: false }).catch(
        (error: NodeJS.ErrnoException) => {
          // A first schema may have no migration yet.
          if (error.code !== 'ENOENT') throw error;
        },
      );
    }
    await applyPlan(copy, plan, { date: today() });
    const release = (await readReleases(copy)).find(({ version }) => version === plan.version);
    if (release === undefined) throw new Error(`${plan.version} was not frozen.`);
    const artifacts = await buildRelease(release, loadConfig(copy));
    return artifacts.map(({ name, version, filename, bytes }) => {
      return { name, version, filename, size: bytes.length };
    });
  });
}
