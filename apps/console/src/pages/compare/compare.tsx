import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { diffQuery, schemaQuery, versionsQuery } from '../../api/queries.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { SkeletonBlock, SkeletonRows } from '../../parts/skeleton.tsx';
import { Comparison, TextDiff } from './comparison.tsx';
import { MigrationSteps } from './migration-steps.tsx';

/** What lies between two versions, whichever they are. */
export function Compare() {
  const { from, to } = useParams({ from: '/console/compare/$from/$to' });
  const { view } = useSearch({ from: '/console/compare/$from/$to' });
  const diff = useQuery(diffQuery(from, to));
  return (
    <Comparison
      title={`${from} to ${to}`}
      actions={<Chooser from={from} to={to} />}
      view={view}
      tab={(props) => (
        <Link to="/console/compare/$from/$to" params={{ from, to }} {...props}>
          {props.children}
        </Link>
      )}
      from={{ kind: 'version', version: from }}
      to={{ kind: 'version', version: to }}
      diff={diff}
      source={() => <SourceDiff from={from} to={to} />}
      sql={() => (
        <Loaded query={diff} skeleton={<SkeletonRows rows={4} height={52} />}>
          {(found) => <MigrationSteps diff={found} />}
        </Loaded>
      )}
    />
  );
}

/** Any two versions, in either order. */
function Chooser({ from, to }: { readonly from: string; readonly to: string }) {
  const navigate = useNavigate();
  const published = useQuery(versionsQuery).data?.versions.map(({ version }) => version) ?? [];
  // The address may name one that is not published: it is said, and not another.
  const versions = [...new Set([...published, from, to])];
  const go = (params: { readonly from: string; readonly to: string }) =>
    void navigate({ to: '/console/compare/$from/$to', params, search: (search) => search });
  const select = (label: string, value: string, onChange: (version: string) => void) => (
    <label>
      <span className="visually-hidden">{label}</span>
      <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        {versions.toReversed().map((version) => (
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
      <Link className="button" to="/console/compare/working" search={{ from }}>
        A schema in work
      </Link>
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
