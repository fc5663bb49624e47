import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { publicUrl } from '../api/base-path.ts';
import {
  consumersQuery,
  environmentsQuery,
  runsQuery,
  schemaHistoryQuery,
  versionsQuery,
} from '../api/queries.ts';
import { useToken } from '../api/session.ts';
import { BumpBadge } from '../parts/badge.tsx';
import { CopyLines } from '../parts/copy.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Empty, Page, Section } from '../parts/page.tsx';
import { SkeletonBlock, SkeletonRows } from '../parts/skeleton.tsx';
import { Ago } from '../parts/time.tsx';
import { EnvironmentTable, NoEnvironments } from './environments/environment-table.tsx';
import { RunTable } from './runs/run-table.tsx';
import { VersionLine } from './versions/version-line.tsx';

/** As many environments as the page begins with. */
const SHOWN = 8;

/** Where everything stands: the latest version, the databases, and what runs. */
export function Overview() {
  const versions = useQuery(versionsQuery);
  return (
    <Page title="Overview">
      <Loaded query={versions} skeleton={<SkeletonBlock height={192} />}>
        {({ latest, versions: all }) =>
          latest === null ? (
            <NothingYet />
          ) : (
            <Section title="Versions" beside={<Link to="/console/versions">All versions</Link>}>
              <div className="box pad stack">
                <Latest version={latest} all={all} />
                <VersionLine versions={all} latest={latest} />
              </div>
            </Section>
          )
        }
      </Loaded>
      <Environments />
      <Runs />
      <Clients />
    </Page>
  );
}

function Latest({
  version,
  all,
}: {
  readonly version: string;
  readonly all: readonly {
    readonly version: string;
    readonly previous: string | null;
    readonly bump: 'major' | 'minor' | 'patch' | 'none';
    readonly publishedAt: string;
  }[];
}) {
  const summary = all.find((one) => one.version === version);
  const history = useQuery(schemaHistoryQuery(version)).data;
  const changes = history?.versions[0]?.changes;
  return (
    <div className="row latest">
      <Link to="/console/versions/$version" params={{ version }} className="latest-version">
        {version}
      </Link>
      {summary && <BumpBadge bump={summary.bump} />}
      {summary && (
        <span className="soft">
          published <Ago at={summary.publishedAt} />
          {changes && changes.length > 0 && `, ${changes.length} changes`}
        </span>
      )}
      <span className="row end">
        {summary?.previous && (
          <Link
            className="button"
            to="/console/compare/$from/$to"
            params={{ from: summary.previous, to: version }}
          >
            What changed
          </Link>
        )}
        <Link className="button" to="/console/versions/$version/diagram" params={{ version }}>
          Diagram
        </Link>
      </span>
    </div>
  );
}

/** The three commands that fill an empty service. */
export function NothingYet() {
  const registry = { api: { kind: 'schema-api', url: publicUrl } };
  return (
    <Empty title="Nothing is published yet">
      <div className="commands stack">
        <p>In the repository of the schema:</p>
        <CopyLines
          text={[
            'npm run version-packages',
            'git add . && git commit -m "Freeze the first version"',
            'npx schemactl release publish',
          ].join('\n')}
        />
        <p>
          Its <code>schema.config.json</code> names this service among the registries:
        </p>
        <CopyLines text={`"registries": ${JSON.stringify(registry, null, 2)}`} />
        <p>
          Without a repository, <code>npx @schema-service/cli init my-schema</code> makes one.
        </p>
      </div>
    </Empty>
  );
}

function Environments() {
  const list = useQuery(environmentsQuery);
  return (
    <Section title="Environments" beside={<Link to="/console/environments">All environments</Link>}>
      <Loaded query={list} skeleton={<SkeletonRows rows={2} />}>
        {({ environments }) =>
          environments.length === 0 ? (
            <NoEnvironments />
          ) : (
            <EnvironmentTable environments={environments.slice(0, SHOWN)} />
          )
        }
      </Loaded>
    </Section>
  );
}

function Runs() {
  const query = useInfiniteQuery(runsQuery({ limit: 5 }));
  const runs = query.data?.pages[0]?.runs;
  return (
    <Section title="Recent runs" beside={<Link to="/console/runs">All runs</Link>}>
      {runs === undefined && query.isPending ? (
        <SkeletonRows rows={3} />
      ) : (
        <RunTable runs={runs ?? []} error={query.error} retry={() => void query.refetch()} />
      )}
    </Section>
  );
}

/** Which versions are in use; who may not see it is told who may. */
function Clients() {
  const token = useToken();
  const { data, isLoading } = useQuery({
    ...consumersQuery,
    enabled: token !== null,
    retry: false,
  });
  return (
    <Section title="Client versions in use" beside={<Link to="/console/consumers">Consumers</Link>}>
      {isLoading && <SkeletonRows rows={1} height={52} />}
      {!isLoading && !data && (
        <p className="soft">They are shown to who has a token with the scope admin.</p>
      )}
      {data?.versions.length === 0 && <p className="soft">No client was downloaded yet.</p>}
      {data && data.versions.length > 0 && (
        <ul className="box pad row">
          {data.versions.map(({ version, downloads }) => (
            <li key={version} className="badge">
              <span className="mono">{version}</span> {downloads}{' '}
              {downloads === 1 ? 'download' : 'downloads'}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
