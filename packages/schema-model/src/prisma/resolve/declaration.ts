import type { SourceLocation } from '../../schema-model.ts';
import { locationAt, type SourceText } from '../language/source-text.ts';
import type { AttributeSyntax } from '../language/syntax-tree.ts';
import { databaseName } from './attributes.ts';

interface DeclarationSyntax {
  readonly name: string;
  readonly offset: number;
  readonly documentation?: string;
  readonly attributes: readonly AttributeSyntax[];
}

/** What every declaration of the SchemaModel has. */
export function declaration(
  syntax: DeclarationSyntax,
  source: SourceText,
): {
  readonly name: string;
  readonly dbName: string;
  readonly documentation?: string;
  readonly location: SourceLocation;
} {
  return {
    name: syntax.name,
    dbName: databaseName(syntax),
    ...(syntax.documentation === undefined ? {} : { documentation: syntax.documentation }),
    location: locationAt(source, syntax.offset),
  };
}
