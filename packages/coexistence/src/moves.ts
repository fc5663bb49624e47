import { type Column, databaseOf, type Table } from '@schema-service/migration-draft';
import type { RenameFact } from '@schema-service/schema-diff';
import {
  columnsOf,
  type ForeignKeyRelation,
  type Model,
  type SchemaModel,
} from '@schema-service/schema-model';
import { newLines } from './answers.ts';
import type { Finding } from './findings.ts';
import type { Move, MoveSide } from './layout.ts';

const movedLine = /^@moved\s+from:\s*(?<model>\w+)\.(?<field>\w+)\s*$/;

export interface Place {
  readonly model: string;
  readonly field: string;
}

/** What a line `/// @moved from: Model.field` says: where the older version has it. */
export function movedPlace(line: string): Place | undefined {
  const { model, field } = movedLine.exec(line)?.groups ?? {};
  return model === undefined || field === undefined ? undefined : { model, field };
}

/** What the newer version calls a model, by either name. */
export const currentName = (renames: readonly RenameFact[], name: string): string =>
  renames.find(({ id, previous: was }) => id === 'MODEL_RENAMED' && was.name === name)?.current
    .name ?? name;

/** Fields that move between two models, by their names in the newer schema, or in the older one where they are gone. */
export interface StatedMove {
  /** By which a row of the one belongs to a row of the other. */
  readonly relation: ForeignKeyRelation;
  readonly newer: Move['newer'];
  readonly fields: readonly { readonly older: string; readonly newer: string }[];
  readonly makesChild: boolean;
}

export interface StatedMoves {
  readonly moves: readonly StatedMove[];
  /** The paths that fields had. */
  readonly gone: ReadonlySet<string>;
  readonly findings: readonly Finding[];
  /** What may have moved, and nobody says so. */
  readonly notes: readonly string[];
}

export interface MoveInput {
  /** Under the names of the newer one. */
  readonly older: SchemaModel;
  readonly newer: SchemaModel;
  readonly renames: readonly RenameFact[];
}

export function statedMoves({ older, newer, renames }: MoveInput): StatedMoves {
  const moves: StatedMove[] = [];
  const gone = new Set<string>();
  const findings: Finding[] = [];
  const notes: string[] = [];
  const [before, after] = [databaseOf(older).tables, databaseOf(newer).tables];
  for (const model of newer.models) {
    const was = older.models.find(({ name }) => name === model.name);
    for (const field of columnsOf(model)) {
      const known = was?.fields.find(({ name }) => name === field.name);
      const [stated] = newLines(field, known).flatMap((line) => movedPlace(line) ?? []);
      const to = { model: model.name, field: field.name };
      if (stated === undefined) {
        if (known === undefined) notes.push(...likelyMoves(to));
        continue;
      }
      const from = { ...stated, model: currentName(renames, stated.model) };
      const found = moveOf(from, to);
      if (typeof found === 'string') {
        findings.push({ kind: 'unbridgeable', path: `${model.name}.${field.name}`, reason: found });
        continue;
      }
      gone.add(`${from.model}.${from.field}`);
      const same = moves.findIndex(
        ({ relation, newer: side }) => relation === found.relation && side === found.newer,
      );
      const first = moves[same];
      if (first === undefined) moves.push(found);
      else moves[same] = { ...first, fields: [...first.fields, ...found.fields] };
    }
  }
  return { moves: moves.map(withChildren), gone, findings, notes };

  /** A field of the same name that is gone, and could have moved. */
  function likelyMoves(to: Place): readonly string[] {
    return older.models
      .map(({ name }) => ({ model: name, field: to.field }))
      .filter((from) => typeof moveOf(from, to) !== 'string')
      .map(
        ({ model, field }) =>
          `${model}.${field} is gone and ${to.model}.${field} is new. If its values go along, write above it and draft anew: /// @moved from: ${model}.${field}`,
      );
  }

  /** The move, or why there is none. */
  function moveOf(from: Place, to: Place): StatedMove | string {
    const [old, now] = [columnIn(before, from), columnIn(after, to)];
    if (old === undefined || columnIn(after, from) !== undefined) {
      return `${from.model}.${from.field} is no field that the older version has and the newer one has not.`;
    }
    if (now === undefined || old.type !== now.type || old.isRequired || now.isRequired) {
      return 'A field moves as it is, and optional: rows of one table are there before those of the other.';
    }
    if (now.default !== undefined || old.default !== undefined) {
      return 'A default would be a value in one of the two tables alone.';
    }
    const relation = [...newer.relations, ...older.relations].find(
      (one): one is ForeignKeyRelation =>
        one.kind === 'foreignKey' &&
        one.cardinality === 'one-to-one' &&
        [one.from.entity, one.to.entity].sort().join() === [from.model, to.model].sort().join(),
    );
    if (relation === undefined) {
      return `No relation of one to one leads from ${from.model} to ${to.model}.`;
    }
    const isChild = relation.from.entity === to.model;
    return {
      relation,
      newer: isChild ? 'child' : 'parent',
      fields: [{ older: from.field, newer: to.field }],
      makesChild: false,
    };
  }

  function withChildren(move: StatedMove): StatedMove {
    const { relation, fields } = move;
    const given = new Set([
      ...relation.fields,
      ...fields.map(({ older: was, newer: is }) => (move.newer === 'child' ? is : was)),
    ]);
    const table = (move.newer === 'child' ? after : before).get(relation.from.entity);
    const makesChild = table?.columns.every((one) => given.has(one.key) || isLeftOut(one)) === true;
    return { ...move, makesChild };
  }
}

const columnIn = (
  tables: ReadonlyMap<string, Table>,
  { model, field }: Place,
): Column | undefined => tables.get(model)?.columns.find(({ key }) => key === field);

/** Whether a row can be made without the column. */
const isLeftOut = ({ isRequired, isCounted, default: value, field }: Column): boolean =>
  !isRequired || isCounted || value !== undefined || field?.default?.kind === 'dbgenerated';

/** A move under the names that the database has. `held` finds the table of a model, whichever version has it. */
export function moveInTables(
  { relation, newer, fields, makesChild }: StatedMove,
  held: (model: string) => Model,
): Move {
  const side = (entity: string, keys: readonly string[], isNewer: boolean): MoveSide => {
    const { namespace = 'public', dbName, fields: columns } = held(entity);
    const nameOf = (name: string): string =>
      columns.find((one) => one.name === name)?.dbName ?? name;
    return {
      table: { namespace, name: dbName },
      key: keys.map(nameOf),
      columns: fields.map((one) => nameOf(isNewer ? one.newer : one.older)),
    };
  };
  return {
    parent: side(relation.to.entity, relation.references, newer === 'parent'),
    child: side(relation.from.entity, relation.fields, newer === 'child'),
    newer,
    makesChild,
    isHeld: true,
  };
}
