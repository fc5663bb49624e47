import type { PythonEntity, PythonEnum, PythonSchema } from '../python-schema.ts';
import {
  call,
  indented,
  pythonModule,
  stringLiteral,
  stringTuple,
  tuple,
} from '../python-source.ts';
import { enumCodec } from '../python-type.ts';
import { columnArguments } from './default-expression.ts';

/** The constant in `_tables.py` that describes an entity. */
export function tableConstant(entity: PythonEntity): string {
  return entity.accessor.toUpperCase();
}

/** `_tables.py`: what the run time has to know about each table. */
export function tablesModule(schema: PythonSchema): string {
  const enums = schema.enums.flatMap(enumCodecLines);
  const tables = schema.entities.flatMap(tableLines);
  const text = tables.join('\n');
  const runtime = ['codecs', 'ids'].filter((name) =>
    `${enums.join('')}${text}`.includes(`${name}.`),
  );
  const siblings = [
    ...(schema.enums.length > 0 ? ['enums'] : []),
    ...(schema.entities.length > 0 ? ['models'] : []),
  ];
  const imports = [
    ...(text.includes('partial(') ? ['from functools import partial', ''] : []),
    ...(siblings.length > 0 ? [`from . import ${siblings.join(', ')}`] : []),
    ...(runtime.length > 0 ? [`from ._runtime import ${runtime.join(', ')}`] : []),
    ...(schema.entities.length > 0 ? ['from ._runtime.table import Column, Table'] : []),
    ...(text.includes('default=now') ? ['from ._runtime.writes import now'] : []),
  ];
  const lines = [...enums, ...tables];
  return pythonModule('What the run time knows about each table.', imports, [
    ...(lines.length > 0 ? [lines] : []),
  ]);
}

function enumCodecLines({ className, members }: PythonEnum): readonly string[] {
  const renamed = members.filter(({ source: value }) => value.dbName !== value.name);
  const name = enumCodec(className);
  if (renamed.length === 0) {
    return call(`${name} = codecs.enum_codec`, [`enums.${className}`], '');
  }
  const entries = renamed.map(
    ({ source: value }) => `${stringLiteral(value.name)}: ${stringLiteral(value.dbName)},`,
  );
  return [
    `${name} = codecs.enum_codec(`,
    ...indented([`enums.${className},`, '{', ...indented(entries), '},']),
    ')',
  ];
}

function tableLines(entity: PythonEntity): readonly string[] {
  const { className, columns, source, uniques } = entity;
  const columnItems = columns.map((column) => call('Column', columnArguments(column), ',', 2));
  const keyItems = uniques.map((key) =>
    stringTuple(
      key.map((column) => column.name),
      2,
    ),
  );
  const { namespace } = source;
  return [
    `${tableConstant(entity)} = Table(`,
    ...indented([
      `name=${stringLiteral(className)},`,
      `db_name=${stringLiteral(source.dbName)},`,
      `row=models.${className},`,
      ...tuple('columns=', columnItems, ',', 1),
      ...(keyItems.length > 0 ? tuple('uniques=', keyItems, ',', 1) : []),
      ...(namespace === undefined ? [] : [`namespace=${stringLiteral(namespace)},`]),
    ]),
    ')',
  ];
}
