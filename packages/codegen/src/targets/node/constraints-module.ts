import type { Model, SchemaModel } from '@schema-service/schema-model';
import { visibleModels } from '../../visible-schema.ts';

/** What a constraint is about, by the names of the schema language. */
interface Constraint {
  readonly model: string;
  readonly fields: readonly string[];
  /** The relation field, for a foreign key. */
  readonly relation?: string;
}

/** `constraints.ts`: what each constraint that PostgreSQL may name is about, by that name. */
export function constraintsModule(schema: SchemaModel): string {
  const found: Record<string, Constraint> = {};
  for (const model of visibleModels(schema)) Object.assign(found, uniquesOf(model));
  for (const relation of schema.relations) {
    if (relation.kind !== 'foreignKey') continue;
    const { entity: model, field } = relation.from;
    found[relation.dbName] = { model, fields: relation.fields, relation: field };
  }
  const sorted = Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
  return [
    '/** What a constraint is about, by the names of the schema. */',
    'export interface Constraint {',
    '  readonly model: string;',
    '  readonly fields: readonly string[];',
    '  /** The relation field, for a foreign key. */',
    '  readonly relation?: string;',
    '}',
    '',
    '/** By the name that PostgreSQL has for it. */',
    `export const constraints: Readonly<Record<string, Constraint>> = ${JSON.stringify(sorted, null, 2)};`,
    '',
  ].join('\n');
}

function uniquesOf({
  name: model,
  primaryKey,
  uniques,
  indexes,
}: Model): Record<string, Constraint> {
  const keys = [
    ...(primaryKey ? [primaryKey] : []),
    ...uniques,
    ...indexes.filter(({ isUnique }) => isUnique === true),
  ];
  return Object.fromEntries(
    keys.map(({ dbName, fields }) => [dbName, { model, fields: fields.map(({ name }) => name) }]),
  );
}
