import type {
  Arity,
  DefaultValue,
  Enum,
  EnumValue,
  Extension,
  Field,
  ForeignKeyRelation,
  Index,
  JoinTableRelation,
  Model,
  NativeType,
  PrimaryKey,
  Relation,
  ScalarType,
  SourceLocation,
  UniqueConstraint,
  View,
} from '@schema-service/schema-model';
import type { Bridged, Bump, Compatibility, Severity } from './compatibility.ts';

/** What has fields: a table or a view. */
export type EntityKind = 'model' | 'view';

/**
 * What a change is about, by its names in the current schema; in the previous
 * one, under the current names of what it belongs to, where it is gone.
 */
export type Subject =
  | { readonly kind: 'schema' }
  | { readonly kind: 'namespace'; readonly name: string }
  | { readonly kind: 'extension'; readonly name: string }
  | { readonly kind: 'enum'; readonly name: string }
  | { readonly kind: 'enumValue'; readonly enum: string; readonly name: string }
  | { readonly kind: 'model'; readonly name: string }
  | { readonly kind: 'view'; readonly name: string }
  | {
      readonly kind: 'field';
      readonly owner: EntityKind;
      readonly entity: string;
      readonly name: string;
    }
  | { readonly kind: 'primaryKey'; readonly owner: EntityKind; readonly entity: string }
  | {
      readonly kind: 'unique';
      readonly owner: EntityKind;
      readonly entity: string;
      readonly fields: readonly string[];
    }
  /** Views have none. */
  | { readonly kind: 'index'; readonly entity: string; readonly fields: readonly string[] }
  /** By the field that holds the key, or the first side of a join table. */
  | { readonly kind: 'relation'; readonly entity: string; readonly field: string };

export type SubjectOf<Kind extends Subject['kind']> = Extract<Subject, { readonly kind: Kind }>;

/** A thing under its old or new name. The database has to move where the two `databaseName`s differ. */
export interface RenameSide {
  /** The name in the schema. */
  readonly name: string;
  /** The name in the database; null for a relation field, which is no column. */
  readonly databaseName: string | null;
}

/** A field's type apart from its arity. */
export type FieldType =
  | { readonly kind: 'scalar'; readonly type: ScalarType; readonly nativeType: NativeType }
  | { readonly kind: 'enum'; readonly type: string }
  | { readonly kind: 'relation'; readonly type: string }
  | { readonly kind: 'unsupported'; readonly databaseType: string };

/** What a relation connects, and by what. It stays a key or a join table: the other one is another relation. */
export type RelationShape =
  | Pick<JoinTableRelation, 'a' | 'b'>
  | Pick<ForeignKeyRelation, 'cardinality' | 'from' | 'to' | 'fields' | 'references'>;

export type RelationActions = Pick<ForeignKeyRelation, 'onDelete' | 'onUpdate'>;

/** What the database calls a relation's constraint, or its table. */
export type RelationMapping =
  | Pick<ForeignKeyRelation, 'kind' | 'dbName'>
  | Pick<JoinTableRelation, 'kind' | 'dbName' | 'namespace'>;

/** What a change holds: its subject, and the part that changed as it was and as it is. */
interface Changed<About extends Subject['kind'], Previous, Current = Previous> {
  readonly subject: SubjectOf<About>;
  readonly previous: Previous;
  readonly current: Current;
}

type Added<About extends Subject['kind'], Part> = Changed<About, null, Part>;

type Removed<About extends Subject['kind'], Part> = Changed<About, Part, null>;

/** Something new in a list whose order counts. */
interface Inserted<About extends Subject['kind'], Part> extends Added<About, Part> {
  /** The name of the member before it; null for the first. */
  readonly after: string | null;
}

/**
 * Every kind of fact that a diff can state, and what it holds. The ids are
 * stable, in the past participle. Releases record them, so that an id is never
 * renamed; new ones may join.
 */
interface Changes {
  RELATION_MODE_CHANGED: Changed<'schema', 'prisma' | null>;
  EXTENSION_ADDED: Added<'extension', Extension>;
  EXTENSION_REMOVED: Removed<'extension', Extension>;
  EXTENSION_CHANGED: Changed<'extension', Extension>;
  NAMESPACE_ADDED: Added<'namespace', string>;
  NAMESPACE_REMOVED: Removed<'namespace', string>;
  ENUM_ADDED: Added<'enum', Enum>;
  ENUM_REMOVED: Removed<'enum', Enum>;
  ENUM_RENAMED: Changed<'enum', RenameSide>;
  ENUM_MAPPING_CHANGED: Changed<'enum', string>;
  ENUM_NAMESPACE_CHANGED: Changed<'enum', string | null>;
  ENUM_VALUE_ADDED: Inserted<'enumValue', EnumValue>;
  ENUM_VALUE_REMOVED: Removed<'enumValue', EnumValue>;
  ENUM_VALUE_RENAMED: Changed<'enumValue', RenameSide>;
  ENUM_VALUE_MAPPING_CHANGED: Changed<'enumValue', string>;
  /** The names of all values, in order. */
  ENUM_VALUES_REORDERED: Changed<'enum', readonly string[]>;
  MODEL_ADDED: Added<'model', Model>;
  MODEL_REMOVED: Removed<'model', Model>;
  MODEL_RENAMED: Changed<'model', RenameSide>;
  MODEL_MAPPING_CHANGED: Changed<'model', string>;
  MODEL_NAMESPACE_CHANGED: Changed<'model', string | null>;
  MODEL_IGNORED: Changed<'model', boolean>;
  MODEL_UNIGNORED: Changed<'model', boolean>;
  VIEW_ADDED: Added<'view', View>;
  VIEW_REMOVED: Removed<'view', View>;
  VIEW_RENAMED: Changed<'view', RenameSide>;
  VIEW_MAPPING_CHANGED: Changed<'view', string>;
  VIEW_NAMESPACE_CHANGED: Changed<'view', string | null>;
  VIEW_IGNORED: Changed<'view', boolean>;
  VIEW_UNIGNORED: Changed<'view', boolean>;
  FIELD_ADDED: Inserted<'field', Field>;
  FIELD_REMOVED: Removed<'field', Field>;
  FIELD_RENAMED: Changed<'field', RenameSide>;
  /** The names of all fields, in order. */
  FIELDS_REORDERED: Changed<EntityKind, readonly string[]>;
  FIELD_TYPE_CHANGED: Changed<'field', FieldType>;
  FIELD_MADE_REQUIRED: Changed<'field', Arity>;
  FIELD_MADE_OPTIONAL: Changed<'field', Arity>;
  FIELD_LIST_CHANGED: Changed<'field', Arity>;
  FIELD_MAPPING_CHANGED: Changed<'field', string>;
  FIELD_IGNORED: Changed<'field', boolean>;
  FIELD_UNIGNORED: Changed<'field', boolean>;
  UPDATED_AT_ADDED: Changed<'field', boolean>;
  UPDATED_AT_REMOVED: Changed<'field', boolean>;
  DEFAULT_ADDED: Added<'field', DefaultValue>;
  DEFAULT_REMOVED: Removed<'field', DefaultValue>;
  DEFAULT_CHANGED: Changed<'field', DefaultValue>;
  PRIMARY_KEY_ADDED: Added<'primaryKey', PrimaryKey>;
  PRIMARY_KEY_REMOVED: Removed<'primaryKey', PrimaryKey>;
  PRIMARY_KEY_CHANGED: Changed<'primaryKey', PrimaryKey>;
  PRIMARY_KEY_MAPPING_CHANGED: Changed<'primaryKey', string>;
  UNIQUE_ADDED: Added<'unique', UniqueConstraint>;
  UNIQUE_REMOVED: Removed<'unique', UniqueConstraint>;
  UNIQUE_CHANGED: Changed<'unique', UniqueConstraint>;
  UNIQUE_MAPPING_CHANGED: Changed<'unique', string>;
  INDEX_ADDED: Added<'index', Index>;
  INDEX_REMOVED: Removed<'index', Index>;
  INDEX_CHANGED: Changed<'index', Index>;
  INDEX_MAPPING_CHANGED: Changed<'index', string>;
  RELATION_ADDED: Added<'relation', Relation>;
  RELATION_REMOVED: Removed<'relation', Relation>;
  RELATION_CHANGED: Changed<'relation', RelationShape>;
  RELATION_ACTION_CHANGED: Changed<'relation', RelationActions>;
  RELATION_NAME_CHANGED: Changed<'relation', string>;
  RELATION_MAPPING_CHANGED: Changed<'relation', RelationMapping>;
  DOCUMENTATION_CHANGED: Changed<'enum' | 'enumValue' | EntityKind | 'field', string | null>;
}

export type ChangeId = keyof Changes;

/** One difference between two schemas, without a judgement. Its sides are parts of the two schemas. */
export type ChangeFactOf<Id extends ChangeId> = {
  [One in Id]: Changes[One] & {
    readonly kind: 'change';
    readonly id: One;
    /** Where the declaration stands in the current schema, or in the previous one if it is gone. */
    readonly location?: SourceLocation;
  };
}[Id];

export type ChangeFact = ChangeFactOf<ChangeId>;

/** What the rules say that a fact means for those who use the schema. */
export interface Judgement {
  readonly compatibility: Compatibility;
  readonly bridged: Bridged;
  readonly severity: Severity;
  readonly bump: Exclude<Bump, 'none'>;
  /** Why, in one or two sentences. */
  readonly reason: string;
}

/** A fact about two schemas, and what the rules say of it. */
export type ChangeOf<Id extends ChangeId> = { [One in Id]: ChangeFactOf<One> & Judgement }[Id];

export type Change = ChangeOf<ChangeId>;

/** What can be renamed, by the word that its change begins with. */
type Renamable = 'ENUM' | 'ENUM_VALUE' | 'MODEL' | 'VIEW' | 'FIELD';

/** A rename that fits both schemas. */
export type RenameFact = ChangeFactOf<`${Renamable}_RENAMED`>;
