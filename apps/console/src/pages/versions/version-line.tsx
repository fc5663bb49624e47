import type { VersionSummary } from '@schema-service/api-contract';
import { Link } from '@tanstack/react-router';

/** As many as are seen at once; the page of all versions has the others. */
const SHOWN = 24;

/** The versions in time, each as high as its step was large. */
export function VersionLine({
  versions,
  latest,
}: {
  readonly versions: readonly VersionSummary[];
  readonly latest: string;
}) {
  const shown = versions.toSorted((a, b) => (a.publishedAt < b.publishedAt ? -1 : 1)).slice(-SHOWN);
  return (
    <ol className="version-line">
      {shown.map(({ version, bump, date, yanked, deprecated }) => (
        <li key={version} className={bump}>
          <Link
            to="/console/versions/$version"
            params={{ version }}
            className={version === latest ? 'is-latest' : undefined}
          >
            <span className="stem" aria-hidden="true" />
            <span className="mono">{version}</span>
            <span className="soft small">
              {yanked ? 'yanked' : deprecated ? 'deprecated' : `${bump}, ${date}`}
            </span>
          </Link>
        </li>
      ))}
    </ol>
  );
}
