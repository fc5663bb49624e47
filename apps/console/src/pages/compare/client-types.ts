import type { SchemaModel } from '@schema-service/schema-model';
import { fieldTypes } from '../models/field-types.ts';

/** The rows and enums of a schema as a client's language writes them: what a service that reads them has in hand. */
export function clientTypes(schema: SchemaModel, language: 'typescript' | 'python'): string {
  const entities = [...schema.models, ...schema.views].filter(({ isIgnored }) => !isIgnored);
  const rows = entities.map(({ name, fields }) => {
    const lines = fields.flatMap((field) => {
      if (field.kind === 'relation') return [];
      const type = fieldTypes(field, (one) => one)[language];
      if (type === undefined) return [];
      return language === 'typescript'
        ? `  ${field.name}: ${type};`
        : `    ${snakeCase(field.name)}: ${type}`;
    });
    return language === 'typescript'
      ? `interface ${name} {\n${lines.join('\n')}\n}`
      : `class ${name}:\n${lines.join('\n')}`;
  });
  const enums = schema.enums.map(({ name, values }) =>
    language === 'typescript'
      ? `type ${name} =\n${values.map((value) => `  | '${value.name}'`).join('\n')};`
      : `class ${name}(StrEnum):\n${values.map((value) => `    ${value.name} = "${value.name}"`).join('\n')}`,
  );
  return `${[...rows, ...enums].join('\n\n')}\n`;
}

/** As the Python client names fields where the schema states no other name. */
function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}
