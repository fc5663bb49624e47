import {
  type ForeignKeyRelation,
  isMadeAnew,
  type Model,
  type SchemaModel,
} from '@schema-service/schema-model';
import { type SampleValue, sampleValue } from './sample-value.ts';

/** A column's value: made up, or that of a row made before. */
export type SampleColumn =
  | ({ readonly kind: 'value'; readonly field: string } & SampleValue)
  | {
      readonly kind: 'reference';
      readonly field: string;
      readonly model: string;
      readonly of: string;
    };

/** One row to create and to read back by its key. */
export interface SampleRow {
  readonly model: string;
  /** The first has a value for everything. The next is for a table whose CHECK refuses the one before. */
  readonly variants: readonly (readonly SampleColumn[])[];
  readonly key: readonly string[];
  /** A trigger of the table may change what is given: then what is read must be what create answered. */
  readonly hasInsertTrigger: boolean;
  /** The migrations have put rows into the table: there may be room for no other. */
  readonly hasRows: boolean;
}

/** What the schema does not say of its tables, by their names in the database. */
export interface TableFacts {
  /** Tables with a trigger that may change a row before it is inserted. */
  readonly triggered: ReadonlySet<string>;
  /** Tables that have rows. */
  readonly filled: ReadonlySet<string>;
}

const noFacts: TableFacts = { triggered: new Set(), filled: new Set() };

export interface SamplePlan {
  /** In an order in which every row finds the rows that it refers to. */
  readonly rows: readonly SampleRow[];
  /** Models that no client can create a row of, with the reason. */
  readonly leftOut: readonly { readonly model: string; readonly reason: string }[];
}

/** One row for each model. */
export function planSampleRows(model: SchemaModel, facts: TableFacts = noFacts): SamplePlan {
  const keys = model.relations.filter((relation) => relation.kind === 'foreignKey');
  const rows: SampleRow[] = [];
  const leftOut: { model: string; reason: string }[] = [];
  const done = new Set<string>();
  let waiting = model.models.filter((candidate) => {
    const reason = unreachable(candidate);
    if (reason) leftOut.push({ model: candidate.name, reason });
    return !reason;
  });
  while (waiting.length > 0) {
    const ready = waiting.filter((candidate) =>
      keysFrom(candidate, keys).every(
        (key) => done.has(key.to.entity) || !isRequired(candidate, key),
      ),
    );
    if (ready.length === 0) break;
    for (const candidate of ready) {
      rows.push({
        ...sampleRow(model, candidate, keysFrom(candidate, keys), done),
        hasInsertTrigger: facts.triggered.has(candidate.dbName),
        hasRows: facts.filled.has(candidate.dbName),
      });
      done.add(candidate.name);
    }
    waiting = waiting.filter((candidate) => !done.has(candidate.name));
  }
  for (const { name } of waiting) {
    leftOut.push({
      model: name,
      reason: 'it requires a row that requires it, or one that is left out',
    });
  }
  return { rows, leftOut };
}

function keysFrom(
  model: Model,
  keys: readonly ForeignKeyRelation[],
): readonly ForeignKeyRelation[] {
  return keys.filter((key) => key.from.entity === model.name);
}

function isRequired(model: Model, key: ForeignKeyRelation): boolean {
  return model.fields.some(
    (field) => key.fields.includes(field.name) && field.arity === 'required',
  );
}

function unreachable(model: Model): string | undefined {
  if (model.isIgnored) return 'it is marked @@ignore';
  const hidden = model.fields.find(
    (field) =>
      field.kind !== 'relation' &&
      (field.isIgnored || field.kind === 'unsupported') &&
      field.arity === 'required' &&
      field.default === undefined,
  );
  return hidden && `its required column ${hidden.name} is not in the client`;
}

function sampleRow(
  schema: SchemaModel,
  model: Model,
  keys: readonly ForeignKeyRelation[],
  done: ReadonlySet<string>,
): Omit<SampleRow, 'hasInsertTrigger' | 'hasRows'> {
  const columns = model.fields.flatMap((field): readonly SampleColumn[] => {
    if (field.kind === 'relation' || field.kind === 'unsupported' || field.isIgnored) return [];
    const key = keys.find((candidate) => candidate.fields.includes(field.name));
    if (key) {
      const of = key.references[key.fields.indexOf(field.name)];
      if (!done.has(key.to.entity) || of === undefined) return [];
      return [{ kind: 'reference', field: field.name, model: key.to.entity, of }];
    }
    if (isMadeAnew(field)) return [];
    return [{ kind: 'value', field: field.name, ...sampleValue(schema, field) }];
  });
  const unique = model.primaryKey ?? model.uniques[0];
  const key = unique?.fields.map((field) => field.name) ?? [];
  return { model: model.name, variants: [columns, columns.map(plainest)], key };
}

/** What a CHECK asks for most: a flag that is off, the only row of its table, a part of a whole. */
function plainest(column: SampleColumn): SampleColumn {
  if (column.kind !== 'value') return column;
  if (column.value === true) return { ...column, value: false };
  const isOne = typeof column.value === 'number' && ['Int', 'Float'].includes(column.type);
  if (isOne) return { ...column, value: 1 };
  return column.type === 'Decimal' && column.value !== '0' ? { ...column, value: '1' } : column;
}
