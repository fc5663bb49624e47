import { createModule, type PythonModule } from '../python-module.ts';
import type {
  PythonEntity,
  PythonEnum,
  PythonJoinTable,
  PythonRelation,
  PythonSchema,
} from '../python-schema.ts';
import { call, indented, statement, stringLiteral, stringTuple, tuple } from '../python-source.ts';
import { codecs, enums, models, named } from '../python-symbols.ts';
import { enumCodec } from '../python-type.ts';
import { columnArguments } from './default-expression.ts';

const COLUMN = named('._runtime.tables.table', 'Column');
const JOIN_TABLE = named('._runtime.tables.table', 'JoinTable');
const RELATION = named('._runtime.tables.table', 'Relation');
const TABLE = named('._runtime.tables.table', 'Table');
const LAZY_TABLES = named('._runtime.tables.table', 'LazyTables');

/**
 * `_tables.py`: what the run time has to know about each table, made when it is
 * asked for. Relations name the table that they lead to.
 */
export function tablesModule(schema: PythonSchema): string {
  const module = createModule({
    name: '._tables',
    documentation: 'What the run time knows about each table.',
  });
  const tables = schema.entities.map((entity) => tableEntry(module, entity));
  return module.finish([
    [
      ...schema.enums.flatMap((one) => enumCodecLines(module, one)),
      `TABLES = ${module.text(LAZY_TABLES)}(`,
      ...indented(['{', ...indented(tables.flat()), '}']),
      ')',
    ],
  ]);
}

function enumCodecLines(
  module: PythonModule,
  { className, members }: PythonEnum,
): readonly string[] {
  const renamed = members.filter(({ source: value }) => value.dbName !== value.name);
  const name = enumCodec(className);
  const codec = module.text(codecs('enum_codec'));
  const enumClass = module.text(enums(className));
  if (renamed.length === 0) {
    return call(`${name} = ${codec}`, [enumClass], '');
  }
  const entries = renamed.map(
    ({ source: value }) => `${stringLiteral(value.name)}: ${stringLiteral(value.dbName)},`,
  );
  return [
    `${name} = ${codec}(`,
    ...indented([`${enumClass},`, '{', ...indented(entries), '},']),
    ')',
  ];
}

/** `"User": lambda: Table(...),`: with brackets of its own around the table where the name is long. */
function tableEntry(module: PythonModule, entity: PythonEntity): readonly string[] {
  const head = `${stringLiteral(entity.className)}: lambda: `;
  const [first = '', ...rest] = tableLines(module, entity, 2);
  const isLong = statement(`${head}${first}`, 2) !== `${head}${first}`;
  if (!isLong) return [`${head}${first}`, ...rest.slice(0, -1), `${rest.at(-1)},`];
  return [`${head}(`, ...indented(tableLines(module, entity, 3)), '),'];
}

function tableLines(module: PythonModule, entity: PythonEntity, indent: number): readonly string[] {
  const { className, columns, constraints, relations, source, uniques } = entity;
  const [inside, within] = [indent + 1, indent + 2];
  const columnItems = columns.map((column) =>
    call(module.text(COLUMN), columnArguments(module, column), ',', within),
  );
  const keyItems = uniques.map((key) =>
    stringTuple(
      key.map((column) => column.name),
      within,
    ),
  );
  const relationItems = relations.map((relation) =>
    call(module.text(RELATION), relationArguments(module, relation), ',', within),
  );
  const constraintItems = constraints.map(({ name, fields }) => {
    const short = call('', [stringLiteral(name), tupleOf(fields)], ',', within);
    const columnNames = stringTuple(fields, within + 1);
    const long = ['(', ...indented([`${stringLiteral(name)},`, ...columnNames]), '),'];
    return short.length === 1 ? short : long;
  });
  const items = (name: string, found: readonly (readonly string[])[]): readonly string[] =>
    found.length > 0 ? tuple(`${name}=`, found, ',', inside) : [];
  const { namespace } = source;
  return [
    `${module.text(TABLE)}(`,
    ...indented([
      `name=${stringLiteral(className)},`,
      `db_name=${stringLiteral(source.dbName)},`,
      `row=${module.text(models(className))},`,
      ...tuple('columns=', columnItems, ',', inside),
      ...items('uniques', keyItems),
      ...items('relations', relationItems),
      ...items('constraints', constraintItems),
      ...(namespace === undefined ? [] : [`namespace=${stringLiteral(namespace)},`]),
    ]),
    ')',
  ];
}

function relationArguments(module: PythonModule, relation: PythonRelation): readonly string[] {
  const { name, target, kind, local, remote, owns, inverse, through, emulated } = relation;
  return [
    ...[name, target, kind].map(stringLiteral),
    tupleOf(local),
    tupleOf(remote),
    ...(owns ? ['owns=True'] : []),
    ...(inverse === undefined ? [] : [`inverse=${stringLiteral(inverse)}`]),
    ...(through === undefined ? [] : [`through=${joinTable(module, through)}`]),
    ...(emulated === undefined
      ? []
      : [`emulated=${tupleOf([emulated.onDelete, emulated.onUpdate])}`]),
  ];
}

function tupleOf(names: readonly string[]): string {
  return `(${names.map(stringLiteral).join(', ')}${names.length === 1 ? ',' : ''})`;
}

function joinTable(
  module: PythonModule,
  { dbName, namespace, local, remote }: PythonJoinTable,
): string {
  const args = [dbName, local, remote].map(stringLiteral);
  return `${module.text(JOIN_TABLE)}(${[...args, ...(namespace === undefined ? [] : [stringLiteral(namespace)])].join(', ')})`;
}
