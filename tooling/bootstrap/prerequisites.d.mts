/** The oldest Node that may start us. */
export const oldestNode: readonly [number, number];

/** Undefined when this Node will do, otherwise the one line that says what is missing and how to get it. */
export function nodeComplaint(version: string): string | undefined;

/** Ends the process with one line when Node is too old. */
export function requireNode(): void;
