import { partsOf } from '@schema-service/postgres-sql';
import type { Column, Table } from '../database/database.ts';
import { clause, type Operation, type Part, type Statement, statement } from '../operation.ts';
import { defaultAt, type Pair, type Transition } from '../plan/transition.ts';
import { type Dependent, dependentsOfColumns } from '../structure/structure.ts';
import { type Conversion, convert } from '../values/conversion.ts';
import { familyOf } from '../values/families.ts';
import { placeholder } from '../values/placeholder.ts';
import { makeAgain, placeFor } from './dependents.ts';
import { sequenceOf } from './tables.ts';

type Way = 'up' | 'down';

/** Columns of one table that get other types: in one statement, so that the table is written anew once. */
export function changeTypes(
  table: Table,
  columns: readonly Pair<Column>[],
  transition: Transition,
): Operation {
  const alter = transition.table(table.key, 'before');
  const name = transition.tableName(table.key, 'before');
  const known = new Set(
    transition.before.tables.get(table.key)?.indexes.map((index) => index.name),
  );
  const isOfSchema = (object: string): boolean => known.has(partsOf(object).at(-1) ?? object);
  const onColumns = (pairs: readonly Pair<Column>[]): readonly Dependent[] =>
    dependentsOfColumns(
      transition.structure,
      name,
      pairs.map(({ before }) => before.name),
    ).filter(({ name: dependent }) => !isOfSchema(dependent));
  const lost = onColumns(columns.filter(isOtherKind)).filter((one) => !one.survivesOtherKind);
  const isLost = ({ drop }: Dependent): boolean => lost.some((other) => other.drop === drop);
  const dependents = onColumns(columns).filter((one) => one.blocks || isLost(one));
  const ups = columns.map((pair) => retype(table, pair, 'up', transition));
  const downs = columns.map((pair) => retype(table, pair, 'down', transition));
  const losses = (changes: readonly Retyped[]): string | undefined =>
    changes.flatMap(({ conversion }) => conversion.decision?.loses ?? []).join(', and ') ||
    undefined;
  const [loses, losesDown] = [losses(ups), losses(downs)];
  const rewritten = ups.some(({ conversion }) => conversion.rewrites);
  const notes = [
    ...ups.flatMap(({ conversion }) =>
      conversion.decision === undefined
        ? []
        : [`Decide on ${conversion.decision.about}, where the migration says TODO.`],
    ),
    ...(rewritten ? [`${alter} is rewritten, and nobody can read or write it meanwhile.`] : []),
    ...dependents
      .filter(({ title }) => /view/.test(title))
      .map(({ title }) => `The ${title} is made anew: rights that were granted on it are gone.`),
    ...lost.map(({ title }) => `Write the ${title} anew, where the migration says TODO.`),
  ];
  const part: Part = {
    stage: 'switch',
    locks: [table.key],
    isAtomic: true,
    ...(rewritten || dependents.length > 0 ? { limit: '30min' as const } : {}),
    up: [
      ...dependents.map(({ drop }) => statement(drop)),
      ...ups.flatMap(({ clauses }) => clauses),
      ...ups.flatMap(({ behind }) => behind),
      ...dependents
        .toReversed()
        .flatMap((dependent) => (isLost(dependent) ? [placeFor(dependent)] : makeAgain(dependent))),
    ],
    down: [
      ...dependents.filter((one) => !isLost(one)).map(({ drop }) => statement(drop)),
      ...downs.flatMap(({ clauses }) => clauses),
      ...downs.flatMap(({ behind }) => behind),
      ...dependents.toReversed().flatMap(makeAgain),
    ],
    ...(loses === undefined ? {} : { loses }),
    ...(losesDown === undefined ? {} : { losesDown }),
    ...(notes.length === 0 ? {} : { note: notes.join('\n') }),
  };
  return { act: 'change type', parts: [part] };
}

/** What compares the column with a value cannot go on when its values are of another kind. */
const isOtherKind = ({ before, after }: Pair<Column>): boolean =>
  before.isList !== after.isList || familyOf(before) !== familyOf(after);

interface Retyped {
  readonly conversion: Conversion;
  readonly clauses: readonly Statement[];
  /** What follows the `ALTER TABLE`. */
  readonly behind: readonly Statement[];
}

function retype(table: Table, pair: Pair<Column>, way: Way, transition: Transition): Retyped {
  const [from, to] = way === 'up' ? [pair.before, pair.after] : [pair.after, pair.before];
  const alter = transition.table(table.key, 'before');
  const name = transition.column(table.key, from.key, 'before');
  const owner = way === 'up' ? table : (transition.before.tables.get(table.key) ?? table);
  const type = transition.typeAt(to, 'before');
  const value = to.isRequired ? placeholder(to, owner, 'before', transition)?.sql : undefined;
  // A transformation looks at no other row.
  const fallback = value?.startsWith('(SELECT') ? undefined : value;
  const conversion = convert({
    from,
    to,
    place: `${alter}.${name}`,
    column: name,
    type,
    enums: {
      from: enumOf(from, way === 'up' ? transition.before : transition.after),
      to: enumOf(to, way === 'up' ? transition.after : transition.before),
    },
    fallback,
    isKey: isKey(table, from.key, transition),
  });
  const { decision } = conversion;
  const becomesRequired = to.isRequired && !from.isRequired;
  const source = conversion.using ?? name;
  const using =
    becomesRequired && fallback !== undefined
      ? `coalesce(${source}, ${fallback})`
      : conversion.using;
  const comment =
    decision === undefined
      ? undefined
      : way === 'up'
        ? `TODO: decide on ${decision.about}.\nWhat stands here only lets the migration be tried.`
        : `Loses ${decision.loses}.`;
  const alterColumn = `ALTER COLUMN ${name}`;
  const [hadDefault, sequence] = [
    from.default !== undefined || from.isCounted,
    from.isCounted || to.isCounted
      ? sequenceOf(
          table.key,
          { ...to, type: (to.isCounted ? to : from).type },
          'before',
          transition,
        )
      : undefined,
  ];
  const keepsCount = from.isCounted && to.isCounted;
  const toDefault = defaultAt(to, 'before', transition);
  return {
    conversion,
    clauses: [
      ...(hadDefault && !keepsCount ? [clause(alter, `${alterColumn} DROP DEFAULT`)] : []),
      clause(
        alter,
        `${alterColumn} TYPE ${type}${using === undefined ? '' : ` USING ${using}`}`,
        comment,
      ),
      ...(toDefault === undefined
        ? []
        : [clause(alter, `${alterColumn} SET DEFAULT ${toDefault}`)]),
      ...(becomesRequired ? [clause(alter, `${alterColumn} SET NOT NULL`)] : []),
      ...(from.isRequired && !to.isRequired ? [clause(alter, `${alterColumn} DROP NOT NULL`)] : []),
    ],
    behind: [
      ...(keepsCount && sequence
        ? [statement(`ALTER SEQUENCE ${sequence.name} AS ${to.type}`)]
        : []),
      ...(from.isCounted && !to.isCounted && sequence
        ? [statement(`DROP SEQUENCE IF EXISTS ${sequence.name}`)]
        : []),
      ...(to.isCounted && !from.isCounted && sequence
        ? [
            ...sequence.create,
            clause(alter, `${alterColumn} SET DEFAULT ${sequence.value}`),
            ...sequence.proceed,
          ]
        : []),
    ],
  };
}

/** Whether rows have to differ in a column, or refer to one another by it, in either version. */
function isKey({ key }: Table, column: string, { before, after }: Transition): boolean {
  return [before, after].some(({ tables }) => {
    const table = tables.get(key);
    const own = [
      ...(table?.primaryKey === undefined ? [] : [table.primaryKey]),
      ...(table?.indexes.filter(({ isUnique }) => isUnique) ?? []),
      ...(table?.foreignKeys ?? []),
    ];
    if (own.some(({ columns }) => columns.includes(column))) return true;
    return [...tables.values()].some(({ foreignKeys }) =>
      foreignKeys.some(
        ({ target, targetColumns }) => target === key && targetColumns.includes(column),
      ),
    );
  });
}

function enumOf({ field }: Column, { enums }: Transition['before']) {
  return field?.kind === 'enum' ? enums.get(field.type) : undefined;
}
