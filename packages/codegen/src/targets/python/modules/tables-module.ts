import type {
  PythonEntity,
  PythonEnum,
  PythonJoinTable,
  PythonRelation,
  PythonSchema,
} from '../python-schema.ts';
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
    ...(schema.entities.length > 0
      ? [`from ._runtime.table import ${tableClasses(schema).join(', ')}`]
      : []),
    ...(text.includes('default=now') ? ['from ._runtime.writes import now'] : []),
  ];
  const lines = [...enums, ...tables, ...registry(schema)];
  return pythonModule('What the run time knows about each table.', imports, [
    ...(lines.length > 0 ? [lines] : []),
  ]);
}

function tableClasses({ entities }: PythonSchema): readonly string[] {
  const relations = entities.flatMap((entity) => entity.relations);
  return [
    'Column',
    ...(relations.some(({ through }) => through) ? ['JoinTable'] : []),
    ...(relations.length > 0 ? ['Relation'] : []),
    'Table',
    'tables_by_name',
  ];
}

/** Relations name the table that they lead to. */
function registry({ entities }: PythonSchema): readonly string[] {
  if (entities.length === 0) return [];
  return call('TABLES = tables_by_name', entities.map(tableConstant), '');
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
  const { className, columns, relations, source, uniques } = entity;
  const columnItems = columns.map((column) => call('Column', columnArguments(column), ',', 2));
  const keyItems = uniques.map((key) =>
    stringTuple(
      key.map((column) => column.name),
      2,
    ),
  );
  const relationItems = relations.map((relation) =>
    call('Relation', relationArguments(relation), ',', 2),
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
      ...(relationItems.length > 0 ? tuple('relations=', relationItems, ',', 1) : []),
      ...(namespace === undefined ? [] : [`namespace=${stringLiteral(namespace)},`]),
    ]),
    ')',
  ];
}

function relationArguments(relation: PythonRelation): readonly string[] {
  const { name, target, kind, local, remote, owns, inverse, through } = relation;
  const names = (members: readonly string[]): string =>
    `(${members.map(stringLiteral).join(', ')}${members.length === 1 ? ',' : ''})`;
  return [
    ...[name, target, kind].map(stringLiteral),
    names(local),
    names(remote),
    ...(owns ? ['owns=True'] : []),
    ...(inverse === undefined ? [] : [`inverse=${stringLiteral(inverse)}`]),
    ...(through === undefined ? [] : [`through=${joinTable(through)}`]),
  ];
}

function joinTable({ dbName, namespace, local, remote }: PythonJoinTable): string {
  const args = [dbName, local, remote].map(stringLiteral);
  return `JoinTable(${[...args, ...(namespace === undefined ? [] : [stringLiteral(namespace)])].join(', ')})`;
}
