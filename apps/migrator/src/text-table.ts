/** Rows as lines whose columns stand below each other. */
export function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows.reduce<number[]>(
    (found, row) =>
      row
        .map((cell, column) => Math.max(found[column] ?? 0, cell.length))
        .concat(found.slice(row.length)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
