import type { Model, View } from '@schema-service/schema-model';
import type { TypeNames } from '../../type-names.ts';
import { docComment, property } from '../../type-script-source.ts';
import { type ClientColumn, isOptionalAtCreate, visibleColumns } from '../../visible-schema.ts';
import { inputType, rowType } from './client-type.ts';

/** `interface User`: what the client reads. */
export function rowInterface(entity: Model | View, names: TypeNames): string {
  const members = visibleColumns(entity).map((column) =>
    member(column, property(column.name, rowType(column, names))),
  );
  return exportInterface(names.row.get(entity.name), entity.documentation, members);
}

/** `interface UserCreateInput`: what the client needs to create a row; what has a default may be left out. */
export function createInputInterface(model: Model, names: TypeNames): string {
  const members = visibleColumns(model).map((column) =>
    member(column, property(column.name, inputType(column, names), isOptionalAtCreate(column))),
  );
  const row = names.row.get(model.name);
  return exportInterface(names.createInput.get(model.name), `To create a {@link ${row}}.`, members);
}

/** `interface UserUpdateInput`: what the client changes; what is left out stays. */
export function updateInputInterface(model: Model, names: TypeNames): string {
  const members = visibleColumns(model).map((column) =>
    member(column, property(column.name, inputType(column, names), true)),
  );
  const row = names.row.get(model.name);
  return exportInterface(
    names.updateInput.get(model.name),
    `To change a {@link ${row}}; what is left out stays as it is.`,
    members,
  );
}

function member(column: ClientColumn, text: string): string {
  return `${docComment(column.documentation, '  ')}  ${text}`;
}

function exportInterface(
  name: string | undefined,
  documentation: string | undefined,
  members: readonly string[],
): string {
  return `${docComment(documentation)}export interface ${name} {\n${members.join('\n')}\n}\n`;
}
