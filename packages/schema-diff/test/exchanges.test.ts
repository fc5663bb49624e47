import {
  columnsOf,
  parseSchema,
  printSchema,
  type SchemaModel,
  schemaHash,
} from '@schema-service/schema-model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RenameFact, SubjectOf } from '../src/change.ts';
import {
  applyChanges,
  comparableSchema,
  declarationOf,
  diff,
  type Rename,
  renameFindings,
  renamesIn,
  reversedRenames,
  subjectPath,
  underCurrentNames,
} from '../src/index.ts';
import { schemaModel } from './arbitrary-schema.ts';

interface Named {
  readonly kind: string;
  readonly name: string;
  readonly dbName: string;
}

/** Every part gets the name of the next one, and the last that of the first. */
function rotated<Part extends Named>(
  parts: readonly Part[],
): readonly (readonly [was: Part, is: Part])[] {
  if (parts.length < 2) return [];
  return parts.map((was, at) => [was, parts[(at + 1) % parts.length] ?? was] as const);
}

const side = ({ kind, name, dbName }: Named) => ({
  name,
  databaseName: kind === 'relation' ? null : dbName,
});

/** The renames that exchange all names in a schema, within each kind of thing. */
function exchangesIn({ enums, models, views }: SchemaModel): readonly RenameFact[] {
  const tops: RenameFact[] = [
    ...rotated(enums).map(([was, is]): RenameFact => {
      const subject = { kind: 'enum', name: is.name } as const;
      return {
        kind: 'change',
        id: 'ENUM_RENAMED',
        subject,
        previous: side(was),
        current: side(is),
      };
    }),
    ...rotated(models).map(([was, is]): RenameFact => {
      const subject = { kind: 'model', name: is.name } as const;
      return {
        kind: 'change',
        id: 'MODEL_RENAMED',
        subject,
        previous: side(was),
        current: side(is),
      };
    }),
  ];
  const names = new Map(tops.map(({ previous, current }) => [previous.name, current.name]));
  const values = enums.flatMap((declared) =>
    rotated(declared.values).map(([was, is]): RenameFact => {
      const owner = names.get(declared.name) ?? declared.name;
      const subject = { kind: 'enumValue', enum: owner, name: is.name } as const;
      return {
        kind: 'change',
        id: 'ENUM_VALUE_RENAMED',
        subject,
        previous: side(was),
        current: side(is),
      };
    }),
  );
  const fields = [...models, ...views].flatMap((entity) =>
    rotated(entity.fields).map(([was, is]): RenameFact => {
      const subject: SubjectOf<'field'> = {
        kind: 'field',
        owner: entity.kind,
        entity: names.get(entity.name) ?? entity.name,
        name: is.name,
      };
      // A column may get the name of a relation field, and then has it in the database, too.
      const current = { name: is.name, databaseName: was.kind === 'relation' ? null : is.dbName };
      return { kind: 'change', id: 'FIELD_RENAMED', subject, previous: side(was), current };
    }),
  );
  return [...tops, ...values, ...fields];
}

/** As answers. */
function statedOf(renames: readonly RenameFact[]): readonly Rename[] {
  const former = new Map(
    renames.map(({ subject, previous }) => [subjectPath(subject), previous.name]),
  );
  return renames.map(({ subject, previous }) => {
    const [owner, to] = [declarationOf(subject), subjectPath(subject)];
    const from = owner === to ? previous.name : `${former.get(owner) ?? owner}.${previous.name}`;
    return { from, to };
  });
}

/** In the order that a schema has. The schema language cannot say that a field is mapped to the name of another. */
const normal = (schema: SchemaModel, databaseNames: 'kept' | 'follow'): SchemaModel =>
  databaseNames === 'kept'
    ? applyChanges(schema, [])
    : parseSchema([{ path: 'schema.prisma', content: printSchema(schema) }]);

/** Every name that the database knows, and the predicates, which are made of such. */
function databaseNamesIn({ enums, models, views, relations }: SchemaModel): readonly string[] {
  const entities = [...models, ...views];
  const columns = entities.flatMap((entity) => columnsOf(entity));
  const indexes = models.flatMap((model) => model.indexes);
  const keys = entities.flatMap(({ primaryKey, uniques }) => [primaryKey ?? [], uniques].flat());
  const values = enums.flatMap((declared) => declared.values);
  const named = [enums, values, entities, columns, indexes, keys, relations].flat();
  return [...named.map(({ dbName }) => dbName), ...indexes.map(({ where = '' }) => where)].sort();
}

test.each(['kept', 'follow'] as const)(
  'names of everything may be exchanged at once: database names %s',
  (databaseNames) => {
    let exchanged = 0;
    fc.assert(
      fc.property(schemaModel, (previous) => {
        const facts = exchangesIn(previous);
        const renamed = underCurrentNames(previous, facts, { databaseNames });
        if (databaseNames === 'kept') {
          expect(databaseNamesIn(renamed)).toEqual(databaseNamesIn(previous));
        }
        const current = normal(renamed, databaseNames);
        const renames = statedOf(facts);
        const changes = diff(previous, current, { renames });
        expect(renameFindings(previous, current, { renames })).toEqual([]);
        expect(
          renamesIn(changes)
            .map(({ subject }) => subjectPath(subject))
            .sort(),
        ).toEqual(renames.map(({ to }) => to).sort());
        const made = applyChanges(previous, changes);
        expect(made).toEqual(comparableSchema(current));
        expect(schemaHash(made)).toBe(schemaHash(current));

        const back = { renames: reversedRenames(changes) };
        expect(renameFindings(current, previous, back)).toEqual([]);
        expect(applyChanges(current, diff(current, previous, back))).toEqual(
          comparableSchema(previous),
        );
        exchanged += renames.length;
      }),
      { numRuns: 100 },
    );
    expect(exchanged).toBeGreaterThan(100);
  },
);
