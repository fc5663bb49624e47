import type { StartOptions } from './options.mjs';
import type { StartedProcess } from './processes.mjs';

/** A run of `npm start` on a data directory, as it wrote itself down. */
export interface Instance {
  readonly pid: number;
  /** Of its Schema API. */
  readonly url: string;
  /** The database of the example services; absent until it is ready. */
  readonly databaseUrl?: string;
  /** The database of the Schema API; absent until it is ready. */
  readonly catalogUrl?: string;
  /** What it has started: ended by the next run where this one is killed. */
  readonly processes?: readonly StartedProcess[];
}

/** Finds out what stands in the way of a run before anything is installed or built, and ends what a killed run has left. Throws `StartProblem`. */
export function checkStart(options: StartOptions): Promise<void>;

/** The file in which a run writes down who it is. */
export function instanceNote(dataDirectory: string): string;

/** The run on this data directory that is not this process, if there is one. */
export function findInstance(dataDirectory: string): Instance | undefined;
