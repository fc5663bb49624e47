import type { ReindexObjectType } from 'libpg-query';
import { hasOption } from '../ast/node.ts';
import { format, type RelationName, relationName } from '../sql/relation-name.ts';
import { isIndexInUse, tableOf } from '../state/database-state.ts';
import { lintLock, lockOn } from '../state/table-locks.ts';
import { noTransaction } from './recipe.ts';
import type { LintRule } from './rule.ts';

const WORDS: Readonly<Partial<Record<ReindexObjectType, string>>> = {
  REINDEX_OBJECT_INDEX: 'INDEX',
  REINDEX_OBJECT_TABLE: 'TABLE',
  REINDEX_OBJECT_SCHEMA: 'SCHEMA',
  REINDEX_OBJECT_DATABASE: 'DATABASE',
  REINDEX_OBJECT_SYSTEM: 'SYSTEM',
};

export const reindexNotConcurrent: LintRule = {
  kind: 'lintRule',
  id: 'reindex-not-concurrent',
  severity: 'error',
  summary: 'REINDEX without CONCURRENTLY',
  why: 'Nobody can write until the index is built, and queries that would use it, or only plan to, wait too. CONCURRENTLY builds it beside the old one; it cannot run in a transaction.',
  *check({ node }, context) {
    const { database } = context;
    if (!('ReindexStmt' in node)) return;
    const { kind, relation, name = '', params } = node.ReindexStmt;
    if (hasOption(params, 'concurrently')) return;
    const word = (kind && WORDS[kind]) ?? 'TABLE';
    const target: RelationName = relation ? relationName(relation) : { name };
    if (relation && word === 'TABLE' && tableOf(database, target).isNew) return;
    if (relation && word === 'INDEX' && !isIndexInUse(database, target)) return;
    yield {
      message: `Rebuilding ${name || relation ? format(target) : 'the indexes'} stops all writes, and the reads that the index is for.`,
      ...(relation && {
        lock:
          word === 'TABLE'
            ? lockOn(context, target, 'a scan of every row')
            : lintLock({
                table: target,
                mode: 'ACCESS EXCLUSIVE',
                duration: 'a rewrite of every row',
              }),
      }),
      recipe: noTransaction(`REINDEX ${word} CONCURRENTLY ${format(target)}`),
    };
  },
};
