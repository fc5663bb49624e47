import type { DefaultValue } from '@schema-service/schema-model';
import type { PythonModule } from '../python-module.ts';
import type { PythonColumn } from '../python-schema.ts';
import { stringLiteral } from '../python-source.ts';
import { codecs, ids, named, type PythonExpression, py } from '../python-symbols.ts';

const PARTIAL = named('functools', 'partial');

/**
 * The function that makes a column's value at create, as a Python expression;
 * undefined where the database makes it or nobody does.
 */
export function defaultExpression({ source, type }: PythonColumn): PythonExpression | undefined {
  const declared = source.default;
  if (declared?.kind === 'now') return ids('now');
  if (declared?.kind !== 'generated') return undefined;
  return generator(declared, type.base === 'Uuid');
}

type Generated = Extract<DefaultValue, { readonly kind: 'generated' }>;

function generator({ generator, args }: Generated, isUuid: boolean): PythonExpression {
  const [argument] = args;
  const size = typeof argument === 'number' ? argument : undefined;
  switch (generator) {
    case 'uuid':
      return ids(`uuid${size === 7 ? 7 : 4}${isUuid ? '' : '_text'}`);
    case 'cuid':
      return ids(size === 2 ? 'cuid2' : 'cuid');
    case 'ulid':
      return ids('ulid');
    case 'nanoid':
      return size === undefined ? ids('nanoid') : py`${PARTIAL}(${ids('nanoid')}, ${String(size)})`;
  }
}

/** `Column("created_at", "createdAt", codecs.TIMESTAMP)`, as arguments. */
export function columnArguments(module: PythonModule, column: PythonColumn): readonly string[] {
  const { name, source, type } = column;
  const codec = source.arity === 'list' ? py`${codecs('list_of')}(${type.codec})` : type.codec;
  const made = defaultExpression(column);
  return [
    stringLiteral(name),
    stringLiteral(source.dbName),
    module.text(codec),
    ...(source.arity === 'optional' ? ['nullable=True'] : []),
    ...(made === undefined ? [] : [`default=${module.text(made)}`]),
    ...(source.isUpdatedAt ? ['updated_at=True'] : []),
  ];
}
