import type { StartOptions } from './options.mjs';
import type { StartedProcess } from './processes.mjs';

/** A run of `npm start` on a data directory, as it wrote itself down. */
export interface Instance {
  readonly pid: number;
  /** Of its Schema API. */
  readonly url: string;
  /** Everything answers; absent until then. */
  readonly isServing?: true;
  /** What it has started: ended by the next run where this one is killed. */
  readonly processes?: readonly StartedProcess[];
}

/** Finds out what stands in the way of a run before anything is installed or built, and ends what a killed run has left. Throws `StartProblem`. */
export function checkStart(options: StartOptions): Promise<void>;

/** The file in which a run writes down who it is. */
export function instanceNote(dataDirectory: string): string;

/** The run on this data directory that is not this process, if there is one. */
export function findInstance(dataDirectory: string): Instance | undefined;
