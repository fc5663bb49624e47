import { CREATION_KINDS, type CreationRow } from './creation-row.ts';

/** One object needs another: by `class:object`. */
export interface DependencyRow {
  readonly dependent: string;
  readonly needed: string;
}

/** A statement's object, and what stands within it. */
export interface OrderedCreation {
  readonly row: CreationRow;
  /** Defaults and constraints that stand in the statement of their table. */
  readonly within: readonly CreationRow[];
}

/**
 * What makes a database, each object behind what it needs, and else by kind and
 * name. Pure. A default or a constraint stands in its table, unless it needs
 * what needs the table.
 */
export function orderCreations(
  rows: readonly CreationRow[],
  dependencies: readonly DependencyRow[],
): readonly OrderedCreation[] {
  const byId = new Map(rows.flatMap((row) => row.ids.map((id) => [id, row] as const)));
  const needs = new Map(rows.map((row) => [row, new Set<CreationRow>()]));
  const need = (row: CreationRow | undefined, other: CreationRow | undefined): void => {
    if (row === undefined || other === undefined || row === other) return;
    // A sequence goes with its column, and is made before it.
    if (row.kind === 'sequence' && other.kind === 'table') return;
    needs.get(row)?.add(other);
  };
  for (const { dependent, needed } of dependencies) need(byId.get(dependent), byId.get(needed));
  for (const row of rows) for (const id of row.parts?.needs ?? []) need(row, byId.get(id));

  const within = new Map<CreationRow, CreationRow[]>();
  for (const row of rows) {
    const owner = byId.get(row.parts?.owner ?? '');
    if (owner?.kind !== 'table' || !mayStandWithin(row)) continue;
    const others = [...(needs.get(row) ?? [])].filter((other) => other !== owner);
    if (row.parts?.generated !== true && others.some((other) => reaches(other, owner, needs)))
      continue;
    within.set(owner, [...(within.get(owner) ?? []), row]);
    for (const other of others) need(owner, other);
  }
  const hosts = new Map(
    [...within].flatMap(([owner, parts]) => parts.map((part) => [part, owner] as const)),
  );
  const open = rows.filter((row) => !hosts.has(row)).toSorted(byKindAndName);
  const made = new Set<CreationRow>();
  const ordered: OrderedCreation[] = [];
  const isReady = (row: CreationRow): boolean =>
    [...(needs.get(row) ?? [])].every((other) => {
      const host = hosts.get(other) ?? other;
      return made.has(host) || host === row;
    });
  while (open.length > 0) {
    // Where all wait for each other, PostgreSQL says what is missing.
    const at = Math.max(0, open.findIndex(isReady));
    const [row] = open.splice(at, 1);
    if (row === undefined) break;
    made.add(row);
    ordered.push({ row, within: within.get(row) ?? [] });
  }
  return ordered;
}

/** Of a column that is generated, the expression is in the column anyway. */
function mayStandWithin({ kind, parts }: CreationRow): boolean {
  if (kind === 'default') return parts?.inherited !== true || parts.generated === true;
  return kind === 'constraint' && parts?.later !== true;
}

function reaches(
  from: CreationRow,
  goal: CreationRow,
  needs: ReadonlyMap<CreationRow, ReadonlySet<CreationRow>>,
  seen: Set<CreationRow> = new Set(),
): boolean {
  if (from === goal) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return [...(needs.get(from) ?? [])].some((next) => reaches(next, goal, needs, seen));
}

function byKindAndName(a: CreationRow, b: CreationRow): number {
  const kinds = CREATION_KINDS.indexOf(a.kind) - CREATION_KINDS.indexOf(b.kind);
  if (kinds !== 0) return kinds;
  return a.name < b.name ? -1 : Number(a.name > b.name);
}
