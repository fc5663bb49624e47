import { flattenStatement, NAME, relationKey } from '@schema-service/postgres-sql';
import type { Migration } from '../migrations/migration.ts';
import { analyzeScript } from '../sql/analyze-script.ts';
import type { StructureDifference } from './compare-structures.ts';

const TYPE = new RegExp(`^alter type (?<name>${NAME})`);
const VALUE = /\bADD\s+VALUE\s+(?:IF\s+NOT\s+EXISTS\s+)?'(?<value>(?:[^']|'')*)'/i;

/**
 * Whether a difference is no more than values of an enum that migrations of the phase `expand` add. They stay when such a
 * migration is taken back, because PostgreSQL takes no value out of a type that views of older versions show. Pure.
 */
export function isKeptValues(
  migrations: readonly Migration[],
): (difference: StructureDifference) => boolean {
  const added = new Set(migrations.filter(({ phase }) => phase === 'expand').flatMap(addedValues));
  return (difference) => {
    if (difference.kind !== 'changed' || difference.object.kind !== 'enum') return false;
    const { object, expected, actual } = difference;
    if (!Array.isArray(expected) || !Array.isArray(actual)) return false;
    return (
      expected.every((value) => actual.includes(value)) &&
      actual.every((value) => expected.includes(value) || added.has(keyOf(object.name, value)))
    );
  };
}

function addedValues({ up: { sql }, up }: Migration): readonly string[] {
  return analyzeScript(up).statements.flatMap(({ start, end }) => {
    const text = sql.slice(start, end);
    const name = TYPE.exec(flattenStatement(text))?.groups?.name;
    const value = VALUE.exec(text)?.groups?.value;
    return name === undefined || value === undefined
      ? []
      : [keyOf(name, value.replaceAll("''", "'"))];
  });
}

const keyOf = (type: string, value: string): string => `${relationKey(type, 'public')} ${value}`;
