import type { SchemaModel } from '@schema-service/schema-model';
import { visibleModels, visibleViews } from './visible-schema.ts';

/** The names that the types package exports for each declaration of a schema. */
export interface TypeNames {
  /** Row type of a model or view, by its name in the schema. */
  readonly row: ReadonlyMap<string, string>;
  readonly createInput: ReadonlyMap<string, string>;
  readonly updateInput: ReadonlyMap<string, string>;
  /** Union and value of an enum. */
  readonly enum: ReadonlyMap<string, string>;
  /** Union and value of an enum's database values. */
  readonly enumDb: ReadonlyMap<string, string>;
  /** Names that no declaration shares, as they came out. */
  readonly fixed: Readonly<Record<FixedName, string>>;
}

/** What the types package exports for every schema. */
export type FixedName =
  | 'Bytes'
  | 'Decimal'
  | 'JsonArray'
  | 'JsonInput'
  | 'JsonObject'
  | 'JsonValue'
  | 'Serialized'
  | 'Tables'
  | 'schemaName'
  | 'schemaVersion';

const fixedNames: readonly FixedName[] = [
  'Bytes',
  'Decimal',
  'JsonArray',
  'JsonInput',
  'JsonObject',
  'JsonValue',
  'Serialized',
  'Tables',
  'schemaName',
  'schemaVersion',
];

/**
 * Names that a declaration cannot take: TypeScript's own types, and the global
 * types that the generated declarations use.
 */
const taken: readonly string[] = [
  ...['any', 'bigint', 'boolean', 'never', 'null', 'number', 'object', 'string', 'symbol'],
  ...['undefined', 'unknown', 'void', 'arguments', 'eval', 'as', 'declare', 'type', 'await'],
  ...['infer', 'keyof', 'readonly', 'static', 'unique'],
  ...['Date', 'ReturnType', 'Uint8Array'],
];

/**
 * Gives every export a name of its own. A model, view or enum keeps the name
 * it has in the schema (they cannot clash with each other); what is derived
 * from it (`UserCreateInput`, `Tables`) gets underscores until it is free.
 */
export function typeNames(schema: SchemaModel): TypeNames {
  const used = new Set(taken);
  const claim = (wanted: string): string => {
    let name = wanted;
    while (used.has(name)) name += '_';
    used.add(name);
    return name;
  };
  const claimAll = (names: readonly string[], suffix = ''): ReadonlyMap<string, string> =>
    new Map(names.map((name) => [name, claim(name + suffix)]));

  const models = visibleModels(schema).map(({ name }) => name);
  const views = visibleViews(schema).map(({ name }) => name);
  const enums = schema.enums.map(({ name }) => name);
  return {
    row: claimAll([...models, ...views]),
    enum: claimAll(enums),
    fixed: Object.fromEntries(
      fixedNames.map((name) => [name, claim(name)]),
    ) as TypeNames['fixed'] /* one entry for each of fixedNames */,
    createInput: claimAll(models, 'CreateInput'),
    updateInput: claimAll(models, 'UpdateInput'),
    enumDb: claimAll(enums, 'Db'),
  };
}
