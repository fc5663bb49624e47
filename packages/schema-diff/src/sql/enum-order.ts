import type { Enum, SchemaModel } from '@schema-service/schema-model';

/** No value of a schema: only the engine sees it. */
const passing = { kind: 'enumValue', name: 'passing', dbName: ' passing' } as const;

/**
 * The schema to start from, with a value too many in every enum whose values
 * change places. The engine does not look at their order, PostgreSQL sorts by
 * it: a value that goes makes the engine write the type anew, in the new order.
 */
export function markReordered(from: SchemaModel, to: SchemaModel): SchemaModel {
  const enums = from.enums.map((declared) => {
    const counterpart = to.enums.find(({ name }) => name === declared.name);
    return counterpart !== undefined && isReordered(declared, counterpart)
      ? { ...declared, values: [...declared.values, passing] }
      : declared;
  });
  return { ...from, enums };
}

function isReordered(from: Enum, to: Enum): boolean {
  const names = ({ values }: Enum): readonly string[] => values.map(({ name }) => name);
  const common = names(from).filter((name) => names(to).includes(name));
  return (
    common.join() !==
    names(to)
      .filter((name) => common.includes(name))
      .join()
  );
}
