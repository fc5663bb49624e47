import { expect } from 'vitest';
import { type Outcome, printed, type Snippet } from './snippets.ts';

/** Each block ended well, and printed what stands behind its lines. */
export function expectOutcomes(
  blocks: readonly { readonly file: string; readonly snippet: Snippet }[],
  outcomes: readonly Outcome[],
): void {
  expect(outcomes).toHaveLength(blocks.length);
  for (const [index, { file, snippet }] of blocks.entries()) {
    const { error = 'was not run', printed: lines } = outcomes[index] ?? {};
    expect.soft(error, `${file}\n${snippet.code}`).toBeNull();
    if (error === null) expect.soft(lines, file).toEqual(printed(snippet));
  }
}
