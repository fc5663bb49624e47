import type { AlterTableCmd, AlterTableType, ColumnDef, Constraint, Node } from 'libpg-query';
import { type RelationName, relationName } from '../sql/relation-name.ts';

/** One part of an `ALTER TABLE`. */
export interface AlterCommand {
  readonly table: RelationName;
  readonly command: AlterTableCmd;
}

/** The parts of an `ALTER TABLE`, of these kinds. */
export function alterCommands(node: Node, ...kinds: readonly AlterTableType[]): AlterCommand[] {
  if (!('AlterTableStmt' in node)) return [];
  const { relation, cmds = [], objtype } = node.AlterTableStmt;
  if (!relation || (objtype !== 'OBJECT_TABLE' && objtype !== 'OBJECT_MATVIEW')) return [];
  const table = relationName(relation);
  return cmds.flatMap((part) => {
    const command = 'AlterTableCmd' in part ? part.AlterTableCmd : undefined;
    const wanted = command?.subtype && (kinds.length === 0 || kinds.includes(command.subtype));
    return command && wanted ? [{ table, command }] : [];
  });
}

/** The names of the constraints that an `ALTER TABLE` drops. */
export const droppedConstraints = (node: Node): readonly string[] =>
  alterCommands(node, 'AT_DropConstraint').map(({ command: { name = '' } }) => name);

/** A column as a statement defines it. */
export interface DefinedColumn {
  readonly table: RelationName;
  readonly column: ColumnDef;
  readonly name: string;
  /** Its own constraints: `NOT NULL`, `DEFAULT`, `REFERENCES`. */
  readonly constraints: readonly Constraint[];
}

/** The columns that an `ALTER TABLE` adds. */
export function addedColumns(node: Node): DefinedColumn[] {
  return alterCommands(node, 'AT_AddColumn').flatMap(({ table, command: { def } }) =>
    def && 'ColumnDef' in def ? [definedColumn(table, def.ColumnDef)] : [],
  );
}

/** The columns of a `CREATE TABLE`. */
export function createdColumns(node: Node): DefinedColumn[] {
  if (!('CreateStmt' in node) || !node.CreateStmt.relation) return [];
  const table = relationName(node.CreateStmt.relation);
  return (node.CreateStmt.tableElts ?? []).flatMap((part) =>
    'ColumnDef' in part ? [definedColumn(table, part.ColumnDef)] : [],
  );
}

/** Whatever column a statement defines, in a new table or an old one. */
export const definedColumns = (node: Node): DefinedColumn[] => [
  ...createdColumns(node),
  ...addedColumns(node),
];

function definedColumn(table: RelationName, column: ColumnDef): DefinedColumn {
  const constraints = (column.constraints ?? []).flatMap((part) =>
    'Constraint' in part ? [part.Constraint] : [],
  );
  return { table, column, name: column.colname ?? '', constraints };
}

/** The column's constraint of a kind. */
export const constraintOf = (
  { constraints }: DefinedColumn,
  kind: NonNullable<Constraint['contype']>,
): Constraint | undefined => constraints.find(({ contype }) => contype === kind);
