import type { Enum } from '@schema-service/schema-model';
import type { TypeNames } from '../../type-names.ts';
import { docComment, paragraphs, propertyName } from '../../type-script-source.ts';

/** One enum as JavaScript and as its declaration: values by name, and what the database stores for each. */
export interface EnumSource {
  readonly javascript: string;
  readonly declaration: string;
}

/** The enum's values and union, and the same of its database values. */
export function enumSource(declaration: Enum, names: TypeNames): EnumSource {
  const client = constant(
    names.enum.get(declaration.name),
    declaration,
    declaration.documentation,
    (value) => value.name,
  );
  const database = constant(
    names.enumDb.get(declaration.name),
    declaration,
    paragraphs(
      `What the database stores for {@link ${names.enum.get(declaration.name)}}, by the same names.`,
    ),
    (value) => value.dbName,
  );
  return {
    javascript: `${client.javascript}\n${database.javascript}`,
    declaration: `${client.declaration}\n${database.declaration}`,
  };
}

function constant(
  name: string | undefined,
  { values }: Enum,
  documentation: string | undefined,
  toStored: (value: Enum['values'][number]) => string,
): EnumSource {
  const entries = values.map((value) => ({
    key: propertyName(value.name),
    value: JSON.stringify(toStored(value)),
    doc: docComment(value.documentation, '  '),
  }));
  const javascript = entries.map(({ key, value }) => `  ${key}: ${value},\n`).join('');
  const types = entries
    .map(({ key, value, doc }) => `${doc}  readonly ${key}: ${value};\n`)
    .join('');
  const doc = docComment(documentation);
  return {
    javascript: `export const ${name} = {\n${javascript}};\n`,
    declaration: `${doc}export declare const ${name}: {\n${types}};\n${doc}export type ${name} = (typeof ${name})[keyof typeof ${name}];\n`,
  };
}
