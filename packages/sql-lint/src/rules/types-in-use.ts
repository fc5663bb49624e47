import type { Node, TypeName } from 'libpg-query';
import { alterCommands, definedColumns } from '../ast/table-parts.ts';
import { baseType, formatType, isArray, modifiers } from '../ast/type-name.ts';
import { quote } from '../sql/relation-name.ts';
import type { Violation } from './rule.ts';

interface UsedType {
  readonly base: string;
  readonly modifiers: readonly number[];
}

/** Findings for the columns whose type has a better one, by what `prefer` says. */
export function* typesInUse(
  node: Node,
  prefer: (type: UsedType) => string | undefined,
): Generator<Violation> {
  for (const { name, type } of columnTypes(node)) {
    const better = prefer({ base: baseType(type), modifiers: modifiers(type) });
    if (better === undefined) continue;
    yield {
      message: `${quote(name)} is ${formatType(type)}.`,
      at: type.location,
      recipe: `${quote(name)} ${better}${isArray(type) ? '[]' : ''}`,
    };
  }
}

/** The types that a statement gives to columns. */
function* columnTypes(node: Node): Generator<{ readonly name: string; readonly type: TypeName }> {
  for (const { name, column } of definedColumns(node)) {
    if (column.typeName) yield { name, type: column.typeName };
  }
  for (const { command } of alterCommands(node, 'AT_AlterColumnType')) {
    const type =
      command.def && 'ColumnDef' in command.def ? command.def.ColumnDef.typeName : undefined;
    if (type) yield { name: command.name ?? '', type };
  }
}
