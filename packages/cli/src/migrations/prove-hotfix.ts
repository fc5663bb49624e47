import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSchemaServiceError, SchemaServiceError } from '@schema-service/errors';
import { createThrowawayDatabase } from '@schema-service/local-postgres';
import {
  compareStructures,
  type DatabaseStructure,
  formatDifference,
  snapshot,
  up,
} from '@schema-service/migrator';
import { migrationsFolder, previousFile } from '@schema-service/repository';

/** A hotfix, and a release of a later line that it is to apply to. */
export interface HotfixProof {
  readonly version: string;
  /** The folder of migrations that has it, and the structure that it makes on its own line. */
  readonly migrations: string;
  /** The release that it is built on, where that has migrations or else the one before it. */
  readonly previous: string;
  /** A repository as the later release has it. */
  readonly later: string;
  /** The releases with migrations that lead from `previous` to the later one, lowest first. */
  readonly versions: readonly string[];
  /** A PostgreSQL server for databases that are dropped again. */
  readonly server: string;
}

/**
 * Runs a hotfix before and after each version that it is to apply to, on databases of their own: every order has to end
 * in the same structure, and in the one that the migrator works out of those that are recorded.
 *
 * @throws SchemaServiceError RELEASE_HOTFIX_REFUSED
 */
export async function proveHotfix(proof: HotfixProof): Promise<void> {
  const { version, later, versions, server } = proof;
  const last = versions.at(-1);
  if (last === undefined) return;
  const plain = join(later, migrationsFolder);
  const folder = await mkdtemp(join(tmpdir(), 'schema-hotfix-'));
  try {
    await cp(plain, folder, { recursive: true });
    await cp(join(proof.migrations, version), join(folder, version), { recursive: true });
    const links = { previous: proof.previous, appliesTo: versions };
    await writeFile(join(folder, version, previousFile), `${JSON.stringify(links)}\n`);
    const run = (orders: readonly Step[]): Promise<DatabaseStructure> => inOrder(server, orders);
    const before = await run([{ migrations: folder, to: last }]);
    for (const to of versions) {
      const after = await run([
        { migrations: plain, to },
        { migrations: folder, to },
        { migrations: folder, to: last },
      ]);
      const between = await run([
        { migrations: folder, to },
        { migrations: folder, to: last },
      ]);
      for (const structure of [after, between]) refuseDifferences(proof, to, before, structure);
    }
  } catch (error) {
    if (!isSchemaServiceError(error) || error.code === 'RELEASE_HOTFIX_REFUSED') throw error;
    throw refused(proof, error.message, error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Step {
  readonly migrations: string;
  readonly to: string;
}

/** The structure that a new database has after these runs. */
async function inOrder(server: string, steps: readonly Step[]): Promise<DatabaseStructure> {
  await using database = await createThrowawayDatabase(server, 'schemactl');
  const connection = database.connectionString;
  for (const { migrations, to } of steps) await up({ connection, migrations, to });
  const migrations = steps.at(-1)?.migrations ?? '';
  return (await snapshot({ connection, migrations, dryRun: true })).structure;
}

function refuseDifferences(
  proof: HotfixProof,
  to: string,
  expected: DatabaseStructure,
  actual: DatabaseStructure,
): void {
  const differences = compareStructures(expected, actual);
  if (differences.length === 0) return;
  const list = differences.map((difference) => formatDifference(difference)).join('\n');
  throw refused(proof, `After ${to} it makes something else than before it:\n${list}`);
}

function refused(
  { version, versions }: HotfixProof,
  why: string,
  cause?: unknown,
): SchemaServiceError {
  return new SchemaServiceError(
    {
      code: 'RELEASE_HOTFIX_REFUSED',
      message: `${version} does not apply to databases at ${versions.join(', ')}.`,
      why,
      fix: 'Write its migrations so that they work before and after those versions, or release it for its own line alone: without --applies-to.',
      meta: { version, appliesTo: versions },
    },
    cause === undefined ? undefined : { cause },
  );
}
