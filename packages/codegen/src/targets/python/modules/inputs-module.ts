import { isOptionalAtCreate } from '../../../visible-schema.ts';
import { createModule, type PythonModule } from '../python-module.ts';
import type { PythonColumn, PythonEntity, PythonSchema } from '../python-schema.ts';
import { docstring, indented, statement } from '../python-source.ts';
import {
  fields,
  inputs,
  NOT_REQUIRED,
  type PythonExpression,
  py,
  SEQUENCE,
  TYPED_DICT,
  types,
} from '../python-symbols.ts';
import { fieldKind } from './fields-module.ts';
import { uniqueTypes } from './unique-types.ts';

/** `inputs.py`: what the methods of each model take. */
export function inputsModule(schema: PythonSchema): string {
  const module = createModule({
    name: '.inputs',
    documentation: 'What the methods of each model take.',
  });
  return module.finish(schema.entities.flatMap((entity) => entityInputs(module, entity)));
}

function entityInputs(module: PythonModule, entity: PythonEntity): readonly (readonly string[])[] {
  const { capability } = entity;
  return [
    whereType(module, entity),
    orderByType(module, entity),
    ...(capability === 'view' ? [] : uniqueTypes(module, entity)),
    ...(capability === 'model' ? [createType(module, entity)] : []),
    ...(capability === 'model' || capability === 'updatable' ? [updateType(module, entity)] : []),
  ];
}

type Entry = readonly [key: string, type: PythonExpression];

function typedDict(
  module: PythonModule,
  name: string,
  documentation: string,
  entries: readonly Entry[],
  { total }: { readonly total: boolean },
): readonly string[] {
  const hidden = new Set(entries.map(([key]) => key));
  return [
    statement(`class ${name}(${module.text(TYPED_DICT)}${total ? '' : ', total=False'}):`),
    ...indented([
      ...docstring(documentation),
      '',
      ...entries.map(([key, type]) => statement(`${key}: ${module.text(type, hidden)}`, 1)),
    ]),
  ];
}

function whereType(
  module: PythonModule,
  { className, columns, inputName }: PythonEntity,
): readonly string[] {
  const where = inputs(inputName('Where'));
  const entries: readonly Entry[] = [
    ['AND', py`${where} | ${SEQUENCE}[${where}]`],
    ['OR', py`${SEQUENCE}[${where}]`],
    ['NOT', py`${where} | ${SEQUENCE}[${where}]`],
    ...columns.map((column): Entry => [column.name, fields(`${fieldKind(column)}Where`)]),
  ];
  const documentation = `Conditions on ${className}; all of them must hold.`;
  return typedDict(module, where.name, documentation, entries, { total: false });
}

function orderByType(
  module: PythonModule,
  { className, columns, inputName }: PythonEntity,
): readonly string[] {
  const sortable = columns.filter(({ source }) => source.arity !== 'list');
  return typedDict(
    module,
    inputName('OrderBy'),
    `An order of ${className}: the first key weighs most.`,
    sortable.map(({ name, source }) => [
      name,
      types(source.arity === 'optional' ? 'NullableDirection' : 'Direction'),
    ]),
    { total: false },
  );
}

function createType(
  module: PythonModule,
  { className, columns, inputName }: PythonEntity,
): readonly string[] {
  return typedDict(
    module,
    inputName('Create'),
    `The values of a new ${className}.`,
    columns.map((column) => {
      const type = valueAnnotation(column);
      return [column.name, isOptionalAtCreate(column.source) ? py`${NOT_REQUIRED}[${type}]` : type];
    }),
    { total: true },
  );
}

function updateType(
  module: PythonModule,
  { className, columns, inputName }: PythonEntity,
): readonly string[] {
  return typedDict(
    module,
    inputName('Update'),
    `New values for a ${className}; the others stay.`,
    columns.map((column) => {
      const special = column.source.arity === 'list' || column.type.operation !== undefined;
      return [
        column.name,
        special ? fields(`${fieldKind(column)}Update`) : valueAnnotation(column),
      ];
    }),
    { total: false },
  );
}

function valueAnnotation({ source, type }: PythonColumn): PythonExpression {
  if (source.arity === 'list') return py`${SEQUENCE}[${type.input}]`;
  return source.arity === 'optional' ? py`${type.input} | None` : type.input;
}
