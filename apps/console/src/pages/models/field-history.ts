import type { SchemaHistory } from '@schema-service/api-contract';

/** In which version a part of the schema came, and in which it changed since. */
export interface PartHistory {
  readonly came: string | undefined;
  readonly changed: readonly { readonly version: string; readonly id: string }[];
}

/** What happened to each path of the schema, by the changes of the versions. */
export function partHistories(history: SchemaHistory): (path: string) => PartHistory {
  const oldestFirst = history.versions.toReversed();
  const first = oldestFirst[0]?.version;
  const byPath = new Map<string, { readonly version: string; readonly id: string }[]>();
  for (const { version, changes } of oldestFirst) {
    for (const { id, path } of changes) {
      const there = byPath.get(path);
      if (there) there.push({ version, id });
      else byPath.set(path, [{ version, id }]);
    }
  }
  return (path) => {
    const own = byPath.get(path) ?? [];
    const [model = ''] = path.split('.', 1);
    const all = [...(path === model ? [] : (byPath.get(model) ?? []).filter(isAdding)), ...own];
    const came = all.findLast(isAdding)?.version ?? first;
    return { came, changed: own.filter((one) => !isAdding(one) && !isRemoving(one)) };
  };
}

/** What each version took from a model, the newest first. */
export function removedFrom(
  model: string,
  history: SchemaHistory,
): readonly { readonly version: string; readonly path: string }[] {
  return history.versions.flatMap(({ version, changes }) =>
    changes
      .filter((one) => isRemoving(one) && one.path.startsWith(`${model}.`))
      .map(({ path }) => ({ version, path })),
  );
}

const isAdding = ({ id }: { readonly id: string }): boolean => id.endsWith('_ADDED');
const isRemoving = ({ id }: { readonly id: string }): boolean => id.endsWith('_REMOVED');
