/** A process that a run has started, as it wrote it down. */
export interface StartedProcess {
  readonly name: string;
  readonly pid: number;
  /** Of {@link processMark}. */
  readonly mark: string;
}

/** When a process began, as a text that no other process has with the same id; undefined where there is no such process. */
export function processMark(pid: number): string | undefined;

/** Ends the processes, each with its group, that are still what was written down. Gives those that were. */
export function endOrphans(
  processes: readonly StartedProcess[],
): Promise<readonly StartedProcess[]>;
