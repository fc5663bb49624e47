import type { VersionPackage } from '@schema-service/api-contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { basePath } from '../../api/base-path.ts';
import { packagesQuery, schemaQuery } from '../../api/queries.ts';
import { CopyButton, CopyLines } from '../../parts/copy.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Empty, Section } from '../../parts/page.tsx';
import { sizeText } from '../../parts/size.ts';
import { SkeletonBlock, SkeletonRows } from '../../parts/skeleton.tsx';
import { TableBox } from '../../parts/table-box.tsx';

const Prose = lazy(async () => ({ default: (await import('../../parts/prose.tsx')).Prose }));

/** A release: what changed, how it is installed, and what was packed. */
export function VersionSummaryPage() {
  const { version } = useParams({ from: '/console/versions/$version' });
  const schema = useQuery(schemaQuery(version));
  const packages = useQuery(packagesQuery(version));
  return (
    <div className="page">
      <div className="columns">
        <Section title="Changelog">
          <Loaded query={schema} skeleton={<SkeletonBlock height={320} />}>
            {({ changelog }) => (
              <div className="box pad">
                <Suspense fallback={<SkeletonBlock height={288} />}>
                  <Prose text={changelog} />
                </Suspense>
              </div>
            )}
          </Loaded>
        </Section>
        <Loaded query={packages} skeleton={<SkeletonBlock height={220} />}>
          {(list) => <Install packages={list.packages} />}
        </Loaded>
      </div>
      <Section title="Packages">
        <Loaded query={packages} skeleton={<SkeletonRows rows={4} />}>
          {(list) => <PackageTable version={version} packages={list.packages} />}
        </Loaded>
      </Section>
      <Section title="Content">
        <Loaded query={schema} skeleton={<SkeletonBlock height={56} />}>
          {({ metadata }) => (
            <dl className="facts">
              <dt>Hash of the schema's meaning</dt>
              <dd className="mono">{String(metadata.hash)}</dd>
              <dt>Digest of the release</dt>
              <dd className="mono">{String(metadata.digest)}</dd>
            </dl>
          )}
        </Loaded>
      </Section>
    </div>
  );
}

/** Of npm the package that joins the others, or the Node client; of Python the wheel. */
function Install({ packages }: { readonly packages: readonly VersionPackage[] }) {
  const npm =
    packages.find(({ ecosystem, language }) => ecosystem === 'npm' && language === null) ??
    packages.find(({ language }) => language === 'node');
  const wheel = packages.find(({ format }) => format === 'wheel');
  const lines = [npm, wheel].flatMap((one) => one?.install ?? []);
  const [chosen, setChosen] = useState('npm');
  const line = lines.find(({ manager }) => manager === chosen) ?? lines[0];
  if (line === undefined)
    return (
      <Section title="Install">
        <Empty title="It has no packages" />
      </Section>
    );
  return (
    <Section title="Install">
      <div className="tabs" role="tablist" aria-label="Package manager">
        {lines.map(({ manager }) => (
          <button
            key={manager}
            type="button"
            role="tab"
            aria-selected={manager === line.manager}
            onClick={() => setChosen(manager)}
          >
            {manager}
          </button>
        ))}
      </div>
      <CopyLines text={line.command} />
    </Section>
  );
}

function PackageTable({
  version,
  packages,
}: {
  readonly version: string;
  readonly packages: readonly VersionPackage[];
}) {
  if (packages.length === 0) return <Empty title="Nothing was packed for this version" />;
  return (
    <TableBox>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Package</th>
            <th scope="col">File</th>
            <th scope="col">Size</th>
            <th scope="col">SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {packages.map((one) => (
            <tr key={one.filename}>
              <th scope="row" className="nowrap">
                {one.name}
              </th>
              <td className="mono">
                {one.language && one.format !== 'sdist' ? (
                  <a
                    href={`${basePath}/client/${encodeURIComponent(version)}/${one.language}`}
                    download
                  >
                    {one.filename}
                  </a>
                ) : (
                  one.filename
                )}
              </td>
              <td className="nowrap number">{sizeText(one.size)}</td>
              <td>
                <span className="row digest">
                  <code title={one.sha256}>{one.sha256.slice(0, 12)}</code>
                  <CopyButton text={one.sha256} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}
