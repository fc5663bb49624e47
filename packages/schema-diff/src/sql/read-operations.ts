import { splitList } from '@schema-service/postgres-sql';
import type { Operation, TableClause } from './operation.ts';

const identifier = '(?:"(?:[^"]|"")+"|\\w+)';
const qualified = `((?:${identifier}\\.)?${identifier})`;
const pattern = (text: string): RegExp =>
  new RegExp(`^${text.replaceAll('<name>', qualified)}`, 's');

const createTable = pattern('CREATE TABLE <name>');
const dropTable = pattern('DROP TABLE <name>');
const createIndex = pattern('CREATE (?:UNIQUE )?INDEX <name> ON <name>');
const dropIndex = pattern('DROP INDEX <name>');
const createType = pattern('CREATE TYPE <name> AS ENUM');
const dropType = pattern('DROP TYPE <name>');
const addValue = pattern("ALTER TYPE <name> ADD VALUE ('(?:[^']|'')*')");
const renamedType = pattern('ALTER TYPE <name> RENAME TO');
const sequence = pattern('(CREATE|DROP|ALTER) SEQUENCE <name>');
const alterColumn = pattern('ALTER TABLE <name> ALTER COLUMN <name>');
const alterTable = pattern('ALTER TABLE <name>\\s+(?!RENAME)(.*)');

const clauses: readonly (readonly [RegExp, TableClause['kind']])[] = [
  [pattern('ADD COLUMN\\s+<name>'), 'addColumn'],
  [pattern('DROP COLUMN <name>'), 'dropColumn'],
  [pattern('ALTER COLUMN <name> SET NOT NULL'), 'setNotNull'],
  [pattern('ALTER COLUMN <name> DROP NOT NULL'), 'dropNotNull'],
  [pattern('ALTER COLUMN <name> SET DEFAULT'), 'setDefault'],
  [pattern('ALTER COLUMN <name> DROP DEFAULT'), 'dropDefault'],
  [pattern('ALTER COLUMN <name> SET DATA TYPE'), 'setType'],
  [pattern('ADD CONSTRAINT <name> PRIMARY KEY'), 'addPrimaryKey'],
  [pattern('ADD CONSTRAINT <name> FOREIGN KEY'), 'addForeignKey'],
  [pattern('DROP CONSTRAINT <name>'), 'dropConstraint'],
];

/**
 * Recognises the statements of Prisma's engine. What is not known stays as it is
 * and is `other`: it is run, in its place, without any care taken of it.
 */
export function readOperations(statements: readonly string[]): readonly Operation[] {
  const operations: Operation[] = [];
  let group: string[] | undefined;
  for (const statement of statements) {
    const sql = statement.replace(/;\s*$/, '');
    if (sql === 'BEGIN') {
      group = [];
    } else if (sql === 'COMMIT') {
      operations.push(readRecreation(group ?? []));
      group = undefined;
    } else if (group) {
      group.push(sql);
    } else {
      operations.push(...readStatement(sql));
    }
  }
  return operations;
}

/** The engine wraps one thing in a transaction: an enum that loses values. */
function readRecreation(statements: readonly string[]): Operation {
  const renamed = statements.map((sql) => renamedType.exec(sql)).find((match) => match !== null);
  return {
    kind: 'recreateEnum',
    sql: statements.join(';\n'),
    type: renamed?.[1] ?? '',
    statements,
  };
}

/** The column that a statement of the engine alters, by the names that SQL calls it and its table. */
export function alteredColumn(sql: string): { table: string; column: string } | undefined {
  const [, table, column] = alterColumn.exec(sql) ?? [];
  return table === undefined || column === undefined ? undefined : { table, column };
}

function readStatement(sql: string): readonly Operation[] {
  const alter = alterTable.exec(sql);
  if (alter) {
    const [, table = '', list = ''] = alter;
    return splitList(list).map((clause) => readClause(table, clause));
  }
  return [readOther(sql)];
}

function readClause(table: string, clause: string): TableClause {
  for (const [known, kind] of clauses) {
    const match = known.exec(clause);
    if (match) return { kind, sql: clause, table, name: match[1] ?? '' };
  }
  return { kind: 'otherClause', sql: clause, table, name: '' };
}

function readOther(sql: string): Operation {
  const [, made] = createTable.exec(sql) ?? [];
  if (made) return { kind: 'createTable', sql, table: made };
  const [, dropped] = dropTable.exec(sql) ?? [];
  if (dropped) return { kind: 'dropTable', sql, table: dropped };
  const [, index, table] = createIndex.exec(sql) ?? [];
  if (index && table) return { kind: 'createIndex', sql, name: index, table };
  const [, droppedIndex] = dropIndex.exec(sql) ?? [];
  if (droppedIndex) return { kind: 'dropIndex', sql, name: droppedIndex };
  const [, type, value] = addValue.exec(sql) ?? [];
  if (type && value) return { kind: 'addEnumValue', sql, type, value };
  const [, createdType] = createType.exec(sql) ?? [];
  if (createdType) return { kind: 'createType', sql, type: createdType };
  const [, droppedType] = dropType.exec(sql) ?? [];
  if (droppedType) return { kind: 'dropType', sql, type: droppedType };
  const [, verb, name] = sequence.exec(sql) ?? [];
  if (verb && name) return { kind: sequenceKinds[verb] ?? 'dropSequence', sql, sequence: name };
  return { kind: 'other', sql };
}

const sequenceKinds: Readonly<Record<string, 'createSequence' | 'ownSequence' | 'dropSequence'>> = {
  CREATE: 'createSequence',
  ALTER: 'ownSequence',
  DROP: 'dropSequence',
};
