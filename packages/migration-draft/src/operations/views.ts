import { columnsOf, type View } from '@schema-service/schema-model';
import { nameOf, sqlName } from '../database/names.ts';
import { type Operation, type Part, type Statement, statement } from '../operation.ts';
import type { Pair } from '../plan/transition.ts';
import {
  findObject,
  type Structure,
  type StructureObject,
  viewCreation,
} from '../structure/structure.ts';
import { columnStatements, move, renamePart } from './renames.ts';

/** What the last release knows of a view. */
export const findView = (structure: Structure, view: View): StructureObject | undefined =>
  findObject(structure, ['view', 'materialized view'], nameOf(view));

const columns = (view: View): string =>
  columnsOf(view)
    .map(({ dbName }) => dbName)
    .join(', ');

const title = (view: View): string => sqlName(nameOf(view));

/** The schema language does not know a view's query: a person writes it. */
export function createView(view: View): Operation {
  return {
    act: 'create view',
    parts: [
      {
        stage: 'switch',
        locks: [],
        up: [toCreate(view)],
        down: [statement('', `TODO: drop the view ${title(view)}.`)],
        note: `Write the SQL of the view ${title(view)} where both files say TODO.`,
      },
    ],
  };
}

const toCreate = (view: View): Statement =>
  statement('', `TODO: create the view ${title(view)} with the columns ${columns(view)}.`);

/** A view goes before what it reads; the last release knows how to make it again. */
export function dropView(view: View, structure: Structure): Operation {
  const found = findView(structure, view);
  const part: Part =
    found === undefined
      ? {
          stage: 'switch',
          locks: [],
          up: [statement('', `TODO: drop the view ${title(view)}.`)],
          down: [toCreate(view)],
          note: `Write the SQL of the view ${title(view)} where both files say TODO.`,
        }
      : {
          stage: 'switch',
          locks: [],
          isAtomic: true,
          up: [statement(`DROP ${found.kind.toUpperCase()} ${found.name}`)],
          down: viewCreation(found, structure).map((sql) => statement(sql)),
        };
  return { act: 'drop view', parts: [part] };
}

/** A view under another name, in another schema of PostgreSQL, or with other names of columns. */
export function renameView({ before, after }: Pair<View>): Operation | undefined {
  const [from, to] = [nameOf(before), nameOf(after)];
  const old = new Map(columnsOf(before).map(({ name, dbName }) => [name, dbName]));
  const columns = columnsOf(after).map(({ name, dbName }) => ({
    from: old.get(name) ?? dbName,
    to: dbName,
  }));
  // PostgreSQL takes a view for a table here.
  const statements = [...move('TABLE', from, to), ...columnStatements(sqlName(to), columns)];
  if (statements.length === 0) return undefined;
  return { act: 'rename view', parts: [renamePart([], statements)] };
}

/** Whether both show the same columns, whatever they are called in the database and whatever type they have. */
export function hasSameColumns({ before, after }: Pair<View>): boolean {
  const names = (view: View): string =>
    columnsOf(view)
      .map(({ name }) => name)
      .join();
  return names(before) === names(after);
}

/** Whether the columns of both have the same types. */
export function hasSameTypes({ before, after }: Pair<View>): boolean {
  const types = (view: View): string =>
    JSON.stringify(
      columnsOf(view).map((field) => [
        field.kind === 'unsupported' ? field.databaseType : field.type,
        field.kind === 'scalar' ? field.nativeType : null,
        field.arity,
      ]),
    );
  return types(before) === types(after);
}
