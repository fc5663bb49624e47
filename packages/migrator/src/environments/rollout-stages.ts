import { SchemaServiceError } from '@schema-service/errors';
import {
  type EachOptions,
  type Environment,
  eachEnvironment,
  type OutcomeFor,
} from './each-environment.ts';

/** Databases that are done together, before those of the next stage begin. */
export interface RolloutStage {
  /** As it was written: `canary`, `10%`, `rest`. */
  readonly name: string;
  readonly environments: readonly Environment[];
}

/**
 * The stages of `canary,10%,rest`. A word is a group, an environment, a part of all environments in the order of the
 * list (those of earlier stages count), or `rest`. The same list gives the same stages, so that a rollout that was stopped
 * goes on where it was. An environment is in the first stage that has it.
 *
 * @throws SchemaServiceError ROLLOUT_INVALID for a word that means no database
 */
export function rolloutStages(
  environments: readonly Environment[],
  words: readonly string[],
): readonly RolloutStage[] {
  const taken = new Set<string>();
  return words.map((name) => {
    const members = membersOf(name, environments, taken).filter((one) => !taken.has(one.name));
    for (const member of members) taken.add(member.name);
    return { name, environments: members };
  });
}

function membersOf(
  word: string,
  environments: readonly Environment[],
  taken: ReadonlySet<string>,
): readonly Environment[] {
  if (word === 'rest') return environments;
  const percent = /^(\d{1,3})%$/.exec(word)?.[1];
  if (percent !== undefined && Number(percent) >= 1 && Number(percent) <= 100) {
    const count = Math.ceil((environments.length * Number(percent)) / 100);
    const left = environments.filter(({ name }) => !taken.has(name));
    return left.slice(0, Math.max(0, count - taken.size));
  }
  const members = environments.filter(
    ({ name, groups = [] }) => name === word || groups.includes(word),
  );
  if (members.length > 0) return members;
  const groups = new Set(environments.flatMap(({ groups: own = [] }) => own));
  throw new SchemaServiceError({
    code: 'ROLLOUT_INVALID',
    message: `${JSON.stringify(word)} is no stage of a rollout.`,
    why: `No group and no environment has that name, and it is neither a part such as 10% nor "rest".`,
    fix: `Groups: ${[...groups].join(', ') || 'none'}. Write it like canary,10%,rest.`,
    meta: { stage: word },
  });
}

export interface StageOptions<Done> extends EachOptions<Done> {
  /** Told as a stage begins. */
  readonly onStage?: (stage: RolloutStage) => void;
}

/** Does something with the databases of one stage after another. None begins behind one in which something failed. */
export async function eachStage<Done extends { readonly kind: string }>(
  stages: readonly RolloutStage[],
  options: StageOptions<Done>,
  run: (environment: Environment) => Promise<Done>,
): Promise<readonly OutcomeFor<Done>[]> {
  const outcomes: OutcomeFor<Done>[] = [];
  let isStopped = false;
  for (const stage of stages) {
    if (isStopped) {
      const left = stage.environments.map(
        ({ name: environment }): OutcomeFor<Done> => ({
          ...{ kind: 'notStarted', environment, durationMs: 0 },
        }),
      );
      for (const outcome of left) options.onEnd?.(outcome);
      outcomes.push(...left);
      continue;
    }
    options.onStage?.(stage);
    const ended = await eachEnvironment(stage.environments, options, run);
    outcomes.push(...ended);
    isStopped = ended.some(({ kind }) => kind === 'failed' || kind === 'notStarted');
  }
  return outcomes;
}
