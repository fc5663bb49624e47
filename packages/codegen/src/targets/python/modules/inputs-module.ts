import { isOptionalAtCreate } from '../../../visible-schema.ts';
import type { PythonColumn, PythonEntity, PythonSchema } from '../python-schema.ts';
import { docstring, indented, pythonModule, statement } from '../python-source.ts';
import {
  hiddenBuiltins,
  importGroups,
  siblingImports,
  standardImports,
  typingImports,
  withVisibleBuiltins,
} from './annotations.ts';
import { fieldKind } from './fields-module.ts';
import { uniqueTypes } from './unique-types.ts';

/** `inputs.py`: what the methods of each model take. */
export function inputsModule(schema: PythonSchema): string {
  const blocks = schema.entities.flatMap(entityInputs);
  const imports = importGroups(
    [...standardImports(blocks), ...typingImports(blocks)],
    siblingImports(blocks),
  );
  return pythonModule('What the methods of each model take.', imports, blocks);
}

function entityInputs(entity: PythonEntity): readonly (readonly string[])[] {
  const { capability } = entity;
  return [
    whereType(entity),
    orderByType(entity),
    ...(capability === 'view' ? [] : uniqueTypes(entity)),
    ...(capability === 'model' ? [createType(entity)] : []),
    ...(capability === 'model' || capability === 'updatable' ? [updateType(entity)] : []),
  ];
}

function partialDict(
  name: string,
  documentation: string,
  fields: readonly string[],
): readonly string[] {
  return [
    statement(`class ${name}(TypedDict, total=False):`),
    ...indented([...docstring(documentation), '', ...fields.map((field) => statement(field, 1))]),
  ];
}

function whereType({ className, columns }: PythonEntity): readonly string[] {
  const where = `${className}Where`;
  return partialDict(where, `Conditions on ${className}; all of them must hold.`, [
    `AND: ${where} | Sequence[${where}]`,
    `OR: Sequence[${where}]`,
    `NOT: ${where} | Sequence[${where}]`,
    ...columns.map((column) => `${column.name}: _fields.${fieldKind(column)}Where`),
  ]);
}

function orderByType({ className, columns }: PythonEntity): readonly string[] {
  const sortable = columns.filter(({ source }) => source.arity !== 'list');
  return partialDict(
    `${className}OrderBy`,
    `An order of ${className}: the first key weighs most.`,
    sortable.map(({ name, source }) => {
      const direction = source.arity === 'optional' ? 'NullableDirection' : 'Direction';
      return `${name}: _types.${direction}`;
    }),
  );
}

function createType({ className, columns }: PythonEntity): readonly string[] {
  const hidden = hiddenBuiltins(columns);
  const fields = columns.map((column) => {
    const type = withVisibleBuiltins(valueAnnotation(column), hidden);
    return `${column.name}: ${isOptionalAtCreate(column.source) ? `NotRequired[${type}]` : type}`;
  });
  return [
    statement(`class ${className}Create(TypedDict):`),
    ...indented([
      ...docstring(`The values of a new ${className}.`),
      '',
      ...fields.map((field) => statement(field, 1)),
    ]),
  ];
}

function updateType({ className, columns }: PythonEntity): readonly string[] {
  const hidden = hiddenBuiltins(columns);
  return partialDict(
    `${className}Update`,
    `New values for a ${className}; the others stay.`,
    columns.map((column) => {
      const special = column.source.arity === 'list' || column.type.operation !== undefined;
      return special
        ? `${column.name}: _fields.${fieldKind(column)}Update`
        : `${column.name}: ${withVisibleBuiltins(valueAnnotation(column), hidden)}`;
    }),
  );
}

function valueAnnotation({ source, type }: PythonColumn): string {
  if (source.arity === 'list') return `Sequence[${type.input}]`;
  return source.arity === 'optional' ? `${type.input} | None` : type.input;
}
