import { quoteIdentifier } from '@schema-service/postgres-sql';
import type { Enum, Model, View } from '@schema-service/schema-model';
import { qualifiedName } from './names.ts';

/** A statement that gives something another name or place, and the one that undoes it; either may be empty. */
export interface RenameStep {
  readonly up: string;
  readonly down: string;
}

/** What stands in a schema of PostgreSQL under a name. */
export type Named = Pick<Model | View | Enum, 'dbName' | 'namespace'>;

export const typeName = ({ namespace, dbName }: Named): string => qualifiedName(namespace, dbName);

export const renameStep = (up: string, down: string): RenameStep => ({ up, down });

/** Into the other schema first, where the new name must be free. */
export function move(kind: 'TABLE' | 'TYPE', from: Named, to: Named): readonly RenameStep[] {
  const [before, after] = [from.namespace ?? 'public', to.namespace ?? 'public'];
  const moved = qualifiedName(after, from.dbName);
  return [
    ...(before === after
      ? []
      : [
          renameStep(
            `ALTER ${kind} ${qualifiedName(before, from.dbName)} SET SCHEMA ${quoteIdentifier(after)}`,
            `ALTER ${kind} ${moved} SET SCHEMA ${quoteIdentifier(before)}`,
          ),
        ]),
    ...(from.dbName === to.dbName
      ? []
      : [
          renameStep(
            `ALTER ${kind} ${moved} RENAME TO ${quoteIdentifier(to.dbName)}`,
            `ALTER ${kind} ${qualifiedName(after, to.dbName)} RENAME TO ${quoteIdentifier(from.dbName)}`,
          ),
        ]),
  ];
}

export const renameColumn = (table: string, before: string, after: string): RenameStep =>
  renameStep(
    `ALTER TABLE ${table} RENAME COLUMN ${quoteIdentifier(before)} TO ${quoteIdentifier(after)}`,
    `ALTER TABLE ${table} RENAME COLUMN ${quoteIdentifier(after)} TO ${quoteIdentifier(before)}`,
  );
