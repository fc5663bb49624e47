import type { SchemaModel } from '../../schema-model.ts';
import { generatorBlock } from '../engine/preview-features.ts';
import { printEntity } from './print-entity.ts';
import { printEnum } from './print-enum.ts';
import { foreignKeysByField } from './print-relation.ts';
import { quoted } from './syntax.ts';

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
  const withDocumentation = options.documentation ?? true;
  const foreignKeys = foreignKeysByField(schema);
  const blocks = [
    printDatasource(schema),
    ...printGenerator(schema),
    ...schema.enums.map((declared) => printEnum(declared, withDocumentation)),
    ...[...schema.models, ...schema.views].map((entity) =>
      printEntity(entity, foreignKeys, withDocumentation),
    ),
  ];
  return blocks.join('\n');
}

function printDatasource({ namespaces, relationMode }: SchemaModel): string {
  const properties: (readonly [string, string])[] = [['provider', quoted('postgresql')]];
  if (relationMode) properties.push(['relationMode', quoted(relationMode)]);
  if (namespaces.length > 0) properties.push(['schemas', `[${namespaces.map(quoted).join(', ')}]`]);
  const width = Math.max(...properties.map(([name]) => name.length));
  const lines = properties.map(([name, value]) => `  ${name.padEnd(width)} = ${value}`);
  return ['datasource db {', ...lines, '}', ''].join('\n');
}

function printGenerator({ models, views }: SchemaModel): readonly string[] {
  const hasPartialIndex = models.some(({ indexes }) =>
    indexes.some(({ where }) => where !== undefined),
  );
  const features = [
    ...(hasPartialIndex ? ['partialIndexes'] : []),
    ...(views.length > 0 ? ['views'] : []),
  ];
  return features.length === 0 ? [] : [generatorBlock(features)];
}
