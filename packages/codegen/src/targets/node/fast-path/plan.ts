/**
 * The plans of Prisma's query compiler, as far as they are answered here. Source:
 * query-plan.ts of `@prisma/client-engine-runtime` 7.10.
 */
export type PlanNode =
  | { readonly type: 'dataMap'; readonly args: DataMap }
  | { readonly type: 'let'; readonly args: Let }
  | { readonly type: 'get'; readonly args: { readonly name: string } }
  | { readonly type: 'value'; readonly args: PlanValue }
  | { readonly type: 'seq'; readonly args: readonly PlanNode[] }
  | { readonly type: 'unique'; readonly args: PlanNode }
  | { readonly type: 'validate'; readonly args: Validate }
  | {
      readonly type: 'mapField';
      readonly args: { readonly field: string; readonly records: PlanNode };
    }
  | { readonly type: 'join'; readonly args: Join }
  | { readonly type: 'process'; readonly args: Process }
  | { readonly type: 'query' | 'execute'; readonly args: PlanQuery }
  | { readonly type: 'unit' };

export interface DataMap {
  readonly expr: PlanNode;
  readonly structure: ResultNode;
  readonly enums: Enums;
}

export interface Let {
  readonly bindings: readonly { readonly name: string; readonly expr: PlanNode }[];
  readonly expr: PlanNode;
}

export interface Validate {
  readonly expr: PlanNode;
  readonly rules: readonly { readonly type: string; readonly args?: unknown }[];
}

/** Rows that are cut in memory, as those of each parent are. */
export interface Process {
  readonly expr: PlanNode;
  readonly operations: {
    readonly pagination: {
      readonly cursor: unknown;
      readonly take: number | null;
      readonly skip: number | null;
    } | null;
    readonly distinct: readonly string[] | null;
    readonly reverse: boolean;
    readonly nested: object;
    /** The columns of the parent's key. */
    readonly linkingFields: readonly string[] | null;
  };
}

export interface Join {
  readonly parent: PlanNode;
  readonly children: readonly JoinChild[];
}

export interface JoinChild {
  readonly child: PlanNode;
  readonly on: readonly (readonly [left: string, right: string])[];
  readonly parentField: string;
  readonly isRelationUnique: boolean;
}

/** A constant, or what stands for a value of the call. */
export type PlanValue =
  | string
  | number
  | boolean
  | null
  | readonly PlanValue[]
  | { readonly prisma__type: 'param'; readonly prisma__value: { readonly name: string } }
  | {
      readonly prisma__type: 'generatorCall';
      readonly prisma__value: { readonly name: string; readonly args: readonly unknown[] };
    };

export type PlanQuery =
  | { readonly type: 'rawSql' }
  | {
      readonly type: 'templateSql';
      readonly fragments: readonly Fragment[];
      readonly args: readonly PlanValue[];
      readonly argTypes: readonly (ArgType | { readonly arity: 'tuple' })[];
    };

export type Fragment =
  | { readonly type: 'stringChunk'; readonly chunk: string }
  | { readonly type: 'parameter' | 'parameterTupleList' }
  | { readonly type: 'parameterTuple'; readonly itemPrefix: string; readonly itemSuffix: string };

export interface ArgType {
  readonly arity: 'scalar' | 'list';
  readonly scalarType: string;
  readonly dbType?: string;
}

/** What the rows of a statement become. */
export type ResultNode =
  | { readonly type: 'affectedRows' }
  | ResultObject
  | { readonly type: 'field'; readonly dbName: string; readonly fieldType: FieldType };

export interface ResultObject {
  readonly type: 'object';
  /** Null where the object's fields are in the same row. */
  readonly serializedName: string | null;
  readonly fields: Readonly<Record<string, ResultNode>>;
  readonly skipNulls?: boolean;
}

export interface FieldType {
  readonly type: string;
  readonly arity: 'scalar' | 'list';
  /** The enum's name. */
  readonly name?: string;
}

/** By enum: the names of its values by what the database stores. */
export type Enums = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The values of a call by the names of their placeholders. */
export type Scope = Readonly<Record<string, unknown>>;

/** A plan, or a part of it, that Prisma has to answer itself. */
export class Unsupported extends Error {}

/** Throws {@link Unsupported}. */
export function unsupported(what: string): never {
  throw new Unsupported(what);
}
