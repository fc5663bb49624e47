import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSchema, type SchemaModel } from '@schema-service/schema-model';

/** The cases of the drafts' own tests. */
export const casesFolder: string = join(
  import.meta.dirname,
  ...['..', '..', '..', '..', 'packages', 'migration-draft', 'test', 'cases'],
);

/** The stops of the way at which rows are written. */
export type FillStop = 'previous' | 'current';

/** A change of a schema with all that a database of it may have beside. */
export interface Case {
  readonly name: string;
  readonly previous: SchemaModel;
  readonly current: SchemaModel;
  /** SQL that makes the previous schema, where Prisma's is not to be taken. */
  readonly previousSql?: string;
  /** SQL of what the previous database has beside its schema: views, triggers, checks. */
  readonly extra?: string;
  /** Rows to begin with, beside the generated ones. */
  readonly rows?: string;
  /** Rows to write at the current schema, beside the generated ones. */
  readonly currentRows?: string;
  /** Where no rows are generated: any that are might not fit the other schema. */
  readonly unfilled: readonly FillStop[];
  /** Whether generated rows have no value in common, for what the other schema keeps unique. */
  readonly isDistinct: boolean;
  /** Whether writers may write what they like: false where values of the one schema need not fit the other. */
  readonly takesWriters: boolean;
  /** Names of what `extra` makes and the change cannot keep. */
  readonly gone: readonly string[];
}

/** The `case.json` of a case. */
interface CaseFile {
  readonly unfilled?: readonly FillStop[];
  readonly distinct?: boolean;
  readonly writers?: boolean;
  readonly gone?: readonly string[];
}

/**
 * Reads `<folder>/<name>/`: `previous.prisma`, `current.prisma`, and where there are `previous.sql`,
 * `extra.sql`, `rows.sql`, `current-rows.sql` and `case.json`.
 */
export function loadCases(folder: string): readonly Case[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'previous.prisma')))
    .toSorted()
    .map((name) => loadCase(folder, name));
}

function loadCase(folder: string, name: string): Case {
  const text = (file: string): string | undefined => {
    const path = join(folder, name, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  };
  const schema = (side: string): SchemaModel =>
    parseSchema([{ path: `${name}/${side}.prisma`, content: text(`${side}.prisma`) ?? '' }]);
  const sql = {
    previousSql: text('previous.sql'),
    extra: text('extra.sql'),
    rows: text('rows.sql'),
    currentRows: text('current-rows.sql'),
  };
  const {
    unfilled = [],
    distinct = false,
    writers = true,
    gone = [],
  }: CaseFile = JSON.parse(text('case.json') ?? '{}');
  return {
    name,
    previous: schema('previous'),
    current: schema('current'),
    ...Object.fromEntries(Object.entries(sql).filter(([, content]) => content !== undefined)),
    unfilled,
    isDistinct: distinct,
    takesWriters: writers,
    gone,
  };
}
