import type { Enum, SchemaModel } from '../../schema-model.ts';
import { printDatasource, printGenerator } from './print-config.ts';
import { printEntity } from './print-entity.ts';
import { foreignKeysByField } from './print-relation.ts';
import { documentationLines, mapAttribute, namespaceAttribute, printBlock } from './syntax.ts';

export interface PrintOptions {
  /** Whether documentation is printed, as `///` lines. Default: true. */
  readonly documentation?: boolean;
}

/**
 * The canonical form of a schema: the same text for the same meaning, valid for
 * Prisma 7 by itself. Declarations are sorted; what equals Prisma's default is
 * left out; a generator block stands there only to switch on the preview
 * features that the schema uses. `parseSchema` reads it back to the same model.
 */
export function printSchema(schema: SchemaModel, options: PrintOptions = {}): string {
  const declarations = printDeclarations(schema, options.documentation ?? true);
  return [printDatasource(schema), ...printGenerator(schema), ...declarations].join('\n');
}

/** A schema without what configures Prisma, a block each. */
export function printDeclarations(
  schema: SchemaModel,
  withDocumentation: boolean,
): readonly string[] {
  const foreignKeys = foreignKeysByField(schema);
  return [
    ...schema.enums.map((declared) => printEnum(declared, withDocumentation)),
    ...[...schema.models, ...schema.views].map((entity) =>
      printEntity(entity, foreignKeys, withDocumentation),
    ),
  ];
}

function printEnum(declared: Enum, withDocumentation: boolean): string {
  const rows = declared.values.map((value) => ({
    documentation: documentationLines(value.documentation, withDocumentation),
    // PostgreSQL cuts no value: it refuses one that is too long.
    cells: [value.name, ...mapAttribute(value, '@', value.name)],
  }));
  return printBlock(
    `enum ${declared.name}`,
    documentationLines(declared.documentation, withDocumentation),
    rows,
    [...mapAttribute(declared, '@@'), ...namespaceAttribute(declared)],
  );
}
