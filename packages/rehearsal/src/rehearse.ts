import {
  ACCEPTED_FILE,
  compareStructures,
  contract,
  type DatabaseStructure,
  down,
  isKeptValues,
  type MigrateOptions,
  type MigrationEvent,
  madeOnlyBy,
  NO_VERSION,
  oldestBeside,
  readStructure,
  type SettledDifferences,
  type StructureDifference,
  type StructureObject,
  settleDifferences,
  up,
  versionSchema,
} from '@schema-service/migrator';
import type { RehearsalVersions } from './choose-versions.ts';
import { fillTables } from './fill/fill-tables.ts';
import type { RehearsalOptions } from './rehearsal-options.ts';
import type {
  FilledTable,
  RehearsalReport,
  RehearsalStepName,
  TableComparison,
} from './rehearsal-report.ts';
import { compareRows } from './rows/compare-rows.ts';
import { readRows } from './rows/read-rows.ts';
import type { TableRows } from './rows/table-rows.ts';
import { createSteps, type StepFindings } from './steps.ts';
import { compareWithSchema } from './structure/compare-with-schema.ts';
import { withClient } from './with-client.ts';

/** A database at one moment. */
interface Moment {
  readonly structure: DatabaseStructure;
  readonly rows: readonly TableRows[];
}

/** Tries the migrations on an empty database, which is left as it is then. */
export async function rehearse(
  { fromVersion, version, model, migrations, repeatables, accepted }: RehearsalVersions,
  connection: string,
  onEvent: RehearsalOptions['onEvent'],
): Promise<RehearsalReport> {
  const steps = createSteps(onEvent);
  const tables: FilledTable[] = [];
  const comparisons: TableComparison[] = [];
  const look = (): Promise<Moment> =>
    withClient(connection, async (client) => ({
      structure: await readStructure(client),
      rows: await readRows(client),
    }));
  const setBefore = new Map(fromVersion === null ? [] : [[fromVersion, repeatables.before]]);
  const options = (name: RehearsalStepName): MigrateOptions => ({
    connection,
    migrations,
    repeatables: isBefore(name) ? setBefore : new Map([[version, repeatables.after]]),
    // Recorded structures are of released versions; this one is compared with its schema.
    snapshots: new Map(),
    allowDataLoss: true,
    onEvent: (event: MigrationEvent) => onEvent?.({ kind: 'migrationEvent', name, event }),
  });
  // What a version keeps for older ones goes, too: alone it is what its schema says.
  const ends = migrations.findLast(
    (one) => one.version === version && one.phase === 'contract',
  )?.ends;
  // The views of those stay when the version is taken back: their clients use them.
  const living = migrations.flatMap(({ version: own, ends: older }) =>
    own === version && older !== undefined ? [versionSchema(older)] : [],
  );
  const isKept = isKeptValues(migrations);
  const upTo = async (name: RehearsalStepName): Promise<void> => {
    await up({ ...options(name), to: version });
    if (ends !== undefined) await contract({ ...options(name), version: ends });
  };
  const back = fromVersion ?? NO_VERSION;
  let before: Moment | undefined;
  let firstUp: Moment | undefined;
  const compareWith = async (
    earlier: Moment | undefined,
    way: TableComparison['way'],
  ): Promise<StepFindings> => {
    if (!earlier) throw new Error(`Nothing was seen to compare ${way} with.`);
    const now = await look();
    comparisons.push(...compareRows(earlier.rows, now.rows, way));
    const isRepeatable = madeOnlyBy(repeatables.after, repeatables.before);
    const isLeft = (object: StructureObject): boolean =>
      isRepeatable(object) || living.some((schema) => object.name.startsWith(`${schema}.`));
    const differences = compareStructures(earlier.structure, now.structure).filter(
      (difference) =>
        isTold(difference) &&
        !(
          way === 'down' &&
          (isKept(difference) || (difference.kind === 'unexpected' && isLeft(difference.actual)))
        ),
    );
    return { differences };
  };

  await steps.run('prepare', [], async () => {
    if (fromVersion === null) return { note: 'It is the first version.' };
    const oldest = oldestBeside(migrations, version);
    if (oldest !== undefined) await up({ ...options('prepare'), to: oldest });
    await up({ ...options('prepare'), to: fromVersion });
    return {};
  });
  await steps.run('fill', ['prepare'], async () => {
    tables.push(...(await withClient(connection, fillTables)));
    before = await look();
    const without = tables.filter(({ rows }) => rows === 0).map(({ table }) => table);
    return without.length > 0 ? { note: `No row could be made for ${without.join(', ')}.` } : {};
  });
  await steps.run('up', ['fill'], async () => {
    await upTo('up');
    firstUp = await look();
    comparisons.push(...compareRows(before?.rows ?? [], firstUp.rows, 'up'));
    return {};
  });
  await steps.run('compare with schema', ['up'], async () =>
    settledFindings(settleDifferences(await compareWithSchema(connection, model), accepted)),
  );
  await steps.run('down', ['up'], async () => {
    await down({ ...options('down'), to: back });
    return {};
  });
  await steps.run('compare with previous', ['down'], () => compareWith(before, 'down'));
  await steps.run('up again', ['down'], async () => {
    await upTo('up again');
    return {};
  });
  await steps.run('compare with first up', ['up again'], () => compareWith(firstUp, 'up again'));

  const ok = steps.list.every(({ status }) => status !== 'failed');
  return {
    kind: 'rehearsalReport',
    fromVersion,
    version,
    ok,
    steps: steps.list,
    tables,
    comparisons,
  };
}

/** What was accepted is told, and fails nothing; nor does what is accepted and gone. */
function settledFindings({ open, accepted, stale }: SettledDifferences): StepFindings {
  const parts = [
    ...(accepted.length > 0 ? [`Accepted in ${ACCEPTED_FILE}: ${accepted.length}.`] : []),
    ...stale.map(
      ({ object, name, property = '' }) =>
        `${ACCEPTED_FILE} accepts a difference that is gone: ${`${object} ${name} ${property}`.trim()}. Take it out once this version is released.`,
    ),
  ];
  return { differences: open, ...(parts.length > 0 ? { note: parts.join('\n') } : {}) };
}

/** Whether the database is at the version before, or on its way there. */
const isBefore = (name: RehearsalStepName): boolean => name === 'prepare' || name === 'down';

/** A schema of PostgreSQL may stay when nothing is left in it: what is in it is a difference of its own. */
const isTold = (difference: StructureDifference): boolean =>
  difference.kind !== 'unexpected' || difference.actual.kind !== 'schema';
