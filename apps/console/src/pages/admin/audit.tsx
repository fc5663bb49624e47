import { useInfiniteQuery } from '@tanstack/react-query';
import { auditQuery } from '../../api/queries.ts';
import { Failure } from '../../parts/failure.tsx';
import { Page } from '../../parts/page.tsx';
import { SkeletonRows } from '../../parts/skeleton.tsx';
import { TableBox } from '../../parts/table-box.tsx';
import { Moment } from '../../parts/time.tsx';

/** Who changed what, the newest first. */
export function AuditPage() {
  const query = useInfiniteQuery(auditQuery);
  const entries = query.data?.pages.flatMap((page) => page.entries);
  return (
    <Page title="Audit log">
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <SkeletonRows rows={10} />}
      {entries && (
        <TableBox>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">At</th>
                <th scope="col">Who</th>
                <th scope="col">Did</th>
                <th scope="col">To</th>
                <th scope="col">From</th>
              </tr>
            </thead>
            <tbody>
              {entries.map(({ id, at, actor, action, subject, detail, address }) => (
                <tr key={id}>
                  <td>
                    <Moment at={at} />
                  </td>
                  <th scope="row">{actor}</th>
                  <td className="mono">{action}</td>
                  <td>
                    <span className="mono">{subject}</span>
                    {Object.keys(detail).length > 0 && (
                      <details>
                        <summary className="soft small">Detail</summary>
                        <pre className="pre-wrap">{JSON.stringify(detail, null, 2)}</pre>
                      </details>
                    )}
                  </td>
                  <td className="mono soft">{address}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
      {query.hasNextPage && (
        <button type="button" className="button" onClick={() => void query.fetchNextPage()}>
          Earlier entries
        </button>
      )}
    </Page>
  );
}
