import {
  type Field,
  isColumn,
  type Model,
  pathOf,
  type SchemaModel,
  type SourceLocation,
  sidesOf,
  type View,
} from '@schema-service/schema-model';
import type { RenameFact } from '../change.ts';

/** A declaration that can be renamed. */
export interface RenamablePart {
  readonly kind: string;
  readonly name: string;
  readonly dbName: string;
  readonly documentation?: string;
  readonly location?: SourceLocation;
}

/** Two lists of declarations within which a name is unique, and so within which a thing can be renamed. */
export interface RenameScope {
  readonly id: RenameFact['id'];
  /** What a change of the declaration under this current name is about. */
  readonly subject: (name: string) => RenameFact['subject'];
  /** The model, view or enum whose members they are, which has one name in both schemas here. */
  readonly owner?: string;
  readonly previous: readonly RenamablePart[];
  readonly current: readonly RenamablePart[];
  /** What the database knows it by; the same on both sides only for the same thing. */
  readonly identity: (part: RenamablePart) => string | undefined;
}

const column = ({ dbName }: RenamablePart): string => dbName;

const table = (part: RenamablePart & { readonly namespace?: string }): string =>
  JSON.stringify([part.namespace, part.dbName]);

export function topScopes(previous: SchemaModel, current: SchemaModel): readonly RenameScope[] {
  return [
    {
      id: 'ENUM_RENAMED',
      subject: (name) => ({ kind: 'enum', name }),
      previous: previous.enums,
      current: current.enums,
      identity: table,
    },
    {
      id: 'MODEL_RENAMED',
      subject: (name) => ({ kind: 'model', name }),
      previous: previous.models,
      current: current.models,
      identity: table,
    },
    {
      id: 'VIEW_RENAMED',
      subject: (name) => ({ kind: 'view', name }),
      previous: previous.views,
      current: current.views,
      identity: table,
    },
  ];
}

/** Values and columns, of enums and entities that have one name in both schemas. */
export function memberScopes(previous: SchemaModel, current: SchemaModel): readonly RenameScope[] {
  const values = pairsOf(previous.enums, current.enums).map(
    ([was, is]): RenameScope => ({
      id: 'ENUM_VALUE_RENAMED',
      subject: (name) => ({ kind: 'enumValue', enum: is.name, name }),
      owner: is.name,
      previous: was.values,
      current: is.values,
      identity: column,
    }),
  );
  return [...values, ...fieldScopes(previous, current, isColumn, column)];
}

/** Relation fields: one is known by its constraint or join table, and the end of it that it stands for. */
export function relationScopes(
  previous: SchemaModel,
  current: SchemaModel,
): readonly RenameScope[] {
  // Asked for only where relation fields came and went.
  let identities: ReadonlyMap<RenamablePart, string> | undefined;
  return fieldScopes(
    previous,
    current,
    (field) => !isColumn(field),
    (field) => {
      // Both schemas' fields are its keys: they are other objects.
      identities ??= new Map([...relationIdentities(previous), ...relationIdentities(current)]);
      return identities.get(field);
    },
  );
}

function fieldScopes(
  previous: SchemaModel,
  current: SchemaModel,
  isWanted: (field: Field) => boolean,
  identity: RenameScope['identity'],
): readonly RenameScope[] {
  const pairs: readonly (readonly [Model | View, Model | View])[] = [
    ...pairsOf(previous.models, current.models),
    ...pairsOf(previous.views, current.views),
  ];
  return pairs.map(([was, { kind, name: entity, fields }]) => ({
    id: 'FIELD_RENAMED',
    subject: (name) => ({ kind: 'field', owner: kind, entity, name }),
    owner: entity,
    previous: was.fields.filter(isWanted),
    current: fields.filter(isWanted),
    identity,
  }));
}

/** What has one name in both schemas, in the order of the current one. */
function pairsOf<Owner extends { readonly name: string }>(
  previous: readonly Owner[],
  current: readonly Owner[],
): readonly (readonly [previous: Owner, current: Owner])[] {
  const before = new Map(previous.map((owner) => [owner.name, owner]));
  return current.flatMap((is) => {
    const was = before.get(is.name);
    return was === undefined ? [] : [[was, is] as const];
  });
}

function relationIdentities({
  models,
  views,
  relations,
}: SchemaModel): ReadonlyMap<RenamablePart, string> {
  const byPath = new Map<string, string>();
  for (const relation of relations) {
    const [one, other] = sidesOf(relation);
    // The two ends of a join table between rows of one model are told apart by their names alone.
    if (relation.kind === 'joinTable' && one.entity === other.entity) continue;
    const key = [relation.kind, one.entity, other.entity, relation.dbName];
    const columns = relation.kind === 'foreignKey' ? [relation.fields, relation.references] : [];
    byPath.set(pathOf(one), JSON.stringify(['one', key, columns]));
    byPath.set(pathOf(other), JSON.stringify(['other', key, columns]));
  }
  const identities = new Map<RenamablePart, string>();
  for (const { name, fields } of [...models, ...views]) {
    for (const field of fields) {
      const identity = byPath.get(`${name}.${field.name}`);
      if (identity !== undefined) identities.set(field, identity);
    }
  }
  return identities;
}
