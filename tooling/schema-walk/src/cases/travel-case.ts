import { isSchemaServiceError } from '@schema-service/errors';
import { draftMigrations, type MigrationDraft } from '@schema-service/migration-draft';
import {
  compareStructures,
  type DatabaseStructure,
  formatDifference,
  type StructureDifference,
  type StructureObject,
} from '@schema-service/migrator';
import { partsOf } from '@schema-service/postgres-sql';
import { fillTables, readRows, type TableRows } from '@schema-service/rehearsal';
import { diff } from '@schema-service/schema-diff';
import { withoutViews } from '@schema-service/schema-model';
import { applyDrafts, undoDrafts } from '../apply-drafts.ts';
import { fillDatabase, structureIn, type WalkDatabase } from '../schema-database.ts';
import type { Roads } from '../there-and-back.ts';
import { compareKept } from './compare-kept.ts';
import { type Correspondence, correspondences, renamesOf } from './correspondence.ts';
import type { Case, FillStop } from './load-case.ts';

/** What a case came to: nothing is wrong where there are no problems. */
export interface CaseJourney {
  readonly drafts: readonly MigrationDraft[];
  readonly problems: readonly string[];
}

/**
 * Makes a database at the previous schema with what it has beside it, fills it with rows, and takes it up, down and
 * up again by the drafts, with rows written at every stop. At each it is compared with a database that was made
 * directly, and with the rows that it had before.
 */
export async function travelCase({ travelled, direct }: Roads, given: Case): Promise<CaseJourney> {
  const problems: string[] = [];
  const changes = diff(given.previous, given.current);
  const renames = renamesOf(changes);
  const there = correspondences(given.previous, given.current, renames.there);
  const back = correspondences(given.current, given.previous, renames.back);

  await fillDatabase(direct, given.previous);
  const bare = await structureIn(direct);
  await makePrevious(travelled, given);
  const before = await structureIn(travelled);
  const beside = besides(bare, before);
  await fillDatabase(direct, given.current);
  const after = await structureIn(direct);

  let drafts: readonly MigrationDraft[] = [];
  let rounds = 0;
  const fill = async (stop: FillStop): Promise<readonly TableRows[]> => {
    const sql = stop === 'current' ? given.currentRows : undefined;
    const { client } = travelled;
    if (sql !== undefined) await client.query(sql);
    if (!given.unfilled.includes(stop)) {
      const filled = await fillTables(client, {
        after: 100 * rounds++,
        isDistinct: given.isDistinct,
      });
      const empty = filled.filter(({ rows }) => rows === 0);
      problems.push(
        ...empty.map(({ table, problem }) => `${stop}: no row for ${table}: ${problem}`),
      );
    }
    return readRows(client);
  };
  const look = (): Promise<readonly TableRows[]> => readRows(travelled.client);
  const told = (stop: string, lines: readonly string[]): void => {
    problems.push(...lines.map((line) => `${stop}: ${line}`));
  };
  /** Goes one way, and compares the rows with those that were there. */
  const go = async (
    stop: string,
    work: () => Promise<void>,
    rows: readonly TableRows[],
    pairs: readonly Correspondence[],
  ): Promise<readonly TableRows[]> => {
    await work();
    const now = await look();
    told(stop, compareKept(rows, now, pairs, { mayGrow: false }));
    return now;
  };
  const up = (): Promise<void> => applyDrafts(travelled, drafts);
  const down = (): Promise<void> => undoDrafts(travelled, drafts);
  const compareWithCurrent = async (stop: string): Promise<DatabaseStructure> => {
    const structure = await structureIn(travelled);
    told(stop, differencesBeside(after, structure, beside, given.gone));
    return structure;
  };

  try {
    drafts = draftMigrations(given.previous, given.current, changes, {
      structure: before.objects,
    });
    const first = await fill('previous');
    await go('up', up, first, there);
    const firstUp = await compareWithCurrent('up');
    const written = await fill('current');
    const returned = await go('down', down, written, back);
    const kept = there.map(
      ({ from, columns }): Correspondence => ({
        from,
        to: from,
        columns: columns.map((column) => ({
          ...column,
          to: column.from,
          valueAfter: (text) => (column.valueAfter(text) === undefined ? undefined : text),
        })),
      }),
    );
    told('down', compareKept(first, returned, kept, { mayGrow: true }));
    told('down', differences(before, await structureIn(travelled)));
    const second = await fill('previous');
    await go('up again', up, second, there);
    told('up again', differences(firstUp, await compareWithCurrent('up again')));
  } catch (error) {
    problems.push(failure(error));
  }
  return { drafts, problems };
}

/** Makes the database that a case begins with. */
export async function makePrevious(
  database: WalkDatabase,
  { previous, previousSql, extra, rows }: Case,
): Promise<void> {
  await fillDatabase(database, previousSql === undefined ? withoutViews(previous) : null);
  for (const sql of [previousSql, extra, rows]) {
    if (sql !== undefined) await database.client.query(sql);
  }
}

function failure(error: unknown): string {
  if (isSchemaServiceError(error)) {
    return [error.code, error.message, error.why, String(error.cause ?? '')]
      .filter(Boolean)
      .join(' ');
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A schema of PostgreSQL stays when nothing of ours is left in it. */
const isOurs = (difference: StructureDifference): boolean =>
  difference.kind !== 'unexpected' || difference.actual.kind !== 'schema';

const differences = (expected: DatabaseStructure, actual: DatabaseStructure): readonly string[] =>
  compareStructures(expected, actual).filter(isOurs).map(formatDifference);

/** What a database has that its schema alone does not make: by kind, and by the last part of the name. */
type Besides = ReadonlyMap<string, StructureObject>;

const keyOf = ({ kind, name }: Pick<StructureObject, 'kind' | 'name'>): string =>
  `${kind} ${partsOf(name).at(-1)}`;

function besides(bare: DatabaseStructure, full: DatabaseStructure): Besides {
  const objects = new Map(full.objects.map((object) => [`${object.kind} ${object.name}`, object]));
  return new Map(
    compareStructures(bare, full).flatMap(
      (difference): readonly (readonly [string, StructureObject])[] => {
        if (difference.kind === 'missing') return [];
        const found =
          difference.kind === 'unexpected'
            ? difference.actual
            : objects.get(`${difference.object.kind} ${difference.object.name}`);
        return found ? [[keyOf(found), found]] : [];
      },
    ),
  );
}

const viewKinds = new Set(['view', 'materialized view']);

/** What differs from the schema, apart from what was there beside it; of that, what is gone. */
function differencesBeside(
  expected: DatabaseStructure,
  actual: DatabaseStructure,
  beside: Besides,
  gone: readonly string[],
): readonly string[] {
  const views = new Set(
    [...expected.objects, ...actual.objects]
      .filter(({ kind }) => viewKinds.has(kind))
      .map(({ name }) => name),
  );
  const isBeside = (object: Pick<StructureObject, 'kind' | 'name' | 'table'>): boolean =>
    beside.has(keyOf(object)) ||
    viewKinds.has(object.kind) ||
    views.has(object.table ?? '') ||
    views.has(tableOf(object));
  const others = compareStructures(expected, actual)
    .filter(isOurs)
    .filter((difference) => {
      if (difference.kind === 'changed') return !isBeside(difference.object);
      return !isBeside(difference.kind === 'missing' ? difference.expected : difference.actual);
    });
  const there = new Set(actual.objects.map(keyOf));
  const lost = [...beside]
    .filter(
      ([key, { name, kind }]) =>
        !there.has(key) && kind !== 'column' && !gone.includes(partsOf(name).at(-1) ?? ''),
    )
    .map(([key]) => `${key}, which the schema does not say, is gone`);
  const wantedViews = expected.objects
    .filter(({ kind }) => kind === 'view')
    .map(({ name }) => name);
  const lostViews = wantedViews.filter((view) => !actual.objects.some(({ name }) => name === view));
  return [
    ...others.map(formatDifference),
    ...lost,
    ...lostViews.map((view) => `view ${view} is missing`),
  ];
}

/** The table of a column, whose entry for a changed property names the column alone. */
const tableOf = ({ kind, name }: Pick<StructureObject, 'kind' | 'name'>): string =>
  kind === 'column' ? name.slice(0, name.lastIndexOf('.')) : '';
