import type { IndexAlgorithm, IndexedField, ReferentialAction } from '../../schema-model.ts';

/* The words that some arguments are one of. */

export const algorithms: readonly IndexAlgorithm[] = [
  'BTree',
  'Hash',
  'Gist',
  'Gin',
  'SpGist',
  'Brin',
];

export const referentialActions: readonly ReferentialAction[] = [
  'Cascade',
  'NoAction',
  'Restrict',
  'SetDefault',
  'SetNull',
];

export const sorts: readonly IndexedField['sort'][] = ['Asc', 'Desc'];
