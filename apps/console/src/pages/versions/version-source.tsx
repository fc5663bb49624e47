import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { basePath } from '../../api/base-path.ts';
import { modelQuery, schemaQuery } from '../../api/queries.ts';
import { Highlighted } from '../../parts/code.tsx';
import { CopyButton } from '../../parts/copy.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { SkeletonBlock } from '../../parts/skeleton.tsx';

/** The schema as it was frozen. A name leads to its model. */
export function VersionSource() {
  const { version } = useParams({ from: '/console/versions/$version' });
  const schema = useQuery(schemaQuery(version));
  const model = useQuery(modelQuery(version)).data;
  const names = useMemo(
    () =>
      new Set(
        [...(model?.models ?? []), ...(model?.views ?? []), ...(model?.enums ?? [])].map(
          ({ name }) => name,
        ),
      ),
    [model],
  );
  const linkOf = (name: string) =>
    names.has(name) ? (
      <Link
        to="/console/versions/$version/models/$model"
        params={{ version, model: name }}
        preload={false}
      >
        {name}
      </Link>
    ) : undefined;
  return (
    <div className="page">
      <Loaded query={schema} skeleton={<SkeletonBlock height="60vh" />}>
        {({ schema: text }) => (
          <>
            <div className="row">
              <a href={`${basePath}/schema/${encodeURIComponent(version)}?format=text`}>As text</a>
              <CopyButton text={text} label="Copy all" />
            </div>
            <div className="code source">
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by the keyboard */}
              <pre tabIndex={0}>
                {blocks(text).map((block, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes
                  <div key={index} className="block">
                    <Highlighted text={block} language="prisma" linkOf={linkOf} />
                  </div>
                ))}
              </pre>
            </div>
          </>
        )}
      </Loaded>
    </div>
  );
}

/** Parts that a browser need not lay out before they are seen. */
function blocks(text: string): readonly string[] {
  return text.trimEnd().split(/(?<=\n\}\n)/);
}
