import { SchemaServiceError } from '@schema-service/errors';
import type { SchemaModel } from '@schema-service/schema-model';
import { type ClientProblem, formatProblem, type LeaveOut } from './client-problem.ts';
import type { PackageNames, PackageNaming } from './codegen-target.ts';
import { packageNames } from './codegen-targets.ts';
import { nodeProblems } from './targets/node/node-problems.ts';
import { pythonProblems } from './targets/python/python-problems.ts';

/**
 * Everything that keeps the chosen clients from being generated, without
 * generating any: to be asked before a version is frozen, which cannot be
 * corrected. Pure; empty when all is well.
 *
 * @param leaveOut how a client is left out, for the fix. Default: by the configuration
 */
export function clientProblems(
  model: SchemaModel,
  naming: PackageNaming,
  leaveOut?: LeaveOut,
): readonly ClientProblem[] {
  const names = packageNames(naming);
  const { node, python } = names;
  return [
    ...namingProblems(names),
    ...(node === undefined ? [] : nodeProblems(model, leaveOut)),
    ...(python === undefined ? [] : pythonProblems(model, leaveOut)),
  ];
}

/**
 * Refuses a schema of which a chosen client cannot be generated.
 *
 * @throws SchemaServiceError CLIENT_NOT_POSSIBLE, naming every problem with what would mend it
 */
export function refuseClientProblems(
  model: SchemaModel,
  naming: PackageNaming,
  leaveOut?: LeaveOut,
): void {
  const problems = clientProblems(model, naming, leaveOut);
  if (problems.length === 0) return;
  throw new SchemaServiceError({
    code: 'CLIENT_NOT_POSSIBLE',
    message: [
      'Not every client can be generated of the schema:',
      ...problems.map(formatProblem),
    ].join('\n'),
    why: 'A release that is frozen is built as it is, or not at all.',
    meta: { problems },
  });
}

/** Two packages cannot have one name; that of the package which joins others is not configured. */
function* namingProblems({ client, node, types }: PackageNames): Generator<ClientProblem> {
  const clients = { node, types } as const;
  for (const name of ['node', 'types'] as const) {
    const own = clients[name];
    const isTaken = own === client || (name === 'types' && own === node);
    if (own === undefined || !isTaken) continue;
    yield {
      kind: 'clientProblem',
      client: name,
      file: 'schema.config.json',
      message: `The package of ${name} is called ${own}, as another package of the release is.`,
      fix: `Give it another name under "clients", or none, which gives it the usual one.`,
    };
  }
}
