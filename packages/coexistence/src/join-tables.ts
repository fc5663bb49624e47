import { nameWith } from '@schema-service/migration-draft';
import type { RenameFact } from '@schema-service/schema-diff';
import {
  type ColumnField,
  columnsOf,
  type ForeignKeyRelation,
  type JoinTableRelation,
  type Model,
  pathOf,
  type SchemaModel,
  sidesOf,
} from '@schema-service/schema-model';
import { newLines } from './answers.ts';
import type { Unbridgeable } from './findings.ts';
import { currentName, type MoveInput, movedPlace, type Place } from './moves.ts';

/** The table of an implicit many-to-many relation as a model, which may have columns that only some versions know. */
export interface JoinTable {
  readonly model: Model;
  readonly relations: readonly ForeignKeyRelation[];
}

/** The model goes by the table's name, which is no name in the schema language. */
export function joinTable(relation: JoinTableRelation, { models }: SchemaModel): JoinTable {
  const { dbName, namespace } = relation;
  const sides = sidesOf(relation).map((side, at) => {
    const model = models.find(({ name }) => name === side.entity);
    const id = model?.primaryKey?.fields[0]?.name;
    const field = model && columnsOf(model).find(({ name }) => name === id);
    if (field === undefined) throw new Error(`${pathOf(side)} is of a model without a single id`);
    return { entity: side.entity, id: field, column: at === 0 ? 'A' : 'B' };
  });
  const key = (column: string) => ({ name: column, sort: 'Asc' }) as const;
  return {
    model: {
      kind: 'model',
      name: dbName,
      dbName,
      ...(namespace === undefined ? {} : { namespace }),
      isIgnored: false,
      fields: sides.map(({ id, column }) => keyColumn(id, column)),
      primaryKey: {
        kind: 'primaryKey',
        name: 'A_B',
        dbName: nameWith(dbName, '_AB_pkey'),
        fields: [key('A'), key('B')],
      },
      uniques: [],
      indexes: [
        {
          kind: 'index',
          algorithm: 'BTree',
          dbName: nameWith(dbName, '_B_index'),
          fields: [key('B')],
        },
      ],
    },
    relations: sides.map(({ entity, id, column }) => ({
      kind: 'foreignKey',
      name: `${dbName}_${column}`,
      cardinality: 'one-to-many',
      from: { entity: dbName, field: `${column}_row` },
      to: { entity, field: `${dbName}_${column}` },
      fields: [column],
      references: [id.name],
      onDelete: 'Cascade',
      onUpdate: 'Cascade',
      dbName: nameWith(dbName, `_${column}_fkey`),
    })),
  };
}

function keyColumn({ default: _, ...id }: ColumnField, column: string): ColumnField {
  return {
    ...id,
    name: column,
    dbName: column,
    arity: 'required',
    isId: false,
    isUnique: false,
    isUpdatedAt: false,
  };
}

const joinTablesOf = ({ relations }: SchemaModel): readonly JoinTableRelation[] =>
  relations.filter((relation) => relation.kind === 'joinTable');

export interface JoinTableRenames {
  readonly renames: readonly RenameFact[];
  readonly findings: readonly Unbridgeable[];
}

/**
 * What the tables of implicit many-to-many relations, and their columns, are called in the newer schema: those of the
 * same relation, or a model that says `/// @moved from: Product.categories`, or that has the table's name. Both schemas are
 * under the newer names; an annotation may say the older one.
 */
export function joinTableRenames({ older, newer, renames: stated }: MoveInput): JoinTableRenames {
  const renames: RenameFact[] = [];
  const findings: Unbridgeable[] = [];
  const waiting = new Set(joinTablesOf(newer));
  const known = joinTablesOf(older);
  const matches = [
    (one: JoinTableRelation, other: JoinTableRelation) => pathsOf(one) === pathsOf(other),
    (one: JoinTableRelation, other: JoinTableRelation) =>
      entitiesOf(one) === entitiesOf(other) && (shareSide(one, other) || known.length === 1),
  ];
  const left = new Set(known);
  for (const isMatch of matches) {
    for (const was of left) {
      const is = [...waiting].find((one) => isMatch(was, one));
      if (is === undefined) continue;
      left.delete(was);
      waiting.delete(is);
      renames.push(...renamesBetween(was.dbName, is.dbName, columnNames(was, is)));
    }
  }
  for (const model of newer.models) {
    if (older.models.some(({ name }) => name === model.name)) continue;
    const from = movedFrom(model);
    const path = from && `${currentName(stated, from.model)}.${from.field}`;
    const was = [...left].find(
      (one) => one.dbName === model.dbName || sidesOf(one).some((side) => pathOf(side) === path),
    );
    if (was === undefined) {
      if (from === undefined) continue;
      const reason = `${from.model}.${from.field} is no many-to-many relation that the older version has and the newer one has not.`;
      findings.push({ kind: 'unbridgeable', path: model.name, reason });
      continue;
    }
    left.delete(was);
    const columns = columnsOfModel(was, model, newer);
    if (columns === undefined) {
      findings.push({ kind: 'unbridgeable', path: model.name, reason: NO_COLUMNS });
      continue;
    }
    renames.push(...renamesBetween(was.dbName, model.name, columns));
  }
  return { renames, findings };
}

const NO_COLUMNS =
  'It does not have a required column for each of both sides; where both are of one model, @map("A") and @map("B") say which is which.';

const pathsOf = (relation: JoinTableRelation): string =>
  sidesOf(relation).map(pathOf).sort().join(' ');

const entitiesOf = (relation: JoinTableRelation): string =>
  sidesOf(relation)
    .map(({ entity }) => entity)
    .sort()
    .join(' ');

const shareSide = (one: JoinTableRelation, other: JoinTableRelation): boolean =>
  sidesOf(one).some((side) => sidesOf(other).some((also) => pathOf(also) === pathOf(side)));

/** The newer names of columns `A` and `B`. */
type Columns = readonly [a: string, b: string];

/** Which of both sides is column `A` follows from their names. */
function columnNames(was: JoinTableRelation, is: JoinTableRelation): Columns {
  const isSwapped =
    was.a.entity === was.b.entity
      ? pathOf(was.a) === pathOf(is.b) || pathOf(was.b) === pathOf(is.a)
      : was.a.entity === is.b.entity;
  return isSwapped ? ['B', 'A'] : ['A', 'B'];
}

/** The relation that a model says it was the table of. */
function movedFrom(model: Model): Place | undefined {
  const [path] = newLines(model, undefined).flatMap((line) => movedPlace(line) ?? []);
  return path;
}

function columnsOfModel(
  was: JoinTableRelation,
  model: Model,
  { relations }: SchemaModel,
): Columns | undefined {
  const keys = relations.flatMap((relation) =>
    relation.kind === 'foreignKey' && relation.from.entity === model.name ? [relation] : [],
  );
  const nameOf = (entity: string, column: string): string | undefined => {
    const names = keys
      .filter(({ to, fields }) => to.entity === entity && fields.length === 1)
      .flatMap(({ fields: [name = ''] }) => model.fields.find((field) => field.name === name) ?? [])
      .filter(({ arity }) => arity === 'required');
    return (
      names.find(({ dbName }) => dbName === column) ?? (names.length === 1 ? names[0] : undefined)
    )?.name;
  };
  const [a, b] = [nameOf(was.a.entity, 'A'), nameOf(was.b.entity, 'B')];
  return a === undefined || b === undefined || a === b ? undefined : [a, b];
}

function renamesBetween(was: string, is: string, [a, b]: Columns): readonly RenameFact[] {
  const columns = [
    ['A', a],
    ['B', b],
  ] as const;
  return [
    ...(was === is
      ? []
      : [
          {
            kind: 'change',
            id: 'MODEL_RENAMED',
            subject: { kind: 'model', name: is },
            previous: { name: was, databaseName: was },
            current: { name: is, databaseName: is },
          } as const,
        ]),
    ...columns
      .filter(([from, to]) => from !== to)
      .map(
        ([from, to]): RenameFact => ({
          kind: 'change',
          id: 'FIELD_RENAMED',
          subject: { kind: 'field', owner: 'model', entity: is, name: to },
          previous: { name: from, databaseName: from },
          current: { name: to, databaseName: to },
        }),
      ),
  ];
}
