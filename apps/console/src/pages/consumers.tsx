import type { Consumers, DatabaseConsumers } from '@schema-service/api-contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { consumersQuery } from '../api/queries.ts';
import { AnswerBadge, Badge } from '../parts/badge.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Empty, Page, Section } from '../parts/page.tsx';
import { SkeletonRows } from '../parts/skeleton.tsx';
import { TableBox } from '../parts/table-box.tsx';
import { Ago } from '../parts/time.tsx';

/** Who uses which version, by downloads, by connections and by what clients say of themselves. */
export function ConsumersPage() {
  const query = useQuery(consumersQuery);
  return (
    <Page title="Consumers">
      <Loaded query={query} skeleton={<SkeletonRows rows={8} />}>
        {(consumers) => (
          <>
            <p className="soft">
              From {consumers.from} to {consumers.to}.
            </p>
            <Versions consumers={consumers} />
            {consumers.databases.map((database) => (
              <Database key={database.database} database={database} />
            ))}
            <Downloads consumers={consumers} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** The versions in use against what each database accepts. */
function Versions({ consumers: { versions } }: { readonly consumers: Consumers }) {
  const databases = [...new Set(versions.flatMap((one) => one.databases.map((it) => it.database)))];
  if (versions.length === 0) return <Empty title="No client was downloaded yet" />;
  return (
    <Section title="Client versions and databases">
      <TableBox>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Client</th>
              <th scope="col">Downloads</th>
              {databases.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {versions.map((one) => (
              <tr key={one.version}>
                <th scope="row" className="mono">
                  <Link to="/console/versions/$version" params={{ version: one.version }}>
                    {one.version}
                  </Link>
                </th>
                <td>{one.downloads}</td>
                {databases.map((name) => (
                  <td key={name}>
                    <AnswerBadge
                      answer={
                        one.databases.find(({ database }) => database === name)?.works ?? null
                      }
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </Section>
  );
}

const answers = { ok: 'good', degraded: 'warn', refuse: 'bad' } as const;

function Database({ database }: { readonly database: DatabaseConsumers }) {
  const { database: name, version, error, accepted, clients, hellos } = database;
  const versions = (
    <>
      {version && <span className="badge mono">{version}</span>}
      {accepted.length > 0 && (
        <span className="soft small">works with clients of {accepted.join(', ')}</span>
      )}
    </>
  );
  return (
    <Section title={name} beside={versions}>
      {error !== null ? (
        <p className="soft">{error}</p>
      ) : clients.length + hellos.length === 0 ? (
        <Empty title="Nobody is connected, and nobody has said hello" />
      ) : (
        <TableBox>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Service</th>
                <th scope="col">Client</th>
                <th scope="col">Seen</th>
                <th scope="col">Works</th>
              </tr>
            </thead>
            <tbody>
              {clients.map(
                ({ application, user, service, client, version: uses, connections, works }) => (
                  <tr key={`${application} ${user}`}>
                    <th scope="row">{service ?? application}</th>
                    <td className="mono">
                      {[client, uses].filter(Boolean).join(' ') || (
                        <span className="soft">not ours</span>
                      )}
                    </td>
                    <td>
                      {connections} {connections === 1 ? 'connection' : 'connections'}, {user}
                    </td>
                    <td>
                      <AnswerBadge answer={works} />
                    </td>
                  </tr>
                ),
              )}
              {hellos.map(({ service, version: uses, language, answer, lastSeen }) => (
                <tr key={`${service} ${uses} ${language}`}>
                  <th scope="row">{service}</th>
                  <td className="mono">
                    {language} {uses}
                  </td>
                  <td>
                    said hello <Ago at={lastSeen} />
                  </td>
                  <td>
                    <Badge tone={answers[answer]}>{answer}</Badge>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
    </Section>
  );
}

function Downloads({ consumers: { downloads } }: { readonly consumers: Consumers }) {
  if (downloads.length === 0) return null;
  return (
    <Section title="Downloads">
      <TableBox>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Package</th>
              <th scope="col">Version</th>
              <th scope="col">By</th>
              <th scope="col">Token</th>
              <th scope="col">Times</th>
              <th scope="col">Last</th>
            </tr>
          </thead>
          <tbody>
            {downloads.map((one) => (
              <tr key={`${one.package} ${one.version} ${one.manager} ${one.token}`}>
                <th scope="row">{one.package}</th>
                <td className="mono">{one.version}</td>
                <td>{one.manager}</td>
                <td>{one.token ?? <span className="soft">none</span>}</td>
                <td>{one.count}</td>
                <td className="nowrap">{one.lastDay}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </Section>
  );
}
