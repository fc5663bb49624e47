import type { IndexAlgorithm, ReferentialAction } from '../../schema-model.ts';

const algorithms: readonly IndexAlgorithm[] = ['BTree', 'Hash', 'Gist', 'Gin', 'SpGist', 'Brin'];

const actions: readonly ReferentialAction[] = [
  'Cascade',
  'NoAction',
  'Restrict',
  'SetDefault',
  'SetNull',
];

export function indexAlgorithm(word: string | undefined): IndexAlgorithm {
  return algorithms.find((algorithm) => algorithm === word) ?? 'BTree';
}

export function referentialAction(word: string | undefined): ReferentialAction | undefined {
  return actions.find((action) => action === word);
}
