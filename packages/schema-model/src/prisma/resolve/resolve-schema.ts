import type { Enum, Model, SchemaModel, View } from '../../schema-model.ts';
import { sortedBy } from '../../sorted-by.ts';
import type {
  ConfigBlock,
  EntityBlock,
  EnumBlock,
  SyntaxBlock,
  SyntaxFile,
} from '../language/syntax-tree.ts';
import { hasAttribute, mappedName, namespaceOf } from './attributes.ts';
import { declaration } from './declaration.ts';
import { resolveDatasource } from './resolve-datasource.ts';
import { resolveField } from './resolve-field.ts';
import { resolveKeys } from './resolve-keys.ts';
import { type ResolvedEntity, resolveRelations } from './resolve-relations.ts';

/** Looks up every name and spells out whatever Prisma infers. */
export function resolveSchema(files: readonly SyntaxFile[]): SchemaModel {
  const blocks = files.flatMap((file) => file.blocks);
  const datasource = blocks.find(isDatasource);
  const enums = blocks.filter((block) => block.kind === 'enum').map(resolveEnum);
  const enumNames = new Set(enums.map(({ name }) => name));
  const entities = blocks
    .filter(isEntity)
    .map((block): ResolvedEntity => ({ block, entity: resolveEntity(block, enumNames) }));
  const all = sortedBy(
    entities.map(({ entity }) => entity),
    ({ name }) => name,
  );

  return {
    kind: 'schema',
    provider: 'postgresql',
    ...resolveDatasource(datasource),
    enums: sortedBy(enums, ({ name }) => name),
    models: all.filter((entity): entity is Model => entity.kind === 'model'),
    views: all.filter((entity): entity is View => entity.kind === 'view'),
    relations: resolveRelations(entities),
  };
}

const isDatasource = (block: SyntaxBlock): block is ConfigBlock => block.kind === 'datasource';

const isEntity = (block: SyntaxBlock): block is EntityBlock =>
  block.kind === 'model' || block.kind === 'view';

function resolveEnum(block: EnumBlock): Enum {
  return {
    kind: 'enum',
    ...declaration(block, block.source),
    ...namespaceOf(block),
    values: block.values.map((value) => ({
      kind: 'enumValue',
      ...declaration(value, block.source),
      // PostgreSQL cuts no value: it refuses one that is too long.
      dbName: mappedName(value),
    })),
  };
}

function resolveEntity(block: EntityBlock, enumNames: ReadonlySet<string>): Model | View {
  const keys = resolveKeys(block);
  const { primaryKey, uniques, indexes } = keys;
  const entity = {
    ...declaration(block, block.source),
    ...namespaceOf(block),
    fields: block.fields.map((field) => resolveField(field, { block, keys, enumNames })),
    isIgnored: hasAttribute(block, 'ignore'),
    ...(primaryKey ? { primaryKey } : {}),
    uniques,
  };
  return block.kind === 'view'
    ? { kind: 'view', ...entity }
    : { kind: 'model', ...entity, indexes };
}
