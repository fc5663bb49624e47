import { className } from '../python-names.ts';
import type { PythonColumn, PythonEntity } from '../python-schema.ts';
import { docstring, indented, statement } from '../python-source.ts';
import { hiddenBuiltins, withVisibleBuiltins } from './annotations.ts';

/** A TypedDict for each key that identifies a row, and their union: `UserWhereUnique`. */
export function uniqueTypes(entity: PythonEntity): readonly (readonly string[])[] {
  const names = entity.uniques.map((key) => keyName(entity, key));
  return [
    ...entity.uniques.map((key, index) => keyType(entity, names[index] ?? '', key)),
    unionType(`${entity.className}WhereUnique`, names),
  ];
}

function keyName(entity: PythonEntity, key: readonly PythonColumn[]): string {
  return `${entity.className}By${key.map((column) => className(column.name)).join('And')}`;
}

function keyType(
  entity: PythonEntity,
  name: string,
  key: readonly PythonColumn[],
): readonly string[] {
  const hidden = hiddenBuiltins(key);
  const fields = key.map(({ name: field, source, type }) => {
    const value = source.arity === 'list' ? `Sequence[${type.input}]` : type.input;
    return statement(`${field}: ${withVisibleBuiltins(value, hidden)}`, 1);
  });
  const documentation = `A ${entity.className} by ${key.map((column) => column.name).join(' and ')}.`;
  return [
    statement(`class ${name}(TypedDict):`),
    ...indented([...docstring(documentation), '', ...fields]),
  ];
}

function unionType(name: string, members: readonly string[]): readonly string[] {
  const line = `${name}: TypeAlias = ${members.join(' | ')}`;
  if (members.length === 1 || line.length <= 88) return [statement(line)];
  const oneLine = `    ${members.join(' | ')}`;
  const [first = '', ...rest] = members;
  const body =
    oneLine.length <= 88 ? [oneLine] : indented([first, ...rest.map((member) => `| ${member}`)]);
  return [`${name}: TypeAlias = (`, ...body, ')'];
}
