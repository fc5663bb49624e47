import type { Question } from './judge/observation.ts';

/**
 * Verdicts that no run of a client can show, each with the reason. One that
 * turns out to be shown after all fails the suite, as does one of a case that is gone.
 */
export const exceptions: readonly {
  readonly id: string;
  readonly question: Question;
  readonly reason: string;
}[] = [];
