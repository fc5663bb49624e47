import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { versionsQuery } from '../../api/queries.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { Empty, Page } from '../../parts/page.tsx';
import { SkeletonBlock } from '../../parts/skeleton.tsx';
import { NothingYet } from '../overview.tsx';

/** Without two versions in the address: the newest against the one that it was built on. */
export function CompareStart() {
  const query = useQuery(versionsQuery);
  return (
    <Page title="Compare">
      <Loaded query={query} skeleton={<SkeletonBlock height={320} />}>
        {({ latest, versions }) => {
          const newest = versions.find(({ version }) => version === latest) ?? versions.at(-1);
          if (newest === undefined) return <NothingYet />;
          if (newest.previous === null) {
            return (
              <Empty title={`${newest.version} is the only version`}>
                <p>
                  It can be compared with{' '}
                  <Link to="/console/compare/working">a schema in work</Link>.
                </p>
              </Empty>
            );
          }
          const params = { from: newest.previous, to: newest.version };
          return <Navigate to="/console/compare/$from/$to" params={params} replace />;
        }}
      </Loaded>
    </Page>
  );
}
