import { assertNever } from '@schema-service/errors';
import { scanStatements } from '@schema-service/postgres-sql';
import { type Change, type ChangeId, isRename } from '@schema-service/schema-diff';
import { columnsOf, type Model, type SchemaModel, type View } from '@schema-service/schema-model';
import type { ChangedSchemas } from './service-edit.ts';

/** A migration as far as the changelog reads it. */
export interface MigrationText {
  /** `007_ratings` */
  readonly id: string;
  /** The text of its `up.sql`. */
  readonly up: string;
}

/** What no database is told of: clients and readers alone. */
const outsideDatabase: ReadonlySet<ChangeId> = new Set<ChangeId>([
  'DOCUMENTATION_CHANGED',
  'FIELDS_REORDERED',
  'FIELD_IGNORED',
  'FIELD_UNIGNORED',
  'MODEL_IGNORED',
  'MODEL_UNIGNORED',
  'VIEW_IGNORED',
  'VIEW_UNIGNORED',
  'UPDATED_AT_ADDED',
  'UPDATED_AT_REMOVED',
  'RELATION_MODE_CHANGED',
  'RELATION_NAME_CHANGED',
]);

/** Finds the migrations that carry a change, by the names that their statements have. Pure. */
export function carryingMigrations(
  migrations: readonly MigrationText[],
  schemas: ChangedSchemas,
): (change: Change) => readonly string[] {
  const named = migrations.map(({ id, up }) => ({ id, statements: statementNames(up) }));
  return (change) => {
    if (outsideDatabase.has(change.id)) return [];
    if (isRename(change) && change.previous.databaseName === change.current.databaseName) return [];
    const wanted = namesOf(change, schemas).filter((names) => names.length > 0);
    return named
      .filter(({ statements }) =>
        statements.some((found) => wanted.some((names) => names.every((name) => found.has(name)))),
      )
      .map(({ id }) => id);
  };
}

// A quoted name, a text, or a bare word.
const NAME = /"((?:[^"]|"")+)"|'((?:[^']|'')*)'|([\p{L}_][\p{L}\p{N}_$]*)/gu;

// Where a new value of an enum stands, which is about that value alone.
const NEIGHBOUR = /\b(?:BEFORE|AFTER)\s+'(?:[^']|'')*'/gi;

/** The names in each statement that defines something. */
function statementNames(sql: string): readonly ReadonlySet<string>[] {
  return statementsOf(sql)
    .filter((text) => /^(?:CREATE|ALTER|DROP|DO|UPDATE)\b/i.test(text))
    .map(
      (text) =>
        new Set(
          [...text.replace(NEIGHBOUR, '').matchAll(NAME)].map(
            ([, quoted, literal, word]) =>
              quoted?.replaceAll('""', '"') ?? literal?.replaceAll("''", "'") ?? word ?? '',
          ),
        ),
    );
}

function statementsOf(sql: string): readonly string[] {
  try {
    return [...scanStatements(sql)].map(({ start, end }) => sql.slice(start, end));
  } catch {
    // What cannot be read is told elsewhere; here it carries nothing.
    return [];
  }
}

/** Sets of names, any of which a statement that makes the change has. */
function namesOf(change: Change, schemas: ChangedSchemas): readonly (readonly string[])[] {
  const { subject } = change;
  const sides = [schemas.current, schemas.previous];
  switch (subject.kind) {
    case 'schema':
      return [];
    case 'namespace':
      return [[subject.name]];
    case 'extension':
      return sides.flatMap(({ extensions = [] }) =>
        extensions.filter(({ name }) => name === subject.name).map(({ dbName }) => [dbName]),
      );
    case 'enum':
      return [oldName(change), ...sides.map((schema) => enumName(schema, subject.name))].map(list);
    case 'enumValue': {
      const owners = sides.flatMap((schema) => list(enumName(schema, subject.enum)));
      const values = sides.flatMap((schema) => list(valueName(schema, subject.enum, subject.name)));
      return pairs(owners, [...list(oldName(change)), ...values]);
    }
    case 'model':
    case 'view':
      return [
        oldName(change),
        ...sides.map((schema) => entityOf(schema, subject.name)?.dbName),
      ].map(list);
    case 'field': {
      const tables = tablesOf(change, schemas);
      const columns = sides.flatMap((schema) =>
        list(columnName(schema, subject.entity, subject.name)),
      );
      return pairs(tables, [...list(oldName(change)), ...columns]);
    }
    case 'primaryKey':
    case 'unique':
    case 'index':
    case 'relation':
      return constraintNames(change);
    default:
      return assertNever(subject);
  }
}

const list = (name: string | null | undefined): readonly string[] =>
  name === null || name === undefined ? [] : [name];

const pairs = (
  owners: readonly string[],
  parts: readonly string[],
): readonly (readonly string[])[] => owners.flatMap((owner) => parts.map((part) => [owner, part]));

const oldName = (change: Change): string | null =>
  isRename(change) ? change.previous.databaseName : null;

const enumName = ({ enums }: SchemaModel, name: string): string | undefined =>
  enums.find((one) => one.name === name)?.dbName;

const valueName = ({ enums }: SchemaModel, owner: string, name: string): string | undefined =>
  enums.find((one) => one.name === owner)?.values.find((value) => value.name === name)?.dbName;

const entityOf = ({ models, views }: SchemaModel, name: string): Model | View | undefined =>
  [...models, ...views].find((entity) => entity.name === name);

function columnName(schema: SchemaModel, owner: string, name: string): string | undefined {
  const entity = entityOf(schema, owner);
  return entity === undefined
    ? undefined
    : columnsOf(entity).find((column) => column.name === name)?.dbName;
}

/** Both names of the table that a change is in, where that was renamed beside it. */
function tablesOf({ subject }: Change, { previous, current }: ChangedSchemas): readonly string[] {
  if (!('entity' in subject)) return [];
  return [entityOf(current, subject.entity), entityOf(previous, subject.entity)].flatMap((entity) =>
    list(entity?.dbName),
  );
}

/** Keys and indexes are dropped, made and renamed by their own names. */
function constraintNames({ previous, current }: Change): readonly (readonly string[])[] {
  return [previous, current].flatMap((part) =>
    typeof part === 'string'
      ? [[part]]
      : typeof part === 'object' && part !== null && 'dbName' in part
        ? [[part.dbName]]
        : [],
  );
}
