import { defaultNativeTypes, isScalarType } from '../../native-types.ts';
import { defaultRelationName } from '../../relation-defaults.ts';
import type { Field, NativeType, RelationField, ScalarType } from '../../schema-model.ts';
import { notUnderstood } from '../language/not-understood.ts';
import type { EntityBlock, FieldSyntax } from '../language/syntax-tree.ts';
import {
  asItems,
  asString,
  asWord,
  findAttribute,
  hasAttribute,
  mainArgument,
  namedArgument,
} from './attributes.ts';
import { declaration } from './declaration.ts';
import { resolveDefault } from './resolve-default.ts';
import type { Keys } from './resolve-keys.ts';

export interface FieldContext {
  readonly block: EntityBlock;
  readonly keys: Keys;
  readonly enumNames: ReadonlySet<string>;
}

export function resolveField(syntax: FieldSyntax, context: FieldContext): Field {
  const { type } = syntax;
  const base = {
    ...declaration(syntax, context.block.source),
    arity: syntax.arity,
    isIgnored: hasAttribute(syntax, 'ignore'),
  };
  if (type.kind === 'unsupported') {
    const { databaseType } = type;
    return {
      kind: 'unsupported',
      databaseType,
      ...base,
      ...column(syntax, 'unsupported', context),
    };
  }
  if (isScalarType(type.name)) {
    const nativeType = resolveNativeType(syntax, type.name);
    return {
      kind: 'scalar',
      type: type.name,
      nativeType,
      ...base,
      ...column(syntax, 'scalar', context),
    };
  }
  if (context.enumNames.has(type.name)) {
    return { kind: 'enum', type: type.name, ...base, ...column(syntax, 'enum', context) };
  }
  return {
    kind: 'relation',
    ...base,
    dbName: syntax.name,
    ...relation(syntax, type.name, context),
  };
}

function column(
  syntax: FieldSyntax,
  kind: 'scalar' | 'enum' | 'unsupported',
  { keys }: FieldContext,
) {
  const isOnly = ({ fields }: { readonly fields: readonly { readonly name: string }[] }): boolean =>
    fields.length === 1 && fields[0]?.name === syntax.name;
  return {
    ...resolveDefault(syntax, kind),
    isId: keys.primaryKey !== undefined && isOnly(keys.primaryKey),
    isUnique: keys.uniques.some(isOnly),
    isUpdatedAt: hasAttribute(syntax, 'updatedAt'),
  };
}

/** `@db.VarChar(255)`. The datasource's name stands before the dot, whatever it is. */
function resolveNativeType(syntax: FieldSyntax, type: ScalarType): NativeType {
  const attribute = syntax.attributes.find(({ name }) => name.includes('.'));
  if (!attribute) return defaultNativeTypes[type];
  return {
    name: attribute.name.slice(attribute.name.indexOf('.') + 1),
    args: attribute.arguments.map(({ value }) => {
      if (value.kind !== 'number') throw notUnderstood(value.place, 'a number');
      return Number(value.digits);
    }),
  };
}

function relation(
  syntax: FieldSyntax,
  type: string,
  { block }: FieldContext,
): Pick<RelationField, 'type' | 'relationName' | 'fields' | 'references'> {
  const attribute = findAttribute(syntax, 'relation');
  const fieldNames = (argument: string): readonly string[] =>
    asItems(namedArgument(attribute, argument)).map((name) => asWord(name));
  return {
    type,
    relationName:
      asString(mainArgument(attribute, 'name')) ?? defaultRelationName(block.name, type),
    fields: fieldNames('fields'),
    references: fieldNames('references'),
  };
}
