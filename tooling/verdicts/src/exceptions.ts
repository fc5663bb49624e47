import type { Question } from './judge/observation.ts';

/**
 * Verdicts that no run of a client can show, each with the reason. One that
 * turns out to be shown after all fails the suite, as does one of a case that is gone.
 */
export const exceptions: readonly {
  readonly id: string;
  readonly question: Question;
  readonly reason: string;
}[] = [
  {
    id: 'field-type-changed--key-to-bigint',
    question: 'oldClientReads',
    reason:
      'No run writes a key that an Int has no room for: rows are found again by small numbers.',
  },
];
