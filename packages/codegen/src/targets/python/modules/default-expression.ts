import type { DefaultValue } from '@schema-service/schema-model';
import type { PythonColumn } from '../python-schema.ts';
import { stringLiteral } from '../python-source.ts';

/**
 * The function that makes a column's value at create, as a Python expression;
 * undefined where the database makes it or nobody does.
 */
export function defaultExpression({ source, type }: PythonColumn): string | undefined {
  const declared = source.default;
  if (declared === undefined) return source.arity === 'list' ? 'list' : undefined;
  if (declared.kind === 'now') return 'now';
  if (declared.kind !== 'generated') return undefined;
  return generator(declared, type.base === 'Uuid');
}

type Generated = Extract<DefaultValue, { readonly kind: 'generated' }>;

function generator({ generator, args }: Generated, isUuid: boolean): string {
  const [argument] = args;
  const size = typeof argument === 'number' ? argument : undefined;
  switch (generator) {
    case 'uuid':
      return `ids.uuid${size === 7 ? 7 : 4}${isUuid ? '' : '_text'}`;
    case 'cuid':
      return size === 2 ? 'ids.cuid2' : 'ids.cuid';
    case 'ulid':
      return 'ids.ulid';
    case 'nanoid':
      return size === undefined ? 'ids.nanoid' : `partial(ids.nanoid, ${size})`;
  }
}

/** The keyword arguments of a `Column` beyond its names and codec. */
export function columnOptions(column: PythonColumn): readonly string[] {
  const made = defaultExpression(column);
  return [
    ...(column.source.arity === 'optional' ? ['nullable=True'] : []),
    ...(made === undefined ? [] : [`default=${made}`]),
    ...(column.source.isUpdatedAt ? ['updated_at=True'] : []),
  ];
}

/** `Column("created_at", "createdAt", codecs.TIMESTAMP)`, as arguments. */
export function columnArguments(column: PythonColumn): readonly string[] {
  const { name, source, type } = column;
  const codec = source.arity === 'list' ? `codecs.list_of(${type.codec})` : type.codec;
  return [stringLiteral(name), stringLiteral(source.dbName), codec, ...columnOptions(column)];
}
