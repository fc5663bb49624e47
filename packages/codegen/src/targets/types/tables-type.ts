import type { JoinTableRelation, Model, SchemaModel, View } from '@schema-service/schema-model';
import type { TypeNames } from '../../type-names.ts';
import { docComment, property } from '../../type-script-source.ts';
import {
  type ClientColumn,
  isFilledByDatabase,
  visibleColumns,
  visibleModels,
  visibleViews,
} from '../../visible-schema.ts';
import { driverReadType, driverWriteType } from './driver-type.ts';

const documentation = `Every table and view by its name in the database (with its PostgreSQL schema where that
is not \`public\`), its columns by their names there, and the values as node-postgres reads
and takes them: for SQL that is written by hand or by a query builder.`;

const memberIndent = '      ';

/** `interface Tables`: the database as a driver sees it. */
export function tablesInterface(schema: SchemaModel, names: TypeNames): string {
  const tables = [
    ...visibleModels(schema).map((model) => tableMember(model, names)),
    ...schema.relations
      .filter((relation) => relation.kind === 'joinTable')
      .map((relation) => joinTableMember(relation, schema, names)),
    ...visibleViews(schema).map((view) => viewMember(view, names)),
  ];
  return `${docComment(documentation)}export interface ${names.fixed.Tables} {\n${tables.join('')}}\n`;
}

function tableMember(model: Model, names: TypeNames): string {
  const columns = visibleColumns(model);
  const read = columns.map((column) => readMember(column, names));
  const insert = columns.map((column) =>
    property(column.dbName, driverWriteType(column, names), isFilledByDatabase(column)),
  );
  const update = columns.map((column) =>
    property(column.dbName, driverWriteType(column, names), true),
  );
  return tableText(model, block(read), block(insert), block(update));
}

function viewMember(view: View, names: TypeNames): string {
  const read = visibleColumns(view).map((column) => readMember(column, names));
  return tableText(view, block(read), 'never', 'never');
}

function joinTableMember(
  relation: JoinTableRelation,
  schema: SchemaModel,
  names: TypeNames,
): string {
  const sides = { A: relation.a, B: relation.b };
  const keys = Object.entries(sides).map(([column, { entity }]) => {
    const key = idColumn(schema.models.find(({ name }) => name === entity));
    return {
      read: property(column, key ? driverReadType(key, names) : 'unknown'),
      write: property(column, key ? driverWriteType(key, names) : 'unknown'),
      change: property(column, key ? driverWriteType(key, names) : 'unknown', true),
    };
  });
  return tableText(
    relation,
    block(keys.map(({ read }) => read)),
    block(keys.map(({ write }) => write)),
    block(keys.map(({ change }) => change)),
  );
}

function readMember(column: ClientColumn, names: TypeNames): string {
  const text = docComment(column.documentation, memberIndent).trimStart();
  const member = property(column.dbName, driverReadType(column, names));
  return text ? `${text}${memberIndent}${member}` : member;
}

/** A join table refers to models with a single id (or, without one, a unique) column. */
function idColumn(model: Model | undefined): ClientColumn | undefined {
  const columns = model ? visibleColumns(model) : [];
  return columns.find(({ isId }) => isId) ?? columns.find(({ isUnique }) => isUnique);
}

function block(properties: readonly string[]): string {
  return `{\n${properties.map((line) => `${memberIndent}${line}\n`).join('')}    }`;
}

function tableText(
  table: Pick<Model, 'dbName' | 'namespace' | 'documentation'> | JoinTableRelation,
  row: string,
  insert: string,
  update: string,
): string {
  const isElsewhere = table.namespace !== undefined && table.namespace !== 'public';
  const name = isElsewhere ? `${table.namespace}.${table.dbName}` : table.dbName;
  const text = 'documentation' in table ? table.documentation : undefined;
  const body = `{\n    row: ${row};\n    insert: ${insert};\n    update: ${update};\n  }`;
  return `${docComment(text, '  ')}  ${property(name, body)}\n`;
}
