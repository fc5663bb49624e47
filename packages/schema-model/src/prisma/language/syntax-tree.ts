import type { Arity } from '../../schema-model.ts';
import type { Place } from './not-understood.ts';
import type { SourceText } from './source-text.ts';

/** What a schema file says, before any name in it is looked up. */
export interface SyntaxFile {
  readonly source: SourceText;
  readonly blocks: readonly SyntaxBlock[];
}

export type SyntaxBlock = EntityBlock | EnumBlock | ConfigBlock;

interface Named {
  readonly name: string;
  /** Where the name begins in the file. */
  readonly offset: number;
  readonly documentation?: string;
}

export interface EntityBlock extends Named {
  readonly kind: 'model' | 'view';
  readonly source: SourceText;
  readonly fields: readonly FieldSyntax[];
  readonly attributes: readonly AttributeSyntax[];
}

export interface EnumBlock extends Named {
  readonly kind: 'enum';
  readonly source: SourceText;
  readonly values: readonly EnumValueSyntax[];
  readonly attributes: readonly AttributeSyntax[];
}

export interface ConfigBlock extends Named {
  readonly kind: 'datasource' | 'generator';
  readonly properties: ReadonlyMap<string, Expression>;
}

export interface FieldSyntax extends Named {
  readonly type: TypeSyntax;
  readonly arity: Arity;
  readonly attributes: readonly AttributeSyntax[];
}

export interface EnumValueSyntax extends Named {
  readonly attributes: readonly AttributeSyntax[];
}

export type TypeSyntax =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'unsupported'; readonly databaseType: string };

export interface AttributeSyntax {
  /** Without the at signs: `id`, `db.VarChar`. */
  readonly name: string;
  readonly arguments: readonly ArgumentSyntax[];
}

export interface ArgumentSyntax {
  readonly name?: string;
  readonly value: Expression;
}

/** A value as it is written, and where. */
export type Expression = ExpressionSyntax & { readonly place: Place };

type ExpressionSyntax =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly digits: string }
  /** A bare word: a field, an enum's value, `true`, `Cascade`. */
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly ArgumentSyntax[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Expression])[] };
