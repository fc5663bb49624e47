import type { RenameSide } from '../change.ts';
import type { ResolvedRename } from './resolved-rename.ts';

/** Looks up what things are called after renames. Owners are given by their new name; what was not renamed keeps its name. */
export interface NewNames {
  /** A model, view or enum, by its old name. */
  readonly top: (name: string) => string;
  /** A field or an enum's value, by its old name. */
  readonly member: (owner: string, name: string) => string;
  /** The database's name for a model, view or enum, by its new name in the schema. */
  readonly table: (name: string, dbName: string) => string;
  /** The database's name for a field or value, by its new name in the schema. */
  readonly column: (owner: string, name: string, dbName: string) => string;
}

export function newNamesOf(renames: readonly ResolvedRename[]): NewNames {
  const tops = new Map<string, RenameSide>();
  const members = new Map<string, RenameSide>();
  const databaseNames = new Map<string, string>();
  for (const { owner, previous, current } of renames) {
    const target = owner === undefined ? tops : members;
    target.set(path(owner, previous.name), current);
    if (current.databaseName !== null) {
      databaseNames.set(path(owner, current.name), current.databaseName);
    }
  }
  return {
    top: (name) => tops.get(name)?.name ?? name,
    member: (owner, name) => members.get(path(owner, name))?.name ?? name,
    table: (name, dbName) => databaseNames.get(name) ?? dbName,
    column: (owner, name, dbName) => databaseNames.get(path(owner, name)) ?? dbName,
  };
}

const path = (owner: string | undefined, name: string): string =>
  owner === undefined ? name : `${owner}.${name}`;
