/** The folder of the clone. */
export const root: string;

/** The pinned pnpm, as npx takes it: `pnpm@VERSION`. */
export const packageManager: string;

export interface StartOptions {
  /** Where the Schema API listens; the web example takes the next port. */
  readonly port: number;
  /** A database of the user's; without it a server of our own is started. */
  readonly databaseUrl: string | undefined;
  /** Holds everything that a run makes: the cluster, built packages, copies of the examples, logs. */
  readonly dataDirectory: string;
  /** Begin from nothing. */
  readonly fresh: boolean;
}

export const help: string;

/** An expected failure, which `isSchemaServiceError` recognises. */
export class StartProblem extends Error {
  readonly code: string;
  constructor(
    problem: {
      readonly code: string;
      readonly message: string;
      readonly why?: string;
      readonly fix?: string;
      readonly meta?: Readonly<Record<string, unknown>>;
    },
    options?: ErrorOptions,
  );
}

/** A problem as commands print it. */
export function formatProblem(problem: StartProblem): string;

/** From the command line and the environment; undefined when only help was asked for. */
export function readOptions(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): StartOptions | undefined;
