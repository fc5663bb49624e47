import type { DiagramGraph } from './diagram-graph.ts';

/** A group of models. */
export interface Neighbourhood {
  readonly names: readonly string[];
  /** Of the database schema where there are several, else of the model that has most relations; none of models without relations. */
  readonly name: string | undefined;
}

/** As many models as are laid out as one: what a screen shows at a size that can be read. */
const MOST = 16;
/** A schema of so many is not taken apart. */
const SMALL = 20;

/**
 * The models that belong together, by the relations between them: laid out one group at a time,
 * hundreds of models take seconds and stay near what they refer to. A relation of a model that
 * everything refers to joins less than one of a model with few others. Models of several database
 * schemas are never in one group. Pure; the larger groups come first, models without any relation last.
 */
export function neighbourhoods({ nodes, edges }: DiagramGraph): readonly Neighbourhood[] {
  const namespaces = new Map(nodes.map(({ name, namespace }) => [name, namespace]));
  const isOne = nodes.length <= SMALL && new Set(namespaces.values()).size === 1;
  const degrees = new Map<string, number>();
  for (const { from, to } of edges) {
    for (const name of [from, to]) degrees.set(name, (degrees.get(name) ?? 0) + 1);
  }
  const degree = (name: string): number => degrees.get(name) ?? 0;
  const groupOf = new Map(nodes.map(({ name }) => [name, [name]]));
  const joins = edges
    .filter(({ from, to }) => namespaces.get(from) === namespaces.get(to))
    .map(({ from, to }) => ({ from, to, hubs: degree(from) * degree(to) }))
    .toSorted((a, b) => a.hubs - b.hubs);
  const most = isOne ? nodes.length : MOST;
  for (const { from, to } of joins) {
    const [left, right] = [groupOf.get(from), groupOf.get(to)];
    if (!left || !right || left === right || left.length + right.length > most) continue;
    left.push(...right);
    for (const name of right) groupOf.set(name, left);
  }
  const groups = [...new Set(groupOf.values())];
  const alone = groups.filter(([name = '', ...rest]) => rest.length === 0 && degree(name) === 0);
  const joined = groups.filter((group) => !alone.includes(group));
  const areSeveral = new Set(namespaces.values()).size > 1;
  return [
    ...inOrder(joined, edges).map((names): Neighbourhood => {
      const hub = names.reduce((best, one) => (degree(one) > degree(best) ? one : best));
      const namespace = areSeveral ? namespaces.get(hub) : undefined;
      return { names, name: namespace ? `${namespace}: ${hub}` : hub };
    }),
    ...(alone.length > 0 ? [{ names: alone.flat(), name: undefined }] : []),
  ];
}

/** Each group behind those that it has most relations with. */
function inOrder(
  groups: readonly (readonly string[])[],
  edges: DiagramGraph['edges'],
): readonly (readonly string[])[] {
  const indexOf = new Map(groups.flatMap((group, index) => group.map((name) => [name, index])));
  const shared = groups.map(() => new Map<number, number>());
  for (const { from, to } of edges) {
    const [a, b] = [indexOf.get(from), indexOf.get(to)];
    if (a === undefined || b === undefined || a === b) continue;
    shared[a]?.set(b, (shared[a].get(b) ?? 0) + 1);
    shared[b]?.set(a, (shared[b].get(a) ?? 0) + 1);
  }
  const left = new Set(groups.keys());
  const ordered: number[] = [];
  const pull = new Map<number, number>();
  while (left.size > 0) {
    const next = [...left].reduce((best, one) => {
      const [a, b] = [pull.get(one) ?? 0, pull.get(best) ?? 0];
      const isLarger = (groups[one]?.length ?? 0) > (groups[best]?.length ?? 0);
      return a > b || (a === b && isLarger) ? one : best;
    });
    left.delete(next);
    ordered.push(next);
    for (const [other, count] of shared[next] ?? []) {
      pull.set(other, (pull.get(other) ?? 0) + count);
    }
  }
  return ordered.map((index) => groups[index] ?? []);
}
