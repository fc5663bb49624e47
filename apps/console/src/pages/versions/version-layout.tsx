import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useParams, useRouterState } from '@tanstack/react-router';
import { schemaQuery, versionsQuery } from '../../api/queries.ts';
import { BumpBadge } from '../../parts/badge.tsx';
import { Failure } from '../../parts/failure.tsx';
import { useTitle } from '../../parts/page.tsx';

const tabs = [
  { to: '/console/versions/$version', label: 'Release', exact: true },
  { to: '/console/versions/$version/models', label: 'Models', exact: false },
  { to: '/console/versions/$version/diagram', label: 'Diagram', exact: false },
  { to: '/console/versions/$version/source', label: 'Source', exact: false },
  { to: '/console/versions/$version/migrations', label: 'Migrations', exact: false },
] as const;

/** What stands above each page of a version: which it is, and the others. */
export function VersionLayout() {
  const { version } = useParams({ from: '/console/versions/$version' });
  const { data } = useQuery(versionsQuery);
  const navigate = useNavigate();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const summary = data?.versions.find((one) => one.version === version);
  const versions = data?.versions.map((one) => one.version) ?? [];
  const isListed = versions.includes(version);
  // It may be a tag: the API knows.
  const { error } = useQuery({ ...schemaQuery(version), enabled: data !== undefined && !isListed });
  const { model } = useParams({ strict: false });
  const tab = tabs.find(({ label }) =>
    path.includes(`/versions/${version}/${label.toLowerCase()}`),
  );
  useTitle([model ?? tab?.label, version].filter(Boolean).join(' · '));
  return (
    <div className="version">
      <header className="version-head">
        <div className="page-head">
          <div className="title">
            <h1>
              <span className="visually-hidden">Version </span>
              <span className="mono-title">{version}</span>
            </h1>
            {summary && <BumpBadge bump={summary.bump} />}
            {summary && <span className="soft">{summary.date}</span>}
          </div>
          <div className="actions">
            {summary?.previous && (
              <Link
                className="button"
                to="/console/compare/$from/$to"
                params={{ from: summary.previous, to: version }}
              >
                Compare with {summary.previous}
              </Link>
            )}
            <label>
              <span className="visually-hidden">Another version</span>
              <select
                className="input"
                value={version}
                onChange={(event) =>
                  // The same page of the other version.
                  void navigate({
                    to: path.replace(`/versions/${version}`, `/versions/${event.target.value}`),
                  })
                }
              >
                {(isListed ? versions : [...versions, version]).toReversed().map((one) => (
                  <option key={one}>{one}</option>
                ))}
              </select>
            </label>
          </div>
        </div>
        {summary?.yanked && <p className="said bad">Yanked: {summary.yanked}</p>}
        {summary?.deprecated && <p className="said">Deprecated: {summary.deprecated}</p>}
        <nav className="tabs" aria-label="Version">
          {tabs.map(({ to, label, exact }) => (
            <Link
              key={to}
              to={to}
              params={{ version }}
              activeOptions={{ exact, includeSearch: false }}
            >
              {label}
            </Link>
          ))}
        </nav>
      </header>
      {error && !isListed ? (
        <div className="page">
          <Failure error={error} />
        </div>
      ) : (
        <Outlet />
      )}
    </div>
  );
}
