const widths = ['62%', '48%', '71%', '55%', '40%', '66%'];

/** Rows of a table or a list that are not there yet: as high as they will be. */
export function SkeletonRows({
  rows,
  height = 37,
}: {
  readonly rows: number;
  readonly height?: number;
}) {
  return (
    <div className="box" aria-hidden="true">
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without content
        <div key={index} className="skeleton-row" style={{ height }}>
          <span className="skeleton" style={{ width: widths[index % widths.length], height: 12 }} />
        </div>
      ))}
    </div>
  );
}

export function SkeletonBlock({ height }: { readonly height: number | string }) {
  return <span className="skeleton" aria-hidden="true" style={{ height, width: '100%' }} />;
}
