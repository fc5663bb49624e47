import type { Enum, SchemaModel } from '@schema-service/schema-model';
import type { Finding } from './findings.ts';
import { nameOfVersion } from './layout.ts';

/** Enums of the newer schema that both versions share, as one type of PostgreSQL. */
export interface SharedEnums {
  readonly shared: ReadonlySet<string>;
  readonly findings: readonly Finding[];
  /** The newer schema with the names that the findings suggest, so that what else is asked fits to them. */
  readonly named: SchemaModel;
}

/**
 * Clients name types, so that a type never changes its meaning under its name: other values are a new
 * type, and only an enum whose readers expect new values takes some. Both schemas are under the newer names.
 */
export function sharedEnums(older: SchemaModel, newer: SchemaModel, version: string): SharedEnums {
  const shared = new Set<string>();
  const findings: Finding[] = [];
  const enums = newer.enums.map((current): Enum => {
    const previous = older.enums.find(({ name }) => name === current.name);
    if (previous === undefined || !isOneType(previous, current)) return current;
    if (keepsValues(previous, current)) {
      shared.add(current.name);
      return current;
    }
    const dbName = `${current.dbName.replace(VERSION_AT_END, '')}_${nameOfVersion(version)}`;
    findings.push(otherValues(current.name, dbName));
    return { ...current, dbName };
  });
  return { shared, findings, named: { ...newer, enums } };
}

const isOneType = (one: Enum, other: Enum): boolean =>
  one.dbName === other.dbName && (one.namespace ?? 'public') === (other.namespace ?? 'public');

/** The line of an enum's documentation that tells its readers to expect values they do not know. */
const toleratesNewValues = /^@tolerates new values$/m;

/** Whether every value stays, in its order and under its name, and nobody meets one that is new to him. */
function keepsValues(previous: Enum, current: Enum): boolean {
  const known = previous.values.map(({ dbName }) => dbName);
  const kept = current.values.map(({ dbName }) => dbName).filter((name) => known.includes(name));
  if (kept.join('\n') !== known.join('\n')) return false;
  return (
    current.values.length === known.length || toleratesNewValues.test(previous.documentation ?? '')
  );
}

/** What an earlier version has got. */
const VERSION_AT_END = /_\d+_\d+_\d+$/;

const otherValues = (path: string, dbName: string): Finding => ({
  kind: 'undecided',
  path,
  question: `Other values need another type in the database, because clients of the older version name this one.`,
  annotations: [`@@map("${dbName}")`],
});
