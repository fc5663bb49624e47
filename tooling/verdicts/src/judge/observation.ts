import type { Answer, Compatibility } from '@schema-service/schema-diff';

/** How a client fares on the other version's database, beside how it fares on its own. */
export type Result = 'same' | 'different' | 'fails';

/** What happened, with a word on the first thing that shows it. */
export interface Observed {
  readonly result: Result;
  readonly because?: string;
}

export interface Observation {
  readonly oldClientReads: Observed;
  readonly oldClientWrites: Observed;
  readonly newClientOnOldDatabase: Observed;
  readonly clientApi: { readonly effect: 'same' | 'added' | 'breaks'; readonly because?: string };
}

export type Question = keyof Observation;

/** A verdict that what happened speaks against. */
export interface Disagreement {
  readonly question: Question;
  readonly verdict: string;
  readonly observed: string;
  readonly because?: string;
}

const fits: Readonly<Record<Answer, readonly Result[]>> = {
  yes: ['same'],
  depends: ['different', 'fails'],
  no: ['fails'],
};

/** Where the verdicts and what happened part. */
export function disagreements(
  verdict: Compatibility,
  observation: Observation,
): readonly Disagreement[] {
  const fares = (['oldClientReads', 'oldClientWrites', 'newClientOnOldDatabase'] as const).flatMap(
    (question) => {
      const { result, because } = observation[question];
      return fits[verdict[question]].includes(result)
        ? []
        : [
            {
              question,
              verdict: verdict[question],
              observed: result,
              ...(because ? { because } : {}),
            },
          ];
    },
  );
  const { effect, because } = observation.clientApi;
  const api = verdict.clientApi === 'docs' ? 'same' : verdict.clientApi;
  if (api === effect) return fares;
  return [
    ...fares,
    {
      question: 'clientApi',
      verdict: verdict.clientApi,
      observed: effect,
      ...(because ? { because } : {}),
    },
  ];
}
