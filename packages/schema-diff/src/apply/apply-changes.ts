import type { Enum, Extension, Model, SchemaModel, View } from '@schema-service/schema-model';
import type { ChangeFact, RenameSide } from '../change.ts';
import { applyRenames } from '../renames/apply-renames.ts';
import type { RenamedPart, ResolvedRename } from '../renames/resolved-rename.ts';
import { property } from '../rules/property.ts';
import { applyToEntity } from './apply-to-entity.ts';
import { applyToEnum } from './apply-to-enum.ts';
import { applyToRelation } from './apply-to-relation.ts';
import { comparableSchema } from './comparable-schema.ts';
import { completed } from './complete.ts';
import { createDraft, type SchemaDraft } from './draft.ts';
import { sideAs } from './side.ts';

/**
 * What a list of changes makes of the schema that it starts from: for two schemas
 * and the `diff` between them it gives the {@link comparableSchema} of the second.
 * It shows that a list is complete.
 */
export function applyChanges(previous: SchemaModel, changes: readonly ChangeFact[]): SchemaModel {
  const renamed = applyRenames(comparableSchema(previous), changes.flatMap(renameOf));
  const draft = createDraft(renamed);
  for (const change of changes) applyChange(draft, change);
  return completed(draft);
}

function renameOf({ id, path, previous, current }: ChangeFact): readonly ResolvedRename[] {
  if (!id.endsWith('_RENAMED')) return [];
  const part = id.slice(0, -'_RENAMED'.length) as RenamedPart; // The ids are made of the parts.
  const dot = path.indexOf('.');
  return [
    {
      part,
      ...(dot === -1 ? {} : { owner: path.slice(0, dot) }),
      previous: sideAs<RenameSide>(previous),
      current: sideAs<RenameSide>(current),
    },
  ];
}

function applyChange(draft: SchemaDraft, change: ChangeFact): void {
  const { id, path, previous, current } = change;
  switch (id) {
    case 'RELATION_MODE_CHANGED':
      draft.relationMode = sideAs<'prisma' | null>(current) ?? undefined;
      return;
    case 'NAMESPACE_ADDED':
      draft.namespaces.add(path);
      return;
    case 'NAMESPACE_REMOVED':
      draft.namespaces.delete(path);
      return;
    case 'EXTENSION_ADDED':
    case 'EXTENSION_CHANGED':
      draft.extensions.set(path, sideAs<Extension>(current));
      return;
    case 'EXTENSION_REMOVED':
      draft.extensions.delete(path);
      return;
    case 'ENUM_ADDED':
      draft.enums.set(path, sideAs<Enum>(current));
      return;
    case 'ENUM_REMOVED':
      draft.enums.delete(path);
      return;
    case 'MODEL_ADDED':
    case 'VIEW_ADDED':
      draft.entities.set(path, sideAs<Model | View>(current));
      return;
    case 'MODEL_REMOVED':
    case 'VIEW_REMOVED':
      // A view may have taken the name of a model that went.
      if (draft.entities.get(path)?.kind === property(previous, 'kind'))
        draft.entities.delete(path);
      return;
    default:
      applyWithin(draft, change);
  }
}

/** Changes of something that both schemas have. */
function applyWithin(draft: SchemaDraft, change: ChangeFact): void {
  if (change.id.startsWith('RELATION_')) {
    applyToRelation(draft, change);
    return;
  }
  const owner = change.path.split('.', 1)[0] ?? change.path;
  const declared = draft.enums.get(owner);
  const entity = draft.entities.get(owner);
  if (declared !== undefined) draft.enums.set(owner, applyToEnum(declared, change));
  else if (entity !== undefined) draft.entities.set(owner, applyToEntity(entity, change));
  else throw new Error(`${change.id} is about ${owner}, which is not in the schema`);
}
