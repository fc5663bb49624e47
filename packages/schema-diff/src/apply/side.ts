import type { JsonValue } from '../json-value.ts';

/** A side of a change as the part of the schema that its id says it is: the compare made it so. */
export function sideAs<Part>(side: JsonValue): Part {
  return side as Part;
}

/** An object with another value for an optional property, or without it where the side is null. */
export function withOptional<Owner extends object>(
  owner: Owner,
  name: keyof Owner,
  side: JsonValue,
): Owner {
  const { [name]: _, ...rest } = owner;
  // The property is optional, and its value is what the compare read from one.
  return (side === null ? rest : { ...rest, [name]: side }) as unknown as Owner;
}

interface Named {
  readonly name: string;
}

/** A list with a new member behind another, first where that is null. */
export function inserted<Member extends Named>(
  members: readonly Member[],
  member: Member,
  after: string | null | undefined,
): readonly Member[] {
  const at = members.findIndex(({ name }) => name === after) + 1;
  return members.toSpliced(at, 0, member);
}

/** A list in the order of these names. */
export function reordered<Member extends Named>(
  members: readonly Member[],
  order: JsonValue,
): readonly Member[] {
  const byName = new Map(members.map((member) => [member.name, member]));
  return sideAs<readonly string[]>(order).flatMap((name) => byName.get(name) ?? []);
}

/** A list with one member changed. */
export function changed<Member extends Named>(
  members: readonly Member[],
  name: string,
  change: (member: Member) => Member,
): readonly Member[] {
  return members.map((member) => (member.name === name ? change(member) : member));
}
