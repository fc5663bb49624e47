import type { VersionDiff } from '@schema-service/api-contract';
import type { UseQueryResult } from '@tanstack/react-query';
import { Fragment, lazy, type ReactNode, Suspense } from 'react';
import type { Side } from '../../api/queries.ts';
import { BumpBadge } from '../../parts/badge.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { SkeletonBlock, SkeletonRows } from '../../parts/skeleton.tsx';
import type { CompareSearch } from '../../router.tsx';
import { Changes } from './changes.tsx';

export const TextDiff = lazy(async () => ({ default: (await import('./text-diff.tsx')).TextDiff }));
const ClientApi = lazy(async () => ({ default: (await import('./client-api.tsx')).ClientApi }));
const CompareDiagram = lazy(async () => ({
  default: (await import('./compare-diagram.tsx')).CompareDiagram,
}));

const views = [
  { view: undefined, label: 'Changes' },
  { view: 'diagram', label: 'Diagram' },
  { view: 'source', label: 'Source' },
  { view: 'sql', label: 'SQL' },
  { view: 'api', label: 'Client types' },
] as const;

interface ComparisonProps {
  readonly title: string;
  readonly actions: ReactNode;
  readonly view: CompareSearch['view'];
  /** The link to another view of the same two. */
  readonly tab: (props: {
    readonly search: CompareSearch;
    readonly activeOptions: { readonly exact: true };
    readonly children: string;
  }) => ReactNode;
  readonly from: Side;
  readonly to: Side;
  readonly diff: UseQueryResult<Pick<VersionDiff, 'bump' | 'changes' | 'likelyRenames'>>;
  /** Above the views. */
  readonly children?: ReactNode;
  readonly source: () => ReactNode;
  readonly sql: () => ReactNode;
}

/** Two schemas side by side, in one of five views. */
export function Comparison(props: ComparisonProps) {
  const { title, actions, view, tab, from, to, diff, children, source, sql } = props;
  return (
    <Page
      title={title}
      beside={diff.data && <BumpBadge bump={diff.data.bump} />}
      actions={actions}
      isWide={view === 'diagram'}
    >
      {children}
      <nav className="tabs" aria-label="Comparison">
        {views.map((one) => (
          <Fragment key={one.label}>
            {tab({
              search: one.view ? { view: one.view } : {},
              activeOptions: { exact: true },
              children: one.label,
            })}
          </Fragment>
        ))}
      </nav>
      <Suspense
        fallback={
          <div aria-busy="true">
            <SkeletonBlock height={480} />
          </div>
        }
      >
        {view === 'source' && source()}
        {view === 'api' && <ClientApi from={from} to={to} />}
        {view === 'diagram' && (
          <Loaded query={diff} skeleton={<SkeletonBlock height={480} />}>
            {({ changes }) => <CompareDiagram from={from} to={to} changes={changes} />}
          </Loaded>
        )}
        {(view === 'changes' || view === undefined) && (
          <Loaded query={diff} skeleton={<SkeletonRows rows={6} height={52} />}>
            {(found) => <Changes diff={found} />}
          </Loaded>
        )}
        {view === 'sql' && sql()}
      </Suspense>
    </Page>
  );
}
