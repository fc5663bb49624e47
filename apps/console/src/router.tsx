import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { basePath } from './api/base-path.ts';
import { NotFound } from './pages/not-found.tsx';
import { Overview } from './pages/overview.tsx';
import { VersionLayout } from './pages/versions/version-layout.tsx';
import { VersionSummaryPage } from './pages/versions/version-summary.tsx';
import { Shell } from './shell/shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const overview = createRoute({ getParentRoute: () => root, path: '/', component: Overview });
const console = createRoute({ getParentRoute: () => root, path: '/console' });
const start = createRoute({ getParentRoute: () => console, path: '/', component: Overview });

const versions = createRoute({
  getParentRoute: () => console,
  path: 'versions',
  component: lazyRouteComponent(() => import('./pages/versions/version-list.tsx'), 'VersionList'),
});
const version = createRoute({
  getParentRoute: () => console,
  path: 'versions/$version',
  component: VersionLayout,
});
const versionSummary = createRoute({
  getParentRoute: () => version,
  path: '/',
  component: VersionSummaryPage,
});
const models = createRoute({
  getParentRoute: () => version,
  path: 'models',
  component: lazyRouteComponent(() => import('./pages/models/models.tsx'), 'Models'),
});
const model = createRoute({
  getParentRoute: () => models,
  path: '$model',
  component: lazyRouteComponent(() => import('./pages/models/model.tsx'), 'ModelPage'),
});
const source = createRoute({
  getParentRoute: () => version,
  path: 'source',
  component: lazyRouteComponent(
    () => import('./pages/versions/version-source.tsx'),
    'VersionSource',
  ),
});
const migrations = createRoute({
  getParentRoute: () => version,
  path: 'migrations',
  component: lazyRouteComponent(
    () => import('./pages/versions/version-migrations.tsx'),
    'VersionMigrations',
  ),
});

export interface DiagramSearch {
  /** The model in the middle. */
  readonly focus?: string;
  /** How far from it models are shown. */
  readonly depth?: number;
  readonly detail?: 'names';
  /** Where the drawing is: x, y and scale. */
  readonly at?: string;
}

const diagram = createRoute({
  getParentRoute: () => version,
  path: 'diagram',
  validateSearch: (search: Record<string, unknown>): DiagramSearch => ({
    ...(typeof search.focus === 'string' ? { focus: search.focus } : {}),
    ...(typeof search.depth === 'number' ? { depth: search.depth } : {}),
    ...(search.detail === 'names' ? { detail: 'names' } : {}),
    ...(typeof search.at === 'string' ? { at: search.at } : {}),
  }),
  component: lazyRouteComponent(() => import('./pages/diagram/diagram-page.tsx'), 'DiagramPage'),
});

const views = ['changes', 'diagram', 'source', 'sql', 'api'] as const;
export interface CompareSearch {
  readonly view?: (typeof views)[number];
}

const compareStart = createRoute({
  getParentRoute: () => console,
  path: 'compare',
  component: lazyRouteComponent(() => import('./pages/compare/compare-start.tsx'), 'CompareStart'),
});
const compareSearch = ({ view }: Record<string, unknown>): CompareSearch => {
  const known = views.find((one) => one === view);
  return known ? { view: known } : {};
};
const sendWorking = createRoute({
  getParentRoute: () => console,
  path: 'compare/working',
  validateSearch: ({ from }: Record<string, unknown>): { readonly from?: string } =>
    typeof from === 'string' ? { from } : {},
  component: lazyRouteComponent(() => import('./pages/compare/send-working.tsx'), 'SendWorking'),
});
const compareWorking = createRoute({
  getParentRoute: () => console,
  path: 'compare/$from/working/$id',
  validateSearch: compareSearch,
  component: lazyRouteComponent(
    () => import('./pages/compare/compare-working.tsx'),
    'CompareWorking',
  ),
});
const compare = createRoute({
  getParentRoute: () => console,
  path: 'compare/$from/$to',
  validateSearch: compareSearch,
  component: lazyRouteComponent(() => import('./pages/compare/compare.tsx'), 'Compare'),
});

const environments = createRoute({
  getParentRoute: () => console,
  path: 'environments',
  component: lazyRouteComponent(
    () => import('./pages/environments/environment-list.tsx'),
    'EnvironmentListPage',
  ),
});
const environment = createRoute({
  getParentRoute: () => console,
  path: 'environments/$name',
  component: lazyRouteComponent(
    () => import('./pages/environments/environment.tsx'),
    'EnvironmentPage',
  ),
});
const runs = createRoute({
  getParentRoute: () => console,
  path: 'runs',
  component: lazyRouteComponent(() => import('./pages/runs/run-list.tsx'), 'RunListPage'),
});
const run = createRoute({
  getParentRoute: () => console,
  path: 'runs/$id',
  component: lazyRouteComponent(() => import('./pages/runs/run.tsx'), 'RunPage'),
});
export interface RolloutStartSearch {
  readonly group?: string;
  readonly to?: string;
}

const rolloutStart = createRoute({
  getParentRoute: () => console,
  path: 'rollouts/new',
  validateSearch: ({ group, to }: Record<string, unknown>): RolloutStartSearch => ({
    ...(typeof group === 'string' ? { group } : {}),
    ...(typeof to === 'string' ? { to } : {}),
  }),
  component: lazyRouteComponent(() => import('./pages/runs/rollout-start.tsx'), 'RolloutStart'),
});
const rollout = createRoute({
  getParentRoute: () => console,
  path: 'rollouts/$id',
  component: lazyRouteComponent(() => import('./pages/runs/rollout.tsx'), 'RolloutPage'),
});
const consumers = createRoute({
  getParentRoute: () => console,
  path: 'consumers',
  component: lazyRouteComponent(() => import('./pages/consumers.tsx'), 'ConsumersPage'),
});
const webhooks = createRoute({
  getParentRoute: () => console,
  path: 'webhooks',
  component: lazyRouteComponent(() => import('./pages/admin/webhooks.tsx'), 'WebhooksPage'),
});
const tokens = createRoute({
  getParentRoute: () => console,
  path: 'tokens',
  component: lazyRouteComponent(() => import('./pages/admin/tokens.tsx'), 'TokensPage'),
});
const audit = createRoute({
  getParentRoute: () => console,
  path: 'audit',
  component: lazyRouteComponent(() => import('./pages/admin/audit.tsx'), 'AuditPage'),
});

const routeTree = root.addChildren([
  overview,
  console.addChildren([
    start,
    versions,
    version.addChildren([versionSummary, models.addChildren([model]), source, migrations, diagram]),
    ...[compareStart, sendWorking, compareWorking, compare],
    ...[environments, environment, runs, run, rolloutStart, rollout],
    ...[consumers, webhooks, tokens, audit],
  ]),
]);

export function createConsoleRouter() {
  return createRouter({
    routeTree,
    basepath: basePath === '' ? '/' : basePath,
    defaultPreload: 'intent',
    scrollRestoration: true,
    trailingSlash: 'preserve',
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    readonly router: ReturnType<typeof createConsoleRouter>;
  }
}
