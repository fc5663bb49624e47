import type { Field, Model, SchemaModel, View } from '@schema-service/schema-model';
import type { Rename } from '../src/index.ts';

interface Named {
  readonly name: string;
  readonly dbName: string;
  readonly namespace?: string;
}

type Pair<Part> = readonly [previous: Part, current: Part];

/** As many renames as two schemas allow: the first thing that went is the first that came, and so on. */
export function possibleRenames(previous: SchemaModel, current: SchemaModel): readonly Rename[] {
  const tops = [
    ...zipped(previous.enums, current.enums),
    ...zipped(previous.models, current.models),
    ...zipped(previous.views, current.views),
  ];
  const oldNames = new Map(tops.map(([was, is]) => [is.name, was.name]));
  const pairsOf = <Part extends Named>(before: readonly Part[], after: readonly Part[]) =>
    after.flatMap((is) => {
      const was = before.find(({ name }) => name === (oldNames.get(is.name) ?? is.name));
      return was === undefined ? [] : [[was, is] as const];
    });
  const members: Rename[] = [];
  for (const [was, is] of pairsOf(previous.enums, current.enums)) {
    members.push(...within(was, is, zipped(was.values, is.values)));
  }
  const entities: readonly Pair<Model | View>[] = [
    ...pairsOf(previous.models, current.models),
    ...pairsOf(previous.views, current.views),
  ];
  const columns = ({ fields }: Model | View): readonly Field[] =>
    fields.filter(({ kind }) => kind !== 'relation');
  for (const [was, is] of entities) {
    members.push(...within(was, is, zipped(columns(was), columns(is))));
  }
  return [...tops.map(([was, is]) => ({ from: was.name, to: is.name })), ...members];
}

function zipped<Part extends Named>(
  before: readonly Part[],
  after: readonly Part[],
): readonly Pair<Part>[] {
  const [old, young] = [names(before), names(after)];
  const removed = before.filter(({ name }) => !young.has(name));
  const added = after.filter(({ name }) => !old.has(name));
  return removed.flatMap((was, at): readonly Pair<Part>[] => {
    const is = added[at];
    return is === undefined ? [] : [[was, is]];
  });
}

const names = (parts: readonly Named[]): ReadonlySet<string> =>
  new Set(parts.map(({ name }) => name));

const within = (was: Named, is: Named, pairs: readonly Pair<Named>[]): readonly Rename[] =>
  pairs.map(([from, to]) => ({ from: `${was.name}.${from.name}`, to: `${is.name}.${to.name}` }));
