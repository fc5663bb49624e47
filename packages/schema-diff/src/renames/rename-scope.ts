import {
  type Field,
  isColumn,
  pathOf,
  type SchemaModel,
  type SourceLocation,
  sidesOf,
} from '@schema-service/schema-model';
import type { RenamedPart } from './resolved-rename.ts';

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
  readonly part: RenamedPart;
  /** The model, view or enum whose members they are, which has one name in both schemas here. */
  readonly owner?: string;
  readonly previous: readonly RenamablePart[];
  readonly current: readonly RenamablePart[];
  /** What the database knows it by; the same on both sides only for the same thing. */
  readonly identity: (part: RenamablePart) => string | undefined;
}

interface Owner<Member> {
  readonly name: string;
  readonly members: readonly Member[];
}

const column = ({ dbName }: RenamablePart): string => dbName;

const table = (part: RenamablePart & { readonly namespace?: string }): string =>
  JSON.stringify([part.namespace, part.dbName]);

export function topScopes(previous: SchemaModel, current: SchemaModel): readonly RenameScope[] {
  return [
    { part: 'ENUM', previous: previous.enums, current: current.enums, identity: table },
    { part: 'MODEL', previous: previous.models, current: current.models, identity: table },
    { part: 'VIEW', previous: previous.views, current: current.views, identity: table },
  ];
}

/** Values and columns, of enums and entities that have one name in both schemas. */
export function memberScopes(previous: SchemaModel, current: SchemaModel): readonly RenameScope[] {
  const values = ({ enums }: SchemaModel) =>
    enums.map(({ name, values: members }) => ({ name, members }));
  return [
    ...scopesOf('ENUM_VALUE', values(previous), values(current), column),
    ...scopesOf('FIELD', fieldsOf(previous, isColumn), fieldsOf(current, isColumn), column),
  ];
}

/** Relation fields: one is known by its constraint or join table, and the end of it that it stands for. */
export function relationScopes(
  previous: SchemaModel,
  current: SchemaModel,
): readonly RenameScope[] {
  const isRelation = (field: Field): boolean => !isColumn(field);
  // Asked for only where relation fields came and went.
  let identities: ReadonlyMap<RenamablePart, string> | undefined;
  return scopesOf(
    'FIELD',
    fieldsOf(previous, isRelation),
    fieldsOf(current, isRelation),
    (field) => {
      // Both schemas' fields are its keys: they are other objects.
      identities ??= new Map([...relationIdentities(previous), ...relationIdentities(current)]);
      return identities.get(field);
    },
  );
}

function fieldsOf(
  { models, views }: SchemaModel,
  isWanted: (field: Field) => boolean,
): readonly Owner<Field>[] {
  return [...models, ...views].map(({ name, fields }) => ({
    name,
    members: fields.filter(isWanted),
  }));
}

function scopesOf(
  part: RenamedPart,
  previous: readonly Owner<RenamablePart>[],
  current: readonly Owner<RenamablePart>[],
  identity: RenameScope['identity'],
): readonly RenameScope[] {
  const before = new Map(previous.map(({ name, members }) => [name, members]));
  return current.flatMap(({ name, members }) => {
    const was = before.get(name);
    return was === undefined
      ? []
      : [{ part, owner: name, previous: was, current: members, identity }];
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
