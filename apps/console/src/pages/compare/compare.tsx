import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { diffQuery, modelQuery, schemaQuery, versionsQuery } from '../../api/queries.ts';
import { BumpBadge } from '../../parts/badge.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { SkeletonBlock, SkeletonRows } from '../../parts/skeleton.tsx';
import { Changes } from './changes.tsx';
import { clientTypes } from './client-types.ts';
import { MigrationSteps } from './migration-steps.tsx';

const TextDiff = lazy(async () => ({ default: (await import('./text-diff.tsx')).TextDiff }));
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

/** What lies between two versions, whichever they are. */
export function Compare() {
  const { from, to } = useParams({ from: '/console/compare/$from/$to' });
  const { view } = useSearch({ from: '/console/compare/$from/$to' });
  const diff = useQuery(diffQuery(from, to));
  return (
    <Page
      title={`${from} to ${to}`}
      beside={diff.data && <BumpBadge bump={diff.data.bump} />}
      actions={<Chooser from={from} to={to} />}
      isWide={view === 'diagram'}
    >
      <nav className="tabs" aria-label="Comparison">
        {views.map((one) => (
          <Link
            key={one.label}
            to="/console/compare/$from/$to"
            params={{ from, to }}
            search={one.view ? { view: one.view } : {}}
            activeOptions={{ exact: true }}
          >
            {one.label}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<SkeletonBlock height={480} />}>
        {view === 'source' && <SourceDiff from={from} to={to} />}
        {view === 'api' && <TypesDiff from={from} to={to} />}
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
        {view === 'sql' && (
          <Loaded query={diff} skeleton={<SkeletonRows rows={4} height={52} />}>
            {(found) => <MigrationSteps diff={found} />}
          </Loaded>
        )}
      </Suspense>
    </Page>
  );
}

/** Any two versions, in either order. */
function Chooser({ from, to }: { readonly from: string; readonly to: string }) {
  const navigate = useNavigate();
  const versions = useQuery(versionsQuery).data?.versions ?? [{ version: from }, { version: to }];
  const go = (params: { readonly from: string; readonly to: string }) =>
    void navigate({ to: '/console/compare/$from/$to', params, search: (search) => search });
  const select = (label: string, value: string, onChange: (version: string) => void) => (
    <label>
      <span className="visually-hidden">{label}</span>
      <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        {versions.toReversed().map(({ version }) => (
          <option key={version}>{version}</option>
        ))}
      </select>
    </label>
  );
  return (
    <>
      {select('From', from, (version) => go({ from: version, to }))}
      <button
        type="button"
        className="button"
        aria-label="Turn around"
        onClick={() => go({ from: to, to: from })}
      >
        ⇄
      </button>
      {select('To', to, (version) => go({ from, to: version }))}
    </>
  );
}

function SourceDiff({ from, to }: { readonly from: string; readonly to: string }) {
  const before = useQuery(schemaQuery(from));
  const after = useQuery(schemaQuery(to));
  return (
    <Loaded query={before} skeleton={<SkeletonBlock height={480} />}>
      {({ schema }) => (
        <Loaded query={after} skeleton={<SkeletonBlock height={480} />}>
          {(newer) => <TextDiff before={schema} after={newer.schema} />}
        </Loaded>
      )}
    </Loaded>
  );
}

/** What services see of the change, in both languages. */
function TypesDiff({ from, to }: { readonly from: string; readonly to: string }) {
  const before = useQuery(modelQuery(from));
  const after = useQuery(modelQuery(to));
  return (
    <Loaded query={before} skeleton={<SkeletonBlock height={480} />}>
      {(older) => (
        <Loaded query={after} skeleton={<SkeletonBlock height={480} />}>
          {(newer) => (
            <div className="stack wide-gap">
              {(['typescript', 'python'] as const).map((language) => (
                <section key={language} className="section">
                  <h2>{language === 'typescript' ? 'TypeScript' : 'Python'}</h2>
                  <TextDiff
                    before={clientTypes(older, language)}
                    after={clientTypes(newer, language)}
                  />
                </section>
              ))}
            </div>
          )}
        </Loaded>
      )}
    </Loaded>
  );
}
