import type { Enum } from '../../schema-model.ts';
import { documentationLines, mapAttribute, namespaceAttribute, printBlock } from './syntax.ts';

export function printEnum(declared: Enum, withDocumentation: boolean): string {
  const rows = declared.values.map((value) => ({
    documentation: documentationLines(value.documentation, withDocumentation),
    cells: [value.name, ...mapAttribute(value, '@')],
  }));
  return printBlock(
    `enum ${declared.name}`,
    documentationLines(declared.documentation, withDocumentation),
    rows,
    [...mapAttribute(declared, '@@'), ...namespaceAttribute(declared)],
  );
}
