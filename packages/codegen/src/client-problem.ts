import type { SourceLocation } from '@schema-service/schema-model';
import type { ChosenClients } from './codegen-target.ts';

/** Why a client cannot be generated, and what would let it be. Data, so that all are told at once. */
export interface ClientProblem {
  readonly kind: 'clientProblem';
  readonly client: keyof ChosenClients;
  /** As the schema's source is called, or `schema.config.json`. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
  /** A sentence that names what is in the schema. */
  readonly message: string;
  readonly fix: string;
}

/** Says how to leave a client out, behind "Or build no ... client: ". */
export type LeaveOut = (client: keyof ChosenClients) => string;

export const leaveOutByConfig: LeaveOut = (client) =>
  `"clients": { "${client}": false } in schema.config.json`;

/** A problem of a declaration, at its place. */
export function problemAt(
  { location }: { readonly location?: SourceLocation },
  problem: Pick<ClientProblem, 'client' | 'message' | 'fix'>,
): ClientProblem {
  return { kind: 'clientProblem', ...location, ...problem };
}

/** A line for people: where, what, and what to do. */
export function formatProblem({ file, line, column, message, fix }: ClientProblem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return `${place === '' ? '' : `${place}: `}${message}\n  fix: ${fix}`;
}
