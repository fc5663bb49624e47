import {
  type DataMap,
  type Join,
  type JoinChild,
  type Let,
  type PlanNode,
  type PlanQuery,
  type PlanValue,
  type ResultObject,
  type Scope,
  unsupported,
} from './plan.ts';
import { copyOf, type Row, type Rows, typesOf } from './row-reader.ts';
import { Statement } from './statement.ts';
import { statementRows } from './statement-rows.ts';
import { type Argument, argumentOf, NOW } from './values-in.ts';
import type { UnknownEnumValues } from './values-out.ts';
import type { Reader, WireResult } from './wire-query.ts';

/** Runs a statement on the connection of a call. */
export type Run = (
  statement: Statement,
  scope: Scope,
  reader: Reader | undefined,
) => Promise<WireResult>;

/** A plan as a function. */
export interface Compiled {
  /** Whether it only reads, and may be run again. */
  readonly isRead: boolean;
  /** Whether it may be run again for a lost connection, where that is not so of all that read. */
  readonly mayAskAgain?: (error: unknown) => boolean;
  /** The result, or {@link MISS} where Prisma has to say what is wrong. */
  readonly answer: (run: Run, scope: Scope) => Promise<unknown>;
  /** Of a plan that only counts: its statement, and what is made for this before it runs, by name. */
  readonly counting?: {
    readonly query: PlanQuery;
    readonly generated: ReadonlyMap<string, PlanValue>;
  };
}

/** There is no row where one has to be, or there are several where one may be. */
export const MISS: unique symbol = Symbol('miss');

interface Context {
  readonly enums: DataMap['enums'];
  readonly unknownEnumValues: UnknownEnumValues;
}

/**
 * A plan of Prisma's compiler as one function over its statements.
 *
 * @throws Unsupported for a plan that Prisma has to run itself
 */
export function compilePlan(plan: PlanNode, unknownEnumValues: UnknownEnumValues): Compiled {
  if (plan.type !== 'dataMap') return unsupported(plan.type);
  const { structure, enums } = plan.args;
  const context = { enums, unknownEnumValues };
  const { node, generated } = withoutGenerated(plan.args.expr);
  const scoped = scopeWith(generated, JSON.stringify(plan).includes('"now"'));
  if (structure.type === 'affectedRows') {
    if (node.type !== 'execute') return unsupported(node.type);
    const statement = Statement.of(node.args);
    return {
      isRead: false,
      counting: {
        query: node.args,
        generated: new Map(generated.map(([name, , value]) => [name, value])),
      },
      answer: (run, scope) =>
        run(statement, scoped(scope), undefined).then(({ count }) => ({ count })),
    };
  }
  if (structure.type !== 'object') return unsupported(structure.type);
  const written = writtenRow(node);
  const { inner, isUnique, isRequired } = peel(written ?? node);
  const mustExist = isRequired || written !== undefined;
  const rowsOf = compileRows(inner, structure, context, []);
  const isRead = written === undefined && rowsOf.isRead;
  // A read that finds an unknown value is asked of Prisma again, which a write cannot be.
  if (unknownEnumValues === 'raise' && !isRead)
    for (const { type } of typesOf(structure)) if (type === 'enum') return unsupported(type);
  return {
    isRead,
    answer: (run, scope) =>
      rowsOf.find(run, scoped(scope)).then(({ rows }) => {
        if (rows.length === 0 && (mustExist || rowsOf.isRequired)) return MISS;
        if (!isUnique && !rowsOf.isUnique) return rows;
        return rows.length > 1 ? MISS : (rows[0] ?? null);
      }),
  };
}

type Generated = readonly (readonly [name: string, make: Argument, value: PlanValue])[];

/** `let id = uuid() in ...`: values that are made before anything runs. */
function withoutGenerated(plan: PlanNode): {
  readonly node: PlanNode;
  readonly generated: Generated;
} {
  const generated: [string, Argument, PlanValue][] = [];
  let node = plan;
  while (node.type === 'let' && node.args.bindings.every(({ expr }) => expr.type === 'value')) {
    for (const { name, expr } of node.args.bindings)
      if (expr.type === 'value') generated.push([name, argumentOf(expr.args), expr.args]);
    node = node.args.expr;
  }
  return { node, generated };
}

function scopeWith(generated: Generated, hasNow: boolean): (scope: Scope) => Scope {
  if (generated.length === 0 && !hasNow) return (scope) => scope;
  return (given) => {
    const scope: Record<string, unknown> = { ...given, [NOW]: new Date() };
    for (const [name, make] of generated) scope[name] = make(scope);
    return scope;
  };
}

/** The statement of `let row = unique(statement) in (validate row is there, row)`: an update or a delete. */
function writtenRow(node: PlanNode): PlanNode | undefined {
  if (node.type !== 'let' || node.args.expr.type !== 'seq') return undefined;
  const [binding, ...others] = node.args.bindings;
  const [check, get, ...rest] = node.args.expr.args;
  if (binding === undefined || others.length > 0 || rest.length > 0) return unsupported('seq');
  const isGet = (one: PlanNode | undefined): boolean =>
    one?.type === 'get' && one.args.name === binding.name;
  const validated = check?.type === 'let' ? check.args.bindings[0]?.expr : undefined;
  const isCheck =
    validated?.type === 'validate' &&
    isGet(validated.args.expr) &&
    isAtLeastOne(validated.args.rules) &&
    (check as { readonly args: Let }).args.expr.type === 'unit';
  return isCheck && isGet(get) ? binding.expr : unsupported('seq');
}

function isAtLeastOne(
  rules: readonly { readonly type: string; readonly args?: unknown }[],
): boolean {
  return rules.length === 1 && rules[0]?.type === 'rowCountNeq' && rules[0].args === 0;
}

/** What is inside of `unique` and of `validate at least one row`. */
function peel(node: PlanNode): {
  readonly inner: PlanNode;
  readonly isUnique: boolean;
  readonly isRequired: boolean;
} {
  let inner = node;
  let isUnique = false;
  let isRequired = false;
  for (;;) {
    if (inner.type === 'unique') {
      isUnique = true;
      inner = inner.args;
    } else if (inner.type === 'validate' && isAtLeastOne(inner.args.rules)) {
      isRequired = true;
      inner = inner.args.expr;
    } else return { inner, isUnique, isRequired };
  }
}

/** The rows of a statement, with those that are joined to them. */
interface RowsOf {
  readonly isRead: boolean;
  readonly isUnique: boolean;
  readonly isRequired: boolean;
  readonly find: (run: Run, scope: Scope) => Promise<Rows>;
}

function compileRows(
  node: PlanNode,
  structure: ResultObject,
  context: Context,
  keys: readonly string[],
): RowsOf {
  if (node.type !== 'query' && node.type !== 'process')
    return compileJoin(node, structure, context, keys);
  const rows = statementRows(node, { ...context, structure, keys, joined: new Map() });
  return { ...rows, isUnique: false, isRequired: false };
}

/** A child of a join: where its rows go, and the positions of the keys of the parent's rows. */
interface Child extends Pick<JoinChild, 'isRelationUnique'> {
  readonly field: string;
  readonly keys: readonly number[];
  readonly rowsOf: RowsOf;
}

/** `let parent = rows in let keys = their fields in join(parent, children)`: one statement for each level. */
function compileJoin(
  node: PlanNode,
  structure: ResultObject,
  context: Context,
  outer: readonly string[],
): RowsOf {
  const { name, parent, mapped, join } = partsOf(node);
  const { inner, isUnique, isRequired } = peel(parent);
  const keys = [...outer];
  const positionOf = (column: string): number => {
    const known = keys.indexOf(column, outer.length);
    return known < 0 ? keys.push(column) - 1 : known;
  };
  const joined = new Map<string, 'null' | '[]'>();
  const children = join.children.map((child): Child => {
    const [field, shape] = fieldFor(structure, child);
    joined.set(child.parentField, child.isRelationUnique ? 'null' : '[]');
    const remote = child.on.map(([, right]) => right);
    return {
      field,
      isRelationUnique: child.isRelationUnique,
      keys: child.on.map(([left]) => positionOf(left)),
      rowsOf: compileRows(child.child, shape, context, remote),
    };
  });
  const bound = mapped(name).map(([as, column]) => [as, positionOf(column)] as const);
  const rows = statementRows(inner, { ...context, structure, keys, joined });
  return {
    isRead: rows.isRead,
    isUnique,
    isRequired,
    find: async (run, scope) => {
      const found = await rows.find(run, scope);
      if (found.rows.length === 0) return found;
      const deeper: Record<string, unknown> = { ...scope };
      for (const [as, position] of bound)
        deeper[as] = isUnique ? found.keys[position]?.[0] : [...new Set(found.keys[position])];
      for (const child of children) attach(found, child, await child.rowsOf.find(run, deeper));
      return found;
    },
  };
}

interface JoinParts {
  readonly name: string;
  readonly parent: PlanNode;
  /** What the children's statements take: a name, and the parent's column that it has the values of. */
  readonly mapped: (parent: string) => readonly (readonly [name: string, column: string])[];
  readonly join: Join;
}

function partsOf(node: PlanNode): JoinParts {
  if (node.type !== 'let') return unsupported(node.type);
  const [binding, ...others] = node.args.bindings;
  const inner = node.args.expr;
  if (binding === undefined || others.length > 0 || inner.type !== 'let')
    return unsupported('join');
  const { bindings, expr } = inner.args;
  if (expr.type !== 'join' || !isGetOf(expr.args.parent, binding.name)) return unsupported('join');
  return {
    name: binding.name,
    parent: binding.expr,
    join: expr.args,
    mapped: (parent) =>
      bindings.map(({ name, expr: value }) =>
        value.type === 'mapField' && isGetOf(value.args.records, parent)
          ? ([name, value.args.field] as const)
          : unsupported('mapField'),
      ),
  };
}

function isGetOf(node: PlanNode, name: string): boolean {
  return node.type === 'get' && node.args.name === name;
}

function fieldFor(
  { fields }: ResultObject,
  { parentField }: JoinChild,
): readonly [name: string, shape: ResultObject] {
  for (const [name, node] of Object.entries(fields)) {
    if (
      node.type === 'object' &&
      node.serializedName === parentField &&
      node.skipNulls !== undefined
    )
      return [name, node];
  }
  return unsupported('object');
}

function attach(parents: Rows, { field, keys, isRelationUnique }: Child, found: Rows): void {
  const places = keys.map((_, at) => at);
  const byKey = new Map<string | null, Row | Row[]>();
  for (let at = 0; at < parents.rows.length; at += 1) {
    const row = parents.rows[at] as Row;
    const key = keyOf(parents, keys, at);
    const others = byKey.get(key);
    if (others === undefined) byKey.set(key, row);
    else if (Array.isArray(others)) others.push(row);
    else byKey.set(key, [others, row]);
  }
  for (let at = 0; at < found.rows.length; at += 1) {
    const row = found.rows[at] as Row;
    // Behind these keys are those that join it with rows of its own.
    const owners = byKey.get(keyOf(found, places, at));
    if (owners === undefined) continue;
    // Each has rows of its own, as with Prisma: callers and extensions may change them.
    if (Array.isArray(owners)) {
      for (const [place, owner] of owners.entries()) give(owner, place === 0 ? row : copyOf(row));
    } else give(owners, row);
  }

  function give(owner: Row, row: Row): void {
    if (isRelationUnique) owner[field] = row;
    else (owner[field] as unknown[]).push(row);
  }
}

/** What a row is joined by: the text of its key, or of those that it is made of. */
function keyOf({ keys }: Rows, places: readonly number[], row: number): string | null {
  const [first = 0] = places;
  if (places.length === 1) return keys[first]?.[row] ?? null;
  return JSON.stringify(places.map((place) => keys[place]?.[row] ?? null));
}
