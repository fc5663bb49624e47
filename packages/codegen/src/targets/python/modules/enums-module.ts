import type { PythonEnum, PythonSchema } from '../python-schema.ts';
import { docstring, indented, pythonModule, statement, stringLiteral } from '../python-source.ts';

/** `enums.py`: the schema's enums. A member's value is its name in the schema. */
export function enumsModule(schema: PythonSchema): string {
  const imports = schema.enums.length > 0 ? ['from enum import StrEnum'] : [];
  return pythonModule('The enums of the schema.', imports, schema.enums.map(enumClass));
}

function enumClass({ className, source, members }: PythonEnum): readonly string[] {
  const body = members.flatMap(({ name, source: value }) => [
    statement(`${name} = ${stringLiteral(value.name)}`, 1),
    ...(value.documentation ? docstring(value.documentation) : []),
  ]);
  const documentation = source.documentation ?? `The enum ${source.name} of the schema.`;
  return [
    statement(`class ${className}(StrEnum):`),
    ...indented([...docstring(documentation), '', ...body]),
  ];
}
