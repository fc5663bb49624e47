import { quoteIdentifier, quoteText } from '@schema-service/postgres-sql';
import type { Enum, Field, Model, SchemaModel, View } from '@schema-service/schema-model';
import type { RenamedJoinTable } from './align-join-tables.ts';
import { joinTableSteps } from './join-table-steps.ts';
import { qualifiedName, sequenceName } from './names.ts';
import { move, type RenameStep, renameColumn, renameStep, typeName } from './rename-step.ts';
import type { RenamedNames } from './renamed-names.ts';

/** A part of the database under the names that it had and has. */
interface Pair<Part> {
  readonly from: Part;
  readonly to: Part;
}

const pairOf = <Part>(from: Part, to: Part | undefined): readonly Pair<Part>[] =>
  to === undefined ? [] : [{ from, to }];

const hasNewName = ({ from, to }: Pair<{ readonly dbName: string }>): boolean =>
  from.dbName !== to.dbName;

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
    ...added.map((name) => renameStep(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(name)}`, '')),
    ...inPossibleOrder(
      previous.enums.flatMap((from) =>
        pairOf(
          from,
          current.enums.find(({ name }) => name === names.enumName(from.name)),
        ),
      ),
      typeName,
    ).flatMap(({ from, to }) => renameEnum(from, to, names)),
    ...inPossibleOrder(
      [...previous.models, ...previous.views].flatMap((from) =>
        pairOf(
          from,
          entities.find(({ name }) => name === names.entityName(from.name)),
        ),
      ),
      typeName,
    ).flatMap(({ from, to }) => renameEntity(from, to, names)),
    ...joinTables.flatMap((table) => joinTableSteps(table)),
  ];
}

/** Those that hold something: the engine makes no others. */
const namespacesOf = ({ enums, models, views }: SchemaModel): ReadonlySet<string> =>
  new Set([...enums, ...models, ...views].map(({ namespace }) => namespace ?? 'public'));

function renameEnum(from: Enum, to: Enum, names: RenamedNames): readonly RenameStep[] {
  const type = typeName(to);
  const values = from.values.flatMap((value) =>
    pairOf(
      value,
      to.values.find(({ name }) => name === names.enumValue(from.name, value.name)),
    ),
  );
  return [
    ...move('TYPE', from, to),
    ...inPossibleOrder(values, ({ dbName }) => dbName)
      .filter(hasNewName)
      .map((value) => {
        const [before, after] = [quoteText(value.from.dbName), quoteText(value.to.dbName)];
        return renameStep(
          `ALTER TYPE ${type} RENAME VALUE ${before} TO ${after}`,
          `ALTER TYPE ${type} RENAME VALUE ${after} TO ${before}`,
        );
      }),
  ];
}

function renameEntity(
  from: Model | View,
  to: Model | View,
  names: RenamedNames,
): readonly RenameStep[] {
  if (to.kind !== from.kind) return [];
  const table = typeName(to);
  const pairs = from.fields
    .flatMap((field) =>
      pairOf(
        field,
        to.fields.find(({ name }) => name === names.fieldName(from.name, field.name)),
      ),
    )
    .filter((pair) => pair.from.kind !== 'relation' && pair.to.kind !== 'relation');
  const columns = inPossibleOrder(pairs, ({ dbName }) => dbName).filter(hasNewName);
  return [
    ...move('TABLE', from, to),
    ...columns.flatMap((column) => renameColumn(table, column.from.dbName, column.to.dbName)),
    ...pairs.flatMap((pair) => renameSequence(pair.from, from, pair.to, to)),
  ];
}

/** A name that another has yet is taken after that one has another. */
function inPossibleOrder<Part>(
  pairs: readonly Pair<Part>[],
  nameOf: (part: Part) => string,
): readonly Pair<Part>[] {
  const ordered: Pair<Part>[] = [];
  let waiting = [...pairs];
  while (waiting.length > 0) {
    const taken = new Set(waiting.map(({ from }) => nameOf(from)));
    const possible = waiting.filter(
      ({ from, to }) => nameOf(from) === nameOf(to) || !taken.has(nameOf(to)),
    );
    // Names that only change places have no order: `renameFindings` tells them before.
    const next = possible.length > 0 ? possible : waiting;
    ordered.push(...next);
    waiting = waiting.filter((pair) => !next.includes(pair));
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
    `ALTER SEQUENCE IF EXISTS ${qualifiedName(to.namespace, one)} RENAME TO ${quoteIdentifier(other)}`;
  return [renameStep(rename(before, after), rename(after, before))];
}
