import { createModule, type PythonModule } from '../python-module.ts';
import type { PythonColumn, PythonEntity, PythonSchema } from '../python-schema.ts';
import { docstring, indented, statement } from '../python-source.ts';
import {
  builtin,
  type PythonExpression,
  type PythonSymbol,
  py,
  SEQUENCE,
  symbolsOf,
} from '../python-symbols.ts';
import { isComparable, isNumber } from './column-kinds.ts';
import { rowAnnotation } from './models-module.ts';
import { type Entry, type TypedDictShape, typedDict } from './typed-dict.ts';

const results = symbolsOf('.results');
const fieldRef = symbolsOf('._runtime.tables.field_refs')('FieldRef');

/** A type of an entity in `results.py`: `UserGroup`. */
export const resultType = (
  { inputName }: PythonEntity,
  type: 'Aggregates' | 'Group' | 'Fields' | 'Sums' | 'Averages' | 'Extremes' | 'Numbers',
): PythonSymbol => results(inputName(type));

/** `results.py`: what methods return that is no row. */
export function resultsModule({ entities }: PythonSchema): string {
  const module = createModule({
    name: '.results',
    documentation: 'What the methods of each model return beside rows.',
  });
  return module.finish(
    entities.flatMap((entity) => [
      ...aggregateTypes(entity).map((shape) => typedDict(module, shape)),
      fieldsClass(module, entity),
    ]),
  );
}

function aggregateTypes(entity: PythonEntity): readonly TypedDictShape[] {
  const { className, columns } = entity;
  const type = (word: Parameters<typeof resultType>[1]): PythonSymbol => resultType(entity, word);
  const numbers = columns.filter(isNumber);
  const functions: readonly Entry[] = [
    ['_count', type('Numbers')],
    ['_sum', type('Sums')],
    ['_avg', type('Averages')],
    ['_min', type('Extremes')],
    ['_max', type('Extremes')],
  ];
  const all: Entry = ['_all', builtin('int')];
  return [
    {
      name: type('Numbers').name,
      documentation: `How many rows of ${className} have a value in each field, as far as it was asked.`,
      entries: [all, ...columns.map(({ name }): Entry => [name, builtin('int')])],
    },
    {
      name: type('Sums').name,
      documentation: `The sums of fields of ${className}, as far as they were asked.`,
      entries: numbers.map((column) => [column.name, py`${column.type.row} | None`]),
    },
    {
      name: type('Averages').name,
      documentation: `The averages of fields of ${className}, as far as they were asked.`,
      entries: numbers.map((column) => [column.name, py`${averageOf(column)} | None`]),
    },
    {
      name: type('Extremes').name,
      documentation: `The least or greatest values of fields of ${className}, as far as they were asked.`,
      entries: columns
        .filter(isComparable)
        .map((column) => [column.name, py`${column.type.row} | None`]),
    },
    {
      name: type('Aggregates').name,
      documentation: `What rows of ${className} have together, as far as it was asked.`,
      entries: functions,
    },
    {
      name: type('Group').name,
      documentation: `Fields that rows of ${className} agree in, and what they have together, as far as it was asked.`,
      entries: [
        ...columns.map((column): Entry => [column.name, rowAnnotation(column)]),
        ...functions,
      ],
    },
  ];
}

const averageOf = ({ type }: PythonColumn): PythonExpression =>
  type.operation === 'IntOperation' ? builtin('float') : type.row;

/** What `db.user.fields` is: a reference for each field that a condition may name. */
function fieldsClass(module: PythonModule, entity: PythonEntity): readonly string[] {
  const { name } = resultType(entity, 'Fields');
  const hidden = new Set(entity.columns.map((column) => column.name));
  return [
    statement(`class ${name}:`),
    ...indented([
      ...docstring(
        `The fields of ${entity.className}, for conditions that compare one with another.`,
      ),
      '',
      ...entity.columns.map(({ name: field, source, type }) => {
        const value = source.arity === 'list' ? py`${SEQUENCE}[${type.input}]` : type.input;
        return statement(`${field}: ${module.text(py`${fieldRef}[${value}]`, hidden)}`, 1);
      }),
    ]),
  ];
}
