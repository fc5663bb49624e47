import type { SchemaModel } from '@schema-service/schema-model';

/** A schema in which one value is another, and where that value stands. */
export interface Mutation {
  readonly path: string;
  readonly mutated: SchemaModel;
}

/** Says nothing of its own: it follows from a primary key, a unique constraint or a relation, which are mutated themselves. */
const derived =
  /^(models|views)\.\d+\.fields\.\d+\.(isId|isUnique)$|^models\.\d+\.fields\.\d+\.(relationName|(fields|references)\.\d+)$/;

/** Where it stands in the text; says nothing about the schema. */
const place = /\.location\./;

/** What can be nothing else: the discriminants, and that the sample's second relation, a join table, is many-to-many. */
const fixed = /^kind$|^provider$|\.kind$|^relations\.1\.cardinality$/;

/** Every schema that differs from this one in a single value. They need not be valid: a diff must see them all the same. */
export function* mutationsOf(schema: SchemaModel): Generator<Mutation> {
  for (const keys of leaves(schema)) {
    const path = keys.join('.');
    if (derived.test(path) || place.test(path) || fixed.test(path)) continue;
    const mutated = structuredClone(schema);
    // Walks plain data by keys that were just read from it.
    let parent = mutated as unknown as Record<string, unknown>;
    for (const key of keys.slice(0, -1)) parent = parent[key] as Record<string, unknown>;
    const key = keys.at(-1) ?? '';
    parent[key] = another(parent[key]);
    yield { path, mutated };
  }
}

function* leaves(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null) {
    yield path;
    return;
  }
  for (const [key, inner] of Object.entries(value)) yield* leaves(inner, [...path, key]);
}

function another(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  return `${String(value)}Other`;
}
