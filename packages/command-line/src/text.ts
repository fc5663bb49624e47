/** `1 model`, `3 models`. */
export function countText(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}

/** `12 ms` below a second, then `1.2 s`; never nothing. */
export function durationText(milliseconds: number): string {
  return milliseconds < 1000
    ? `${Math.max(1, Math.round(milliseconds))} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Rows as lines whose columns stand below each other; numbers to the right. */
export function tableLines(rows: readonly (readonly (string | number)[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, String(cell).length);
    }
  }
  const cellText = (cell: string | number, column: number): string =>
    typeof cell === 'number'
      ? String(cell).padStart(widths[column] ?? 0)
      : cell.padEnd(widths[column] ?? 0);
  return rows.map((row) => row.map(cellText).join('  ').trimEnd());
}

/** {@link tableLines} as one text, without a line break at its end. */
export const tableText = (rows: Parameters<typeof tableLines>[0]): string =>
  tableLines(rows).join('\n');
