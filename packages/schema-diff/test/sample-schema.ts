import {
  emptySchema,
  type Field,
  type Index,
  type IndexedField,
  type Model,
  type ScalarField,
  type SchemaModel,
  type UniqueConstraint,
} from '@schema-service/schema-model';

/** The parts of a schema, each with what a test does not say filled in. */
export function column(name: string, given: Partial<ScalarField> = {}): ScalarField {
  return {
    kind: 'scalar',
    name,
    dbName: name,
    type: 'String',
    nativeType: { name: 'Text', args: [] },
    arity: 'required',
    isIgnored: false,
    isId: false,
    isUnique: false,
    isUpdatedAt: false,
    ...given,
  };
}

export const by = (name: string): IndexedField => ({ name, sort: 'Asc' });

export const unique = (...fields: string[]): UniqueConstraint => ({
  kind: 'unique',
  fields: fields.map(by),
  name: fields.join('_'),
  dbName: `${fields.join('_')}_key`,
});

export const index = (...fields: string[]): Index => ({
  kind: 'index',
  algorithm: 'BTree',
  fields: fields.map(by),
  dbName: `${fields.join('_')}_idx`,
});

export function model(name: string, fields: readonly Field[], given: Partial<Model> = {}): Model {
  return {
    kind: 'model',
    name,
    dbName: name,
    fields,
    isIgnored: false,
    primaryKey: { kind: 'primaryKey', fields: [by('id')], name: 'id', dbName: `${name}_pkey` },
    uniques: [],
    indexes: [],
    ...given,
  };
}

export function schema(given: Partial<SchemaModel> = {}): SchemaModel {
  return { ...emptySchema, ...given };
}

const location = { file: 'schema.prisma', line: 3, column: 7 };

/** A schema that uses every part of the IR at least once. */
export const sample: SchemaModel = schema({
  relationMode: 'prisma',
  namespaces: ['audit', 'public'],
  extensions: [
    { kind: 'extension', name: 'citext', dbName: 'citext' },
    {
      kind: 'extension',
      name: 'uuidOssp',
      dbName: 'uuid-ossp',
      namespace: 'public',
      version: '1.1',
    },
  ],
  enums: [
    {
      kind: 'enum',
      name: 'Status',
      dbName: 'status',
      namespace: 'public',
      documentation: 'Where a review stands.',
      location,
      values: [
        { kind: 'enumValue', name: 'DRAFT', dbName: 'draft', documentation: 'Not shown.' },
        { kind: 'enumValue', name: 'SHOWN', dbName: 'shown' },
      ],
    },
  ],
  models: [
    model('Product', [column('id'), relation('reviews', 'Review', 'list')], {
      documentation: 'What is reviewed.',
      namespace: 'public',
    }),
    model(
      'Review',
      [
        column('id', { isId: true, default: { kind: 'generated', generator: 'uuid', args: [7] } }),
        column('title', {
          nativeType: { name: 'VarChar', args: [200] },
          documentation: 'One line.',
          location,
        }),
        column('stars', {
          type: 'Int',
          nativeType: { name: 'Integer', args: [] },
          default: { kind: 'literal', value: { kind: 'number', digits: '3' } },
        }),
        column('labels', {
          arity: 'list',
          default: { kind: 'list', values: [{ kind: 'string', value: 'new' }] },
        }),
        column('updatedAt', { type: 'DateTime', isUpdatedAt: true }),
        column('search', { default: { kind: 'dbgenerated', expression: 'now()::text' } }),
        {
          kind: 'enum',
          name: 'status',
          dbName: 'status',
          type: 'Status',
          arity: 'required',
          isIgnored: false,
          isId: false,
          isUnique: false,
          isUpdatedAt: false,
          default: { kind: 'enumValue', value: 'DRAFT' },
        },
        {
          kind: 'unsupported',
          name: 'place',
          dbName: 'place',
          databaseType: 'point',
          arity: 'optional',
          isIgnored: true,
          isId: false,
          isUnique: false,
          isUpdatedAt: false,
        },
        column('productId', { dbName: 'product_id' }),
        relation('product', 'Product', 'required', ['productId'], ['id']),
        relation('tags', 'Tag', 'list'),
      ],
      {
        uniques: [unique('productId', 'title')],
        indexes: [
          { ...index('search'), algorithm: 'Gin', where: 'stars > 2' },
          { ...index('productId'), isUnique: true, where: 'stars = 5' },
          { ...index('title'), fields: [{ name: 'title', sort: 'Desc', ops: 'TextOps' }] },
        ],
      },
    ),
    model('Tag', [column('id'), relation('reviews', 'Review', 'list')]),
  ],
  views: [
    {
      kind: 'view',
      name: 'Rating',
      dbName: 'rating',
      fields: [column('productId'), column('stars', { arity: 'optional' })],
      isIgnored: false,
      uniques: [unique('productId')],
    },
  ],
  relations: [
    {
      kind: 'foreignKey',
      name: 'ProductToReview',
      cardinality: 'one-to-many',
      from: { entity: 'Review', field: 'product' },
      to: { entity: 'Product', field: 'reviews' },
      fields: ['productId'],
      references: ['id'],
      onDelete: 'Restrict',
      onUpdate: 'Cascade',
      dbName: 'Review_product_id_fkey',
    },
    {
      kind: 'joinTable',
      name: 'ReviewToTag',
      cardinality: 'many-to-many',
      a: { entity: 'Review', field: 'tags' },
      b: { entity: 'Tag', field: 'reviews' },
      dbName: '_ReviewToTag',
      namespace: 'public',
    },
  ],
});

export function relation(
  name: string,
  type: string,
  arity: 'required' | 'optional' | 'list',
  fields: readonly string[] = [],
  references: readonly string[] = [],
): Field {
  return {
    kind: 'relation',
    name,
    dbName: name,
    type,
    arity,
    isIgnored: false,
    relationName: 'Any',
    fields,
    references,
  };
}
