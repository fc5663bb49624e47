import { createModule, type PythonModule } from '../python-module.ts';
import type { PythonEntity, PythonSchema } from '../python-schema.ts';
import { docstring, indented, statement } from '../python-source.ts';
import { builtin, named, py, symbolsOf } from '../python-symbols.ts';
import { rowAnnotation } from './models-module.ts';
import { relationArguments, relationVariables } from './relation-variables.ts';

const DATACLASS = symbolsOf('dataclasses')('dataclass');
const ROW = named('._runtime.rows', 'Row');

/**
 * `models.pyi`: the row classes as type checkers see them. Each has a type
 * variable for each relation: `Post[User, list[Comment]]` has both loaded, and
 * `Post` alone is a post of which neither is known to be.
 */
export function modelsStub(schema: PythonSchema): string {
  const module = createModule({
    name: '.models',
    documentation: 'The rows of the models and views.',
    defines: schema.entities.map(({ className }) => className),
    isStub: true,
  });
  return module.finish(schema.entities.map((entity) => rowClass(module, entity)));
}

function rowClass(module: PythonModule, entity: PythonEntity): readonly string[] {
  const { className, source, columns, relations } = entity;
  const hidden = new Set([...columns, ...relations].map(({ name }) => name));
  const documentation = source.documentation ?? `A row of the ${source.kind} ${source.name}.`;
  const variables = relationVariables(entity);
  const generic =
    relations.length > 0
      ? `, ${module.text(py`${named('typing', 'Generic')}${relationArguments(entity)}`)}`
      : '';
  const property = module.text(builtin('property'), hidden);
  return [
    `@${module.text(DATACLASS)}(slots=True)`,
    statement(`class ${className}(${module.text(ROW)}${generic}):`),
    ...indented([
      ...docstring(documentation),
      ...columns.flatMap((column) => [
        `${column.name}: ${module.text(rowAnnotation(column), hidden)}`,
        ...(column.source.documentation ? docstring(column.source.documentation) : []),
      ]),
      ...relations.flatMap(({ name, source: field }, index) => [
        `@${property}`,
        `def ${name}(self) -> ${module.text(variables[index] ?? builtin('object'))}:${field.documentation ? '' : ' ...'}`,
        ...(field.documentation ? indented(docstring(field.documentation)) : []),
      ]),
    ]),
  ];
}
