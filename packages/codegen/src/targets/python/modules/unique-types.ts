import type { PythonModule } from '../python-module.ts';
import { className } from '../python-names.ts';
import type { PythonColumn, PythonEntity } from '../python-schema.ts';
import { docstring, indented, statement } from '../python-source.ts';
import { py, SEQUENCE, TYPE_ALIAS, TYPED_DICT } from '../python-symbols.ts';

/** A TypedDict for each key that identifies a row, and their union: `UserWhereUnique`. */
export function uniqueTypes(
  module: PythonModule,
  entity: PythonEntity,
): readonly (readonly string[])[] {
  const names = entity.uniques.map((key) => keyName(entity, key));
  return [
    ...entity.uniques.map((key, index) => keyType(module, entity, names[index] ?? '', key)),
    unionType(`${entity.inputName('WhereUnique')}: ${module.text(TYPE_ALIAS)}`, names),
  ];
}

function keyName({ inputName }: PythonEntity, key: readonly PythonColumn[]): string {
  return inputName(`By${key.map((column) => className(column.name)).join('And')}`);
}

function keyType(
  module: PythonModule,
  { className }: PythonEntity,
  name: string,
  key: readonly PythonColumn[],
): readonly string[] {
  const hidden = new Set(key.map((column) => column.name));
  const fields = key.map(({ name: field, source, type }) => {
    const value = source.arity === 'list' ? py`${SEQUENCE}[${type.input}]` : type.input;
    return statement(`${field}: ${module.text(value, hidden)}`, 1);
  });
  const documentation = `A ${className} by ${key.map((column) => column.name).join(' and ')}.`;
  return [
    statement(`class ${name}(${module.text(TYPED_DICT)}):`),
    ...indented([...docstring(documentation), '', ...fields]),
  ];
}

function unionType(head: string, members: readonly string[]): readonly string[] {
  const line = `${head} = ${members.join(' | ')}`;
  if (members.length === 1 || line.length <= 88) return [statement(line)];
  const oneLine = `    ${members.join(' | ')}`;
  const [first = '', ...rest] = members;
  const body =
    oneLine.length <= 88 ? [oneLine] : indented([first, ...rest.map((member) => `| ${member}`)]);
  return [`${head} = (`, ...body, ')'];
}
