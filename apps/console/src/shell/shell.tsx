import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { basePath } from '../api/base-path.ts';
import { versionsQuery } from '../api/queries.ts';
import { Icon, type IconName } from '../parts/icons.tsx';
import { FindButton } from './find.tsx';
import { useLiveEvents } from './live-events.ts';
import { TokenState } from './token-state.tsx';

const groups = [
  {
    title: 'Schema',
    links: [
      { to: '/', label: 'Overview', icon: 'home' },
      { to: '/console/versions', label: 'Versions', icon: 'versions' },
      { to: '/console/compare', label: 'Compare', icon: 'compare' },
    ],
  },
  {
    title: 'Databases',
    links: [
      { to: '/console/environments', label: 'Environments', icon: 'database' },
      { to: '/console/runs', label: 'Runs', icon: 'runs' },
      { to: '/console/consumers', label: 'Consumers', icon: 'people' },
    ],
  },
  {
    title: 'Service',
    links: [
      { to: '/console/webhooks', label: 'Webhooks', icon: 'hook' },
      { to: '/console/tokens', label: 'Tokens', icon: 'key' },
      { to: '/console/audit', label: 'Audit log', icon: 'log' },
    ],
  },
] as const satisfies readonly { readonly title: string; readonly links: readonly Entry[] }[];

interface Entry {
  readonly to: string;
  readonly label: string;
  readonly icon: IconName;
}

/** What every page stands in: the way to all others, the token, and the search. */
export function Shell() {
  useLiveEvents();
  return (
    <div className="shell">
      <a className="skip" href="#content">
        To the content
      </a>
      <aside className="side">
        <Link to="/" className="brand">
          <Logo />
          Schema Service
        </Link>
        <FindButton />
        <Navigation />
        <div className="side-foot">
          <TokenState />
          <div className="links">
            <a href={`${basePath}/reference`}>API reference</a>
            <a href={`${basePath}/versions.atom`}>Feed</a>
          </div>
        </div>
      </aside>
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}

function Navigation() {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const { data } = useQuery(versionsQuery);
  // Of the version that most people mean; by its tag, until the list of versions is here.
  const latest = data === undefined ? 'latest' : data.latest;
  const ofLatest: readonly Entry[] = latest
    ? [
        { to: `/console/versions/${latest}/models`, label: 'Models', icon: 'models' },
        { to: `/console/versions/${latest}/diagram`, label: 'Diagram', icon: 'diagram' },
      ]
    : [];
  const shown = groups.map(({ title, links }) => ({
    title,
    links: title === 'Schema' ? [...links, ...ofLatest] : links,
  }));
  // The entry that the address is below; the longest, where it is below several.
  const current = shown
    .flatMap(({ links }) => links.map(({ to }) => to))
    .filter((to) => path === to || (to !== '/' && path.startsWith(`${to}/`)))
    .reduce((best, to) => (to.length > best.length ? to : best), '');
  const isCurrent = (to: string): boolean =>
    to === current || (to === '/' && /^\/console\/?$/.test(path));
  return (
    <nav aria-label="Console">
      {shown.map(({ title, links }) => (
        <div key={title}>
          <p>{title}</p>
          <ul>
            {links.map(({ to, label, icon }) => (
              <li key={to}>
                <Link
                  to={to}
                  activeProps={{}}
                  className={isCurrent(to) ? 'is-current' : ''}
                  aria-current={isCurrent(to) ? 'page' : undefined}
                >
                  <Icon name={icon} />
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function Logo() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" fill="none" aria-hidden="true">
      <rect x="1" y="2" width="8" height="6" rx="1.5" fill="currentColor" />
      <rect x="11" y="12" width="8" height="6" rx="1.5" fill="currentColor" opacity="0.55" />
      <path d="M5 8v5.500A1.5 1.5 0 0 0 6.5 15H11" stroke="currentColor" strokeWidth="1.6" />
    </svg>
  );
}
