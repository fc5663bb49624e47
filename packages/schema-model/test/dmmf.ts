/** The part of Prisma's DMMF that the SchemaModel must agree with. */
export interface Dmmf {
  readonly datamodel: {
    readonly models: readonly DmmfModel[];
    readonly enums: readonly DmmfEnum[];
    readonly indexes: readonly DmmfIndex[];
  };
}

export interface DmmfModel {
  readonly name: string;
  readonly dbName: string | null;
  readonly schema: string | null;
  readonly documentation?: string;
  readonly fields: readonly DmmfField[];
  readonly primaryKey: { readonly name: string | null; readonly fields: readonly string[] } | null;
  readonly uniqueIndexes: readonly {
    readonly name: string | null;
    readonly fields: readonly string[];
  }[];
}

export interface DmmfField {
  readonly name: string;
  readonly dbName?: string;
  readonly kind: 'scalar' | 'enum' | 'object';
  readonly type: string;
  readonly isList: boolean;
  readonly isRequired: boolean;
  readonly isId: boolean;
  readonly isUnique: boolean;
  readonly isReadOnly: boolean;
  readonly isUpdatedAt: boolean;
  readonly nativeType: readonly [string, readonly string[]] | null;
  readonly default?: unknown;
  readonly relationName?: string;
  readonly relationFromFields?: readonly string[];
  readonly relationToFields?: readonly string[];
  readonly relationOnDelete?: string;
  readonly relationOnUpdate?: string;
  readonly documentation?: string;
}

export interface DmmfEnum {
  readonly name: string;
  readonly dbName: string | null;
  readonly documentation?: string;
  readonly values: readonly {
    readonly name: string;
    readonly dbName: string | null;
    readonly documentation?: string;
  }[];
}

export interface DmmfIndex {
  readonly model: string;
  readonly type: 'id' | 'unique' | 'normal';
  readonly name?: string;
  readonly dbName?: string;
  readonly algorithm?: string;
  readonly fields: readonly {
    readonly name: string;
    readonly sortOrder?: 'asc' | 'desc';
    readonly operatorClass?: string;
  }[];
}
