import type { Enum, Field, Model, SchemaModel, View } from '@schema-service/schema-model';
import type { RenamedJoinTable } from './align-join-tables.ts';
import { literal, nameWith, qualifiedName, quoted, sequenceName } from './names.ts';
import type { RenamedNames } from './renamed-names.ts';

/** A statement that gives something another name or place, and the one that takes it back; either may be empty. */
export interface RenameStep {
  readonly up: string;
  readonly down: string;
}

type Named = Pick<Model | View | Enum, 'dbName' | 'namespace'>;

const step = (up: string, down: string): RenameStep => ({ up, down });

/** What has to move in the database so that it is as the aligned schema says, in the order in which it can. */
export function renameSteps(
  previous: SchemaModel,
  current: SchemaModel,
  names: RenamedNames,
  joinTables: readonly RenamedJoinTable[],
): readonly RenameStep[] {
  const entities = [...current.models, ...current.views];
  const known = namespacesOf(previous);
  const added = [...namespacesOf(current)]
    .filter((name) => name !== 'public' && !known.has(name))
    .sort();
  return [
    // Nothing takes it back: others may have put something there since.
    ...added.map((name) => step(`CREATE SCHEMA IF NOT EXISTS ${quoted(name)}`, '')),
    ...previous.enums.flatMap((declared) =>
      renameEnum(
        declared,
        current.enums.find(({ name }) => name === names.enumName(declared.name)),
        names,
      ),
    ),
    ...[...previous.models, ...previous.views].flatMap((entity) =>
      renameEntity(
        entity,
        entities.find(({ name }) => name === names.entityName(entity.name)),
        names,
      ),
    ),
    ...joinTables.flatMap(renameJoinTable),
  ];
}

/** Those that hold something: the engine makes no others. */
const namespacesOf = ({ enums, models, views }: SchemaModel): ReadonlySet<string> =>
  new Set([...enums, ...models, ...views].map(({ namespace }) => namespace ?? 'public'));

/** Into the other schema first, where the new name must be free. */
function move(kind: 'TABLE' | 'TYPE', from: Named, to: Named): readonly RenameStep[] {
  const [before, after] = [from.namespace ?? 'public', to.namespace ?? 'public'];
  const moved = qualifiedName(after, from.dbName);
  return [
    ...(before === after
      ? []
      : [
          step(
            `ALTER ${kind} ${qualifiedName(before, from.dbName)} SET SCHEMA ${quoted(after)}`,
            `ALTER ${kind} ${moved} SET SCHEMA ${quoted(before)}`,
          ),
        ]),
    ...(from.dbName === to.dbName
      ? []
      : [
          step(
            `ALTER ${kind} ${moved} RENAME TO ${quoted(to.dbName)}`,
            `ALTER ${kind} ${qualifiedName(after, to.dbName)} RENAME TO ${quoted(from.dbName)}`,
          ),
        ]),
  ];
}

function renameEnum(from: Enum, to: Enum | undefined, names: RenamedNames): readonly RenameStep[] {
  if (to === undefined) return [];
  const type = qualifiedName(to.namespace, to.dbName);
  const values = from.values.flatMap((value) => {
    const name = names.enumValue(from.name, value.name);
    const match = to.values.find((other) => other.name === name);
    if (match === undefined || match.dbName === value.dbName) return [];
    const [before, after] = [literal(value.dbName), literal(match.dbName)];
    return step(
      `ALTER TYPE ${type} RENAME VALUE ${before} TO ${after}`,
      `ALTER TYPE ${type} RENAME VALUE ${after} TO ${before}`,
    );
  });
  return [...move('TYPE', from, to), ...values];
}

function renameEntity(
  from: Model | View,
  to: Model | View | undefined,
  names: RenamedNames,
): readonly RenameStep[] {
  if (to === undefined || to.kind !== from.kind) return [];
  const table = qualifiedName(to.namespace, to.dbName);
  const pairs = from.fields.flatMap((field) => {
    const name = names.fieldName(from.name, field.name);
    const match = to.fields.find((other) => other.name === name);
    const isColumn = field.kind !== 'relation' && match?.kind !== 'relation';
    return match === undefined || !isColumn ? [] : [{ field, match }];
  });
  const columns = inPossibleOrder(
    pairs.filter(({ field, match }) => field.dbName !== match.dbName),
  );
  return [
    ...move('TABLE', from, to),
    ...columns.map(({ field, match }) =>
      step(
        `ALTER TABLE ${table} RENAME COLUMN ${quoted(field.dbName)} TO ${quoted(match.dbName)}`,
        `ALTER TABLE ${table} RENAME COLUMN ${quoted(match.dbName)} TO ${quoted(field.dbName)}`,
      ),
    ),
    ...pairs.flatMap(({ field, match }) => renameSequence(field, from, match, to)),
  ];
}

/** A name that another column has yet is taken after that one has another. */
function inPossibleOrder<T extends { readonly field: Field; readonly match: Field }>(
  renames: readonly T[],
): readonly T[] {
  const ordered: T[] = [];
  let waiting = [...renames];
  while (waiting.length > 0) {
    const taken = new Set(waiting.map(({ field }) => field.dbName));
    const possible = waiting.filter(({ match }) => !taken.has(match.dbName));
    // Names that only change places have no order: the first waits for nothing, and PostgreSQL says so.
    const next = possible.length > 0 ? possible : waiting;
    ordered.push(...next);
    waiting = waiting.filter((rename) => !next.includes(rename));
  }
  return ordered;
}

/** The sequence of a serial column is named after both, and does not follow them. */
function renameSequence(
  field: Field,
  from: Model | View,
  match: Field,
  to: Model | View,
): readonly RenameStep[] {
  if (field.kind !== 'scalar' || field.default?.kind !== 'autoincrement') return [];
  const before = sequenceName(from.dbName, field.dbName);
  const after = sequenceName(to.dbName, match.dbName);
  if (before === after) return [];
  const rename = (one: string, other: string): string =>
    `ALTER SEQUENCE IF EXISTS ${qualifiedName(to.namespace, one)} RENAME TO ${quoted(other)}`;
  return [step(rename(before, after), rename(after, before))];
}

/** The names of a join table's own key, index and constraints come from the table's. */
function renameJoinTable({ previous, current }: RenamedJoinTable): readonly RenameStep[] {
  const table = qualifiedName(current.namespace, current.dbName);
  const named = (kind: 'INDEX' | 'CONSTRAINT', suffix: string): RenameStep => {
    const [before, after] = [nameWith(previous.dbName, suffix), nameWith(current.dbName, suffix)];
    const rename = (one: string, other: string): string =>
      kind === 'INDEX'
        ? `ALTER INDEX IF EXISTS ${qualifiedName(current.namespace, one)} RENAME TO ${quoted(other)}`
        : `ALTER TABLE ${table} RENAME CONSTRAINT ${quoted(one)} TO ${quoted(other)}`;
    return step(rename(before, after), rename(after, before));
  };
  return [
    ...move('TABLE', previous, current),
    named('INDEX', '_AB_pkey'),
    named('INDEX', '_B_index'),
    named('CONSTRAINT', '_A_fkey'),
    named('CONSTRAINT', '_B_fkey'),
  ];
}
