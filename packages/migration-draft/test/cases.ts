import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diff, renamesIn, underCurrentNames } from '@schema-service/schema-diff';
import { parseSchema, type SchemaModel } from '@schema-service/schema-model';
import { alignJoinTables } from '../src/database/align-join-tables.ts';
import { databaseOf } from '../src/database/database.ts';
import { draftMigrations, type MigrationDraft, type Structure } from '../src/index.ts';
import { planOperations } from '../src/plan/plan-operations.ts';
import { touchedBy } from '../src/plan/touched.ts';
import { createTransition } from '../src/plan/transition.ts';

const folder = join(import.meta.dirname, 'cases');

/** A change of a schema, with what the database has beside it. */
export interface DraftCase {
  readonly name: string;
  readonly previous: SchemaModel;
  readonly current: SchemaModel;
  readonly structure: Structure;
  /** The file that holds the drafts as they have to be. */
  readonly expected: string;
}

/** Reads `cases/<name>/`: `previous.prisma`, `current.prisma`, and `structure.json` where there is one. */
export function readCases(): readonly DraftCase[] {
  return readdirSync(folder).sort().map(readCase);
}

function readCase(name: string): DraftCase {
  const path = (file: string): string => join(folder, name, file);
  const schema = (file: string): SchemaModel =>
    parseSchema([{ path: `${name}/${file}`, content: readFileSync(path(file), 'utf8') }]);
  return {
    name,
    previous: schema('previous.prisma'),
    current: schema('current.prisma'),
    structure: existsSync(path('structure.json'))
      ? JSON.parse(readFileSync(path('structure.json'), 'utf8'))
      : [],
    expected: path('expected.sql'),
  };
}

export const draftsOf = ({
  previous,
  current,
  structure,
}: Pick<DraftCase, 'previous' | 'current' | 'structure'>): readonly MigrationDraft[] =>
  draftMigrations(previous, current, diff(previous, current), { structure });

/** All that is in the drafts, as one text. */
export const textOf = (drafts: readonly MigrationDraft[]): string =>
  drafts.length === 0 ? '-- No migration.\n' : drafts.map(draftText).join('\n');

const draftText = (draft: MigrationDraft, index: number): string => {
  const { kind, suffix, up, down, rollback, notes } = draft;
  return [
    `-- ======== ${index + 1} ${kind} ${suffix || '(the change)'}: rollback ${rollback}`,
    ...notes.map((note) => `-- note: ${note}`),
    '-- ---- up.sql',
    up,
    '-- ---- down.sql',
    down,
  ].join('\n');
};

/** What the operations are that the drafts are made of, in their order. */
export function actsOf({ previous, current, structure }: DraftCase): readonly string[] {
  const changes = diff(previous, current);
  const old = underCurrentNames(previous, renamesIn(changes), { databaseNames: 'kept' });
  const after = databaseOf(current);
  const before = alignJoinTables(databaseOf(old), after);
  const transition = createTransition(before, after, touchedBy(changes, before, after), structure);
  const views = { before: old.views, after: current.views };
  return planOperations({ transition, views }).map(({ act }) => act);
}
