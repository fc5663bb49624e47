import type { Enum, Model, SchemaModel, View } from '@schema-service/schema-model';
import {
  type ClientColumn,
  canInsert,
  visibleColumns,
  visibleKeys,
  visibleModels,
  visibleViews,
} from '../../visible-schema.ts';
import { requireDistinctNames } from './distinct-names.ts';
import { accessorName, className, fieldName, memberName } from './python-names.ts';
import { type PythonType, pythonType } from './python-type.ts';

/** The schema as the Python client shows it: its names, and only what a client sees. */
export interface PythonSchema {
  readonly enums: readonly PythonEnum[];
  /** Models and views, sorted by name. */
  readonly entities: readonly PythonEntity[];
}

export interface PythonEnum {
  readonly className: string;
  readonly source: Enum;
  readonly members: readonly { readonly name: string; readonly source: Enum['values'][number] }[];
}

/** Which methods an entity offers: each capability has those of the one before it. */
export type Capability = 'view' | 'keyedView' | 'updatable' | 'model';

export interface PythonEntity {
  readonly className: string;
  readonly accessor: string;
  readonly source: Model | View;
  readonly columns: readonly PythonColumn[];
  /** The sets of columns that identify a row, the primary key first. */
  readonly uniques: readonly (readonly PythonColumn[])[];
  readonly capability: Capability;
}

export interface PythonColumn {
  readonly name: string;
  readonly source: ClientColumn;
  readonly type: PythonType;
}

/** Throws `PYTHON_NAME_COLLISION` when two things would share a name. */
export function pythonSchema(model: SchemaModel): PythonSchema {
  const entities = [...visibleModels(model), ...visibleViews(model)]
    .map(pythonEntity)
    .filter((entity) => entity.columns.length > 0)
    .sort((a, b) => (a.source.name < b.source.name ? -1 : 1));
  const sources = entities.map((entity) => entity.source);
  requireDistinctNames('Models and views', sources, (entity) => className(entity.name));
  requireDistinctNames('Models and views', sources, (entity) => accessorName(entity.name));
  requireDistinctNames('Enums', model.enums, (declared) => className(declared.name));
  return { enums: model.enums.map(pythonEnum), entities };
}

function pythonEnum(source: Enum): PythonEnum {
  requireDistinctNames(`Enum ${source.name}`, source.values, (value) => memberName(value.name));
  return {
    className: className(source.name),
    source,
    members: source.values.map((value) => ({ name: memberName(value.name), source: value })),
  };
}

function pythonEntity(source: Model | View): PythonEntity {
  const visible = visibleColumns(source);
  requireDistinctNames(`Model ${source.name}`, visible, (field) => fieldName(field.name));
  const columns = visible.map((field) => ({
    name: fieldName(field.name),
    source: field,
    type: pythonType(field),
  }));
  const bySource = new Map(columns.map((column) => [column.source, column]));
  const uniques = visibleKeys(source).map((key) =>
    key.flatMap((column) => bySource.get(column) ?? []),
  );
  return {
    className: className(source.name),
    accessor: accessorName(source.name),
    source,
    columns,
    uniques,
    capability: capabilityOf(source, uniques.length > 0),
  };
}

function capabilityOf(source: Model | View, hasKey: boolean): Capability {
  if (!hasKey) return 'view';
  if (source.kind === 'view') return 'keyedView';
  return canInsert(source) ? 'model' : 'updatable';
}
