import { renderScript, type Statement, statement } from '@schema-service/migration-draft';
import { quoteText } from '@schema-service/postgres-sql';
import type { Enum, SchemaModel } from '@schema-service/schema-model';
import { qualified } from '../layout.ts';
import type { PhaseScript } from '../phase-script.ts';

/** The new values of types that versions share. Both sides have the same names for them in the schema language. */
export function growEnums(before: SchemaModel, after: SchemaModel): readonly PhaseScript[] {
  const statements = before.enums.flatMap((one) => {
    const grown = after.enums.find(({ name }) => name === one.name);
    return grown === undefined ? [] : newValues(one, grown);
  });
  if (statements.length === 0) return [];
  const kept =
    'PostgreSQL takes no value out of a type. Those who know it may go on without writing it.';
  return [
    {
      kind: 'phaseScript',
      phase: 'expand',
      name: 'values',
      up: renderScript(['phase = expand'], [], statements),
      down: renderScript(['rollback = instant'], [kept], []),
      notes: [],
    },
  ];
}

function newValues(one: Enum, grown: Enum): readonly Statement[] {
  const type = qualified({ namespace: one.namespace ?? 'public', name: one.dbName });
  const known = new Set(one.values.map(({ dbName }) => dbName));
  const [first] = one.values;
  return grown.values.flatMap(({ dbName }, at) => {
    if (known.has(dbName)) return [];
    const previous = grown.values[at - 1];
    const place =
      previous === undefined
        ? `BEFORE ${quoteText(first?.dbName ?? '')}`
        : `AFTER ${quoteText(previous.dbName)}`;
    return [statement(`ALTER TYPE ${type} ADD VALUE IF NOT EXISTS ${quoteText(dbName)} ${place}`)];
  });
}
