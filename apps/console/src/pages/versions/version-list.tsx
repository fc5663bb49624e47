import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { tagsQuery, versionsQuery } from '../../api/queries.ts';
import { Badge, BumpBadge } from '../../parts/badge.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { SkeletonRows } from '../../parts/skeleton.tsx';
import { TableBox } from '../../parts/table-box.tsx';
import { NothingYet } from '../overview.tsx';

/** All versions, the highest first. */
export function VersionList() {
  const versions = useQuery(versionsQuery);
  const tags = useQuery(tagsQuery).data?.tags ?? {};
  const tagsOf = (version: string) => Object.keys(tags).filter((tag) => tags[tag] === version);
  return (
    <Page title="Versions">
      <Loaded query={versions} skeleton={<SkeletonRows rows={6} />}>
        {({ versions: all }) =>
          all.length === 0 ? (
            <NothingYet />
          ) : (
            <TableBox>
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">Version</th>
                    <th scope="col">Bump</th>
                    <th scope="col">Date</th>
                    <th scope="col">Notes</th>
                    <th scope="col">Changes</th>
                  </tr>
                </thead>
                <tbody>
                  {all.toReversed().map(({ version, bump, date, previous, deprecated, yanked }) => (
                    <tr key={version}>
                      <th scope="row" className="mono">
                        <Link to="/console/versions/$version" params={{ version }}>
                          {version}
                        </Link>
                      </th>
                      <td>
                        <BumpBadge bump={bump} />
                      </td>
                      <td className="nowrap">{date}</td>
                      <td>
                        <div className="row">
                          {tagsOf(version).map((tag) => (
                            <Badge key={tag} tone="accent">
                              {tag}
                            </Badge>
                          ))}
                          {yanked && <Badge tone="bad">yanked: {yanked}</Badge>}
                          {deprecated && <Badge tone="warn">deprecated: {deprecated}</Badge>}
                        </div>
                      </td>
                      <td>
                        {previous && (
                          <Link
                            to="/console/compare/$from/$to"
                            params={{ from: previous, to: version }}
                          >
                            since {previous}
                          </Link>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableBox>
          )
        }
      </Loaded>
    </Page>
  );
}
