import type { DataModel, ModelInfo, RelationInfo, ScalarInfo } from './data-model.ts';
import type { Random } from './random.ts';
import type { Arguments, Reads } from './reads.ts';
import type { Values } from './values.ts';

/** The data of writes. What a client or a database makes differs between two of them: fields with such a default are given. */
export interface Writes {
  readonly created: (model: ModelInfo, nesting?: number) => Arguments;
  readonly changed: (model: ModelInfo, nesting?: number) => Arguments;
}

const NUMERIC = ['Int', 'BigInt', 'Float', 'Decimal'];

export function createWrites(
  random: Random,
  values: Values,
  reads: Reads,
  { modelOf }: DataModel,
): Writes {
  const { pick, chance, below, some, times } = random;
  const { written, value } = values;
  const oneOrMore = <T>(make: () => T): T | readonly T[] =>
    chance(0.5) ? make() : times(1 + below(2), make);

  /** @param without fields that a relation around the row gives */
  function created(model: ModelInfo, nesting = 1, without: readonly string[] = []): Arguments {
    // Prisma has either the keys of a row's own relations or what they refer to.
    const isChecked = nesting > 0 && chance(0.3);
    const data = scalarsOf(model, isChecked, without);
    if (nesting === 0) return data;
    for (const relation of model.relations) {
      const isHolder = relation.fields.length > 0;
      if (without.some((field) => relation.fields.includes(field))) continue;
      if (isHolder ? isChecked && (relation.arity === 'required' || chance(0.5)) : chance(0.25))
        data[relation.name] = createdThrough(relation, nesting - 1);
    }
    return data;
  }

  function scalarsOf(
    model: ModelInfo,
    isChecked: boolean,
    without: readonly string[],
  ): Record<string, unknown> {
    const data: Record<string, unknown> = {};
    for (const field of model.scalars) {
      if (without.includes(field.name) || (isChecked && field.isKeyOfRelation)) continue;
      if (field.default?.kind === 'autoincrement' && chance(0.9)) continue;
      if (field.arity !== 'required' && chance(0.3)) continue;
      if (!field.isFilled && chance(0.01)) continue;
      const one = field.isFilled ? (written(field) ?? written(field) ?? null) : written(field);
      data[field.name] = field.arity === 'list' && chance(0.1) ? { set: one } : one;
    }
    return data;
  }

  function createdThrough(relation: RelationInfo, nesting: number): Arguments {
    const model = modelOf(relation.type);
    const without = keysTowards(model, relation);
    const make = (): Arguments => created(model, nesting, without);
    const connectOrCreate = (): Arguments => ({ where: reads.unique(model), create: make() });
    const several = relation.arity === 'list' ? oneOrMore : <T>(one: () => T): T => one();
    const kinds: (() => Arguments)[] = [
      () => ({ create: several(make) }),
      () => ({ connect: several(() => reads.unique(model)) }),
      () => ({ connectOrCreate: several(connectOrCreate) }),
    ];
    if (relation.arity === 'list' && !relation.isManyToMany)
      kinds.push(() => ({
        createMany: {
          data: times(below(3), () => created(model, 0, without)),
          ...(chance(0.5) ? { skipDuplicates: true } : {}),
        },
      }));
    return pick(kinds)();
  }

  /** The keys of the related row that refer back. */
  function keysTowards(model: ModelInfo, { inverse }: RelationInfo): readonly string[] {
    return model.relations.find(({ name }) => name === inverse)?.fields ?? [];
  }

  function changed(model: ModelInfo, nesting = 1, without: readonly string[] = []): Arguments {
    const isChecked = nesting > 0 && chance(0.3);
    const fields = some(
      model.scalars.filter(
        ({ name, isId, isKeyOfRelation }) =>
          !without.includes(name) &&
          !(isChecked && isKeyOfRelation) &&
          (!isId || random.chance(0.02)),
      ),
      0.4,
    );
    const data: Record<string, unknown> = Object.fromEntries(
      fields.map((field) => [field.name, change(field)]),
    );
    // The moment of a change is nobody's to compare.
    for (const field of model.scalars) {
      if ((field.kind === 'scalar' && field.isUpdatedAt) || field.name === 'updatedAt')
        data[field.name] = new Date('2026-01-01T00:00:00Z');
    }
    if (nesting === 0) return data;
    for (const relation of model.relations) {
      if (relation.fields.length > 0 ? isChecked && chance(0.4) : chance(0.2))
        data[relation.name] = changedThrough(relation, nesting - 1);
    }
    return data;
  }

  function change(field: ScalarInfo): unknown {
    if (field.arity === 'list')
      return chance(0.4)
        ? { push: chance(0.5) ? value(field) : [value(field), value(field)] }
        : pick([written(field), { set: written(field) }]);
    if (NUMERIC.includes(field.type) && chance(0.3))
      return {
        [pick(['increment', 'decrement', 'multiply', 'divide', 'set'])]: pick([1, 2, 0]),
      };
    return chance(0.2) ? { set: written(field) } : written(field);
  }

  function changedThrough(relation: RelationInfo, nesting: number): Arguments {
    const model = modelOf(relation.type);
    const without = keysTowards(model, relation);
    const update = (): Arguments => changed(model, nesting, without);
    const create = (): Arguments => created(model, 0, without);
    const where = (): Arguments => reads.where(model, 2);
    if (relation.arity !== 'list') {
      return pick<() => Arguments>([
        () => createdThrough(relation, nesting),
        () => ({ update: update() }),
        () => ({ update: { where: where(), data: update() } }),
        () => ({ upsert: { create: create(), update: update() } }),
        () => ({ disconnect: chance(0.5) ? true : where() }),
        () => ({ delete: chance(0.5) ? true : where() }),
      ])();
    }
    const unique = (): Arguments => reads.unique(model);
    return pick<() => Arguments>([
      () => createdThrough(relation, nesting),
      () => ({ set: oneOrMore(unique) }),
      () => ({ disconnect: oneOrMore(unique) }),
      () => ({ update: oneOrMore(() => ({ where: unique(), data: update() })) }),
      () => ({ updateMany: { where: where(), data: changed(model, 0, without) } }),
      () => ({ upsert: { where: unique(), create: create(), update: update() } }),
      () => ({ delete: oneOrMore(unique) }),
      () => ({ deleteMany: oneOrMore(where) }),
      () => ({ connect: oneOrMore(unique), create: create(), deleteMany: {} }),
    ])();
  }

  return { created, changed };
}
