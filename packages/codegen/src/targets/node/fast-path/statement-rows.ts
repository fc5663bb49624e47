import type { Run } from './compile-plan.ts';
import { type PlanNode, type Process, type Scope, unsupported } from './plan.ts';
import { type Page, RowReader, type RowShape, type Rows } from './row-reader.ts';
import { Statement } from './statement.ts';

/** The rows of one statement. */
export interface StatementRows {
  readonly isRead: boolean;
  readonly find: (run: Run, scope: Scope) => Promise<Rows>;
}

/** The statement of a plan, of whose rows there may be a page for each parent. */
export function statementRows(node: PlanNode, shape: RowShape): StatementRows {
  const { query, page, isReversed } = partsOf(node);
  if (query.type !== 'query') return unsupported(query.type);
  const statement = Statement.of(query.args);
  const reader = new RowReader({ ...shape, page });
  const find: StatementRows['find'] = (run, scope) => run(statement, scope, reader);
  return {
    isRead: statement.text.startsWith('SELECT '),
    find: isReversed ? (run, scope) => find(run, scope).then(reversed) : find,
  };
}

interface Parts {
  readonly query: PlanNode;
  readonly page: Page | undefined;
  readonly isReversed: boolean;
}

function partsOf(node: PlanNode): Parts {
  if (node.type !== 'process') return { query: node, page: undefined, isReversed: false };
  const { pagination, distinct, reverse, nested, linkingFields } = node.args.operations;
  const [by = null, ...others] = linkingFields ?? [];
  if (distinct !== null || others.length > 0 || Object.keys(nested).length > 0)
    return unsupported('process');
  return {
    query: node.args.expr,
    page: pagination === null ? undefined : { by, ...rangeOf(pagination) },
    isReversed: reverse,
  };
}

function rangeOf({
  cursor,
  skip,
  take,
}: NonNullable<Process['operations']['pagination']>): Omit<Page, 'by'> {
  if (cursor !== null) return unsupported('cursor');
  return { skip: skip ?? 0, take: take ?? Number.POSITIVE_INFINITY };
}

function reversed(found: Rows): Rows {
  found.rows.reverse();
  for (const column of found.keys) column.reverse();
  return found;
}
