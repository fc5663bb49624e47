import type { Model, View } from '../../schema-model.ts';
import { printField } from './print-field.ts';
import { entityKeys } from './print-keys.ts';
import type { ForeignKeys } from './print-relation.ts';
import { documentationLines, mapAttribute, namespaceAttribute, printBlock } from './syntax.ts';

export function printEntity(
  entity: Model | View,
  foreignKeys: ForeignKeys,
  withDocumentation: boolean,
): string {
  const rows = entity.fields.map((field) => ({
    documentation: documentationLines(field.documentation, withDocumentation),
    cells: printField(field, entity, foreignKeys),
  }));
  const attributes = [
    ...entityKeys(entity),
    ...mapAttribute(entity, '@@'),
    ...(entity.isIgnored ? ['@@ignore'] : []),
    ...namespaceAttribute(entity),
  ];
  return printBlock(
    `${entity.kind} ${entity.name}`,
    documentationLines(entity.documentation, withDocumentation),
    rows,
    attributes,
  );
}
