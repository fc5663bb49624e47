import type { Enum, Field, Model, SchemaModel, View } from '@schema-service/schema-model';
import { typeOf } from '../compare/compare-fields.ts';
import { pairBy } from '../compare/pair.ts';
import type { DiffOptions, LikelyRename } from '../diff-options.ts';
import { resolveRenames } from './resolve-renames.ts';

/** How much of two models or enums must be the same for one to look like the other renamed. */
const ENOUGH_IN_COMMON = 0.6;

/**
 * Removals and additions that look like one rename each, which nothing states: to be
 * pointed out, or asked about, before data is dropped. Fields of one model and one
 * type, models and enums with most of their members in common, values that stand in
 * one place. Each is offered once.
 */
export function likelyRenames(
  previous: SchemaModel,
  current: SchemaModel,
  { renames = [] }: Pick<DiffOptions, 'renames'> = {},
): readonly LikelyRename[] {
  const { renamed } = resolveRenames(previous, current, renames);
  return [
    ...likelyContainers('enums', renamed.enums, current.enums, valuesOf),
    ...likelyContainers('models', renamed.models, current.models, fieldsOf),
    ...likelyContainers('views', renamed.views, current.views, fieldsOf),
    ...keptPairs(renamed.enums, current.enums).flatMap((pair) => [...likelyValues(pair)]),
    ...keptPairs(renamed.models, current.models).flatMap((pair) => [...likelyFields(pair)]),
    ...keptPairs(renamed.views, current.views).flatMap((pair) => [...likelyFields(pair)]),
  ];
}

type Named = { readonly name: string };
type Pair<Part> = readonly [previous: Part, current: Part];

const byName = ({ name }: Named): string => name;

const keptPairs = <Part extends Named>(
  previous: readonly Part[],
  current: readonly Part[],
): readonly Pair<Part>[] => pairBy(previous, current, byName).kept;

const valuesOf = ({ values }: Enum): readonly string[] => values.map(byName);

const fieldsOf = ({ fields }: Model | View): readonly string[] =>
  fields.map((field) => `${field.name} ${typeKey(field)}`);

const typeKey = (field: Field): string => JSON.stringify([typeOf(field), field.arity]);

/** Models, views or enums that share most of their members. */
function* likelyContainers<Part extends Named>(
  what: string,
  previous: readonly Part[],
  current: readonly Part[],
  membersOf: (part: Part) => readonly string[],
): Generator<LikelyRename> {
  const { removed, added } = pairBy(previous, current, byName);
  const known = new Map<string, Part[]>();
  for (const part of removed) {
    for (const member of membersOf(part)) known.set(member, [...(known.get(member) ?? []), part]);
  }
  const taken = new Set<Part>();
  for (const part of added) {
    const members = membersOf(part);
    const shared = new Map<Part, number>();
    for (const candidate of members.flatMap((member) => known.get(member) ?? [])) {
      shared.set(candidate, (shared.get(candidate) ?? 0) + 1);
    }
    const shareOf = ([candidate, count]: readonly [Part, number]): number =>
      count / Math.max(members.length, membersOf(candidate).length);
    const [best] = [...shared]
      .filter(([candidate]) => !taken.has(candidate))
      .sort((a, b) => shareOf(b) - shareOf(a));
    if (best === undefined || shareOf(best) < ENOUGH_IN_COMMON) continue;
    const [candidate, count] = best;
    taken.add(candidate);
    const why = `The two ${what} have ${count} of ${members.length} members in common.`;
    yield { from: candidate.name, to: part.name, why };
  }
}

/** A removed value and an added one that stand behind the same value. */
function* likelyValues([before, after]: Pair<Enum>): Generator<LikelyRename> {
  const { removed, added } = pairBy(before.values, after.values, byName);
  const places = placesOf(before.values, after.values);
  for (const [was, is] of matched(removed, added, (value) => places.get(value) ?? '')) {
    const [from, to] = [`${before.name}.${was.name}`, `${after.name}.${is.name}`];
    yield { from, to, why: 'One value went where the other came.' };
  }
}

/** A removed field and an added one of the same type: those in one place first, then the last that are left. */
function* likelyFields([before, after]: Pair<Model | View>): Generator<LikelyRename> {
  const { removed, added } = pairBy<Field>(before.fields, after.fields, byName);
  const places = placesOf<Field>(before.fields, after.fields);
  const inPlace = matched(
    removed,
    added,
    (field) => `${typeKey(field)} ${places.get(field) ?? ''}`,
  );
  const seen = new Set<Field>(inPlace.flat());
  const rest = (fields: readonly Field[]) => fields.filter((field) => !seen.has(field));
  const alone = matched(rest(removed), rest(added), typeKey);
  const stated = (pairs: readonly Pair<Field>[], why: string) =>
    pairs.map(([was, is]) => {
      const [from, to] = [`${before.name}.${was.name}`, `${after.name}.${is.name}`];
      return { from, to, why };
    });
  yield* stated(inPlace, 'Both have the same type, and one stands where the other stood.');
  yield* stated(alone, 'Both have the same type, and no other field of it came or went.');
}

/** Pairs of what has a key that no other on its side has. */
function matched<Part>(
  removed: readonly Part[],
  added: readonly Part[],
  key: (part: Part) => string,
): readonly Pair<Part>[] {
  const group = (parts: readonly Part[]) => {
    const groups = new Map<string, Part[]>();
    for (const part of parts) groups.set(key(part), [...(groups.get(key(part)) ?? []), part]);
    return groups;
  };
  const [before, after] = [group(removed), group(added)];
  return [...before].flatMap(([name, [was, ...others]]): readonly Pair<Part>[] => {
    const [is, ...rivals] = after.get(name) ?? [];
    const isOnlyOne = others.length === 0 && rivals.length === 0;
    return was !== undefined && is !== undefined && isOnlyOne ? [[was, is]] : [];
  });
}

/** Which member that both lists have each member stands behind. */
function placesOf<Part extends Named>(
  previous: readonly Part[],
  current: readonly Part[],
): ReadonlyMap<Part, string> {
  const kept = new Set(keptPairs(previous, current).map(([, { name }]) => name));
  const places = new Map<Part, string>();
  for (const members of [previous, current]) {
    let place = '';
    for (const member of members) {
      places.set(member, place);
      if (kept.has(member.name)) place = member.name;
    }
  }
  return places;
}
