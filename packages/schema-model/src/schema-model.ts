/**
 * The intermediate representation of a database schema. Everything downstream
 * (diff, codegen, releases) reads this and nothing Prisma-shaped.
 *
 * All of it is plain readonly data. Names are those of the schema language;
 * `dbName` is what the database calls the same thing, cut to 63 bytes as
 * PostgreSQL cuts names. `documentation` and
 * `location` say nothing about meaning: the canonical form and the content
 * hash leave them out.
 */
export interface SchemaModel {
  readonly kind: 'schema';
  readonly provider: 'postgresql';
  /** Set where the datasource says `relationMode = "prisma"`: then no relation is a constraint in the database. */
  readonly relationMode?: 'prisma';
  /** The database schemas that `@@schema` may name, sorted; empty when the datasource lists none. */
  readonly namespaces: readonly string[];
  /** What the datasource's `extensions` lists, sorted by name; absent when it lists none. */
  readonly extensions?: readonly Extension[];
  /** Sorted by name. */
  readonly enums: readonly Enum[];
  /** Tables, sorted by name. */
  readonly models: readonly Model[];
  /** Views and materialized views (the schema language does not tell them apart), sorted by name. */
  readonly views: readonly View[];
  /** Every relation once, sorted by its sides and name. */
  readonly relations: readonly Relation[];
}

/** A PostgreSQL extension that the schema needs. */
export interface Extension {
  readonly kind: 'extension';
  /** The name in the schema: `uuidOssp`. */
  readonly name: string;
  /** PostgreSQL's name for it (`map`): `uuid-ossp`. */
  readonly dbName: string;
  /** The database schema to put it in, where the schema says so. */
  readonly namespace?: string;
  readonly version?: string;
}

/** Where a declaration's name stands. Line and column count from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

interface Declaration {
  readonly name: string;
  readonly dbName: string;
  /** The `///` lines, joined by newlines. */
  readonly documentation?: string;
  readonly location?: SourceLocation;
}

export interface Enum extends Declaration {
  readonly kind: 'enum';
  /** The `@@schema` it lives in. */
  readonly namespace?: string;
  /** In declaration order, which is PostgreSQL's sort order. */
  readonly values: readonly EnumValue[];
}

export interface EnumValue extends Declaration {
  readonly kind: 'enumValue';
}

interface Entity extends Declaration {
  readonly namespace?: string;
  /** In declaration order. */
  readonly fields: readonly Field[];
  /** `@@ignore`: in the database, and in no client. */
  readonly isIgnored: boolean;
  /** Also holds what `@id` on a single field says. */
  readonly primaryKey?: PrimaryKey;
  /** Also holds what `@unique` on a single field says. Sorted by `dbName`. */
  readonly uniques: readonly UniqueConstraint[];
}

export interface Model extends Entity {
  readonly kind: 'model';
  /** Sorted by `dbName`. */
  readonly indexes: readonly Index[];
}

export interface View extends Entity {
  readonly kind: 'view';
}

export type Field = ScalarField | EnumField | RelationField | UnsupportedField;

/** A field that is a column. */
export type ColumnField = ScalarField | EnumField | UnsupportedField;

export type Arity = 'required' | 'optional' | 'list';

interface FieldBase extends Declaration {
  readonly arity: Arity;
  /** `@ignore`: in the database, and in no client. */
  readonly isIgnored: boolean;
}

interface ColumnBase extends FieldBase {
  readonly default?: DefaultValue;
  /** True for the field of a single-field primary key. */
  readonly isId: boolean;
  /** True for the field of a single-field unique constraint. */
  readonly isUnique: boolean;
  /** `@updatedAt`: the client sets it on every write. */
  readonly isUpdatedAt: boolean;
}

export type ScalarType =
  | 'BigInt'
  | 'Boolean'
  | 'Bytes'
  | 'DateTime'
  | 'Decimal'
  | 'Float'
  | 'Int'
  | 'Json'
  | 'String';

/** A PostgreSQL type as `@db.Name(args)` spells it. Always present: where the schema says nothing it is Prisma's default. */
export interface NativeType {
  /** e.g. `VarChar`, `Timestamptz`, `Uuid`. */
  readonly name: string;
  /** e.g. `[255]`, `[65, 30]`. */
  readonly args: readonly number[];
}

export interface ScalarField extends ColumnBase {
  readonly kind: 'scalar';
  readonly type: ScalarType;
  readonly nativeType: NativeType;
}

export interface EnumField extends ColumnBase {
  readonly kind: 'enum';
  /** The enum's name. */
  readonly type: string;
}

/** A column whose type the schema language has no name for. No client sees it. */
export interface UnsupportedField extends ColumnBase {
  readonly kind: 'unsupported';
  /** The SQL type, as written in `Unsupported("...")`. */
  readonly databaseType: string;
}

/** One side of a relation. It is no column; `dbName` equals `name`. */
export interface RelationField extends FieldBase {
  readonly kind: 'relation';
  /** The name of the model or view on the other side. */
  readonly type: string;
  /** Refers to {@link Relation.name}; together with both entities it is unique. */
  readonly relationName: string;
  /** The fields of this entity that hold the key; empty on the side that does not hold it. */
  readonly fields: readonly string[];
  /** The fields of the other entity that the key points at; as long as `fields`. */
  readonly references: readonly string[];
}

export type ReferentialAction = 'Cascade' | 'NoAction' | 'Restrict' | 'SetDefault' | 'SetNull';

export interface RelationSide {
  /** Name of the model or view. */
  readonly entity: string;
  /** Name of its relation field. */
  readonly field: string;
}

export type Relation = ForeignKeyRelation | JoinTableRelation;

/** One-to-one and one-to-many: one side holds the key. */
export interface ForeignKeyRelation {
  readonly kind: 'foreignKey';
  /** As given, or derived as Prisma does (`PostToUser`). */
  readonly name: string;
  readonly cardinality: 'one-to-many' | 'one-to-one';
  /** The side with the key. */
  readonly from: RelationSide;
  readonly to: RelationSide;
  readonly fields: readonly string[];
  readonly references: readonly string[];
  /** Given or inferred. */
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
  /** The constraint's name in the database, given (`map`) or Prisma's default. */
  readonly dbName: string;
}

/** An implicit many-to-many: a table with the columns `A` and `B` that no model names. */
export interface JoinTableRelation {
  readonly kind: 'joinTable';
  readonly name: string;
  readonly cardinality: 'many-to-many';
  /** The side that column `A` points at (the first by name of entity, then of field). */
  readonly a: RelationSide;
  /** The side that column `B` points at. */
  readonly b: RelationSide;
  /** The table's name: `_` and the relation's name, cut to 63 bytes. */
  readonly dbName: string;
  readonly namespace?: string;
}

export interface PrimaryKey {
  readonly kind: 'primaryKey';
  readonly fields: readonly IndexedField[];
  /** The client's name for the key in `where` (`name:`), given or the fields joined by `_`. */
  readonly name: string;
  /** The constraint's name, given (`map:`) or `<table>_pkey`. */
  readonly dbName: string;
}

export interface UniqueConstraint {
  readonly kind: 'unique';
  readonly fields: readonly IndexedField[];
  /** The client's name for the key in `where` (`name:`), given or the fields joined by `_`. */
  readonly name: string;
  /** Given (`map:`) or `<table>_<columns>_key`. */
  readonly dbName: string;
}

export type IndexAlgorithm = 'BTree' | 'Hash' | 'Gist' | 'Gin' | 'SpGist' | 'Brin';

export interface Index {
  readonly kind: 'index';
  /**
   * Set for a partial `@unique` or `@@unique` (one with `where:`): PostgreSQL can
   * only hold it as an index, and no client can look rows up by it.
   */
  readonly isUnique?: true;
  readonly algorithm: IndexAlgorithm;
  readonly fields: readonly IndexedField[];
  /** Given (`map:`) or `<table>_<columns>_idx`; `_key` for a unique one. */
  readonly dbName: string;
  /** The SQL of a partial index's predicate, where the schema gives one. */
  readonly where?: string;
}

export interface IndexedField {
  readonly name: string;
  readonly sort: 'Asc' | 'Desc';
  /** Operator class: Prisma's name (`JsonbPathOps`) or `raw("...")`. */
  readonly ops?: string;
}

export type DefaultValue =
  | { readonly kind: 'literal'; readonly value: LiteralValue }
  | { readonly kind: 'list'; readonly values: readonly LiteralValue[] }
  /** An enum's value, by its name in the schema. */
  | { readonly kind: 'enumValue'; readonly value: string }
  | { readonly kind: 'enumValueList'; readonly values: readonly string[] }
  /** The database makes it: `autoincrement()`. */
  | { readonly kind: 'autoincrement' }
  /** Both make it: the client at create, the database where SQL inserts. */
  | { readonly kind: 'now' }
  /** The client makes it; the column has no default. `args` as written, e.g. `[7]` of `uuid(7)`. */
  | {
      readonly kind: 'generated';
      readonly generator: 'uuid' | 'cuid' | 'ulid' | 'nanoid';
      readonly args: readonly (number | string)[];
    }
  /** The database makes it from this SQL; empty means that the database has one the schema does not spell. */
  | { readonly kind: 'dbgenerated'; readonly expression: string };

/**
 * Strings, booleans and numbers as themselves. Numbers of Int, BigInt, Float
 * and Decimal are kept as the digits that were written, so that none is rounded.
 * Json and Bytes (base64) defaults are the string as written.
 */
export type LiteralValue =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'boolean'; readonly value: boolean };

/** The schema of an empty database: where a first version comes from. */
export const emptySchema: SchemaModel = {
  kind: 'schema',
  provider: 'postgresql',
  namespaces: [],
  enums: [],
  models: [],
  views: [],
  relations: [],
};
