import type { PythonModule } from '../python-module.ts';
import type { PythonColumn, PythonEntity } from '../python-schema.ts';
import { py, SEQUENCE } from '../python-symbols.ts';
import { byKey, inputType } from './input-types.ts';
import { typedDict, unionAlias } from './typed-dict.ts';

/** A TypedDict for each key that identifies a row, and their union: `UserWhereUnique`. */
export function uniqueTypes(
  entity: PythonEntity,
  module: PythonModule,
): readonly (readonly string[])[] {
  const { className, uniques } = entity;
  const dicts = uniques.map((key) =>
    typedDict(module, {
      name: byKey(entity, key).name,
      documentation: `A ${className} by ${key.map(({ name }) => name).join(' and ')}.`,
      entries: key.map((column) => [column.name, keyValue(column)]),
    }),
  );
  const members = uniques.map((key) => byKey(entity, key));
  return [...dicts, unionAlias(module, inputType(entity, 'WhereUnique').name, members)];
}

const keyValue = ({ source, type }: PythonColumn) =>
  source.arity === 'list' ? py`${SEQUENCE}[${type.input}]` : type.input;
