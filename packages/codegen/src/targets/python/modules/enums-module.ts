import { createModule, type PythonModule } from '../python-module.ts';
import type { PythonEnum, PythonSchema } from '../python-schema.ts';
import { docstring, indented, statement, stringLiteral } from '../python-source.ts';
import { named } from '../python-symbols.ts';

const STR_ENUM = named('enum', 'StrEnum');

/** `enums.py`: the schema's enums. A member's value is its name in the schema. */
export function enumsModule(schema: PythonSchema): string {
  const module = createModule({ name: '.enums', documentation: 'The enums of the schema.' });
  return module.finish(schema.enums.map((one) => enumClass(module, one)));
}

function enumClass(
  module: PythonModule,
  { className, source, members }: PythonEnum,
): readonly string[] {
  const body = members.flatMap(({ name, source: value }) => [
    statement(`${name} = ${stringLiteral(value.name)}`, 1),
    ...(value.documentation ? docstring(value.documentation) : []),
  ]);
  const documentation = source.documentation ?? `The enum ${source.name} of the schema.`;
  return [
    statement(`class ${className}(${module.text(STR_ENUM)}):`),
    ...indented([...docstring(documentation), '', ...body]),
  ];
}
