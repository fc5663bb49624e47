import type { RunningWeb } from './services.ts';

export interface Running {
  readonly apiUrl: string;
  /** The web service, on more than one version of the client. */
  readonly webs: readonly RunningWeb[];
  readonly databaseUrl: string;
  /** Where the token of its admin is. */
  readonly tokenFile: string;
  readonly latest: string;
  /** The copied schema repository. */
  readonly repository: string;
  /** What was left out, with the reason. */
  readonly leftOut: readonly string[];
}

/** The line that says that everything answers, and what to do next. */
export function thingsToTry({
  apiUrl,
  webs,
  databaseUrl,
  tokenFile,
  latest,
  repository,
  leftOut,
}: Running): string {
  const npmRegistry = `${apiUrl}/npm/`;
  return [
    '',
    `ready  ${apiUrl}`,
    ...leftOut.map((reason) => `       left out: ${reason}`),
    '',
    `  the console                     ${apiUrl}/`,
    `    its admin's token             ${tokenFile}`,
    ...webs.map(({ url, client }) => `  a page of the web service       ${url} on ${client}`),
    `  the API reference               ${apiUrl}/reference`,
    `  the database                    ${databaseUrl}`,
    '',
    'Ask it, anywhere:',
    '',
    `  curl ${apiUrl}/versions`,
    `  curl -L ${apiUrl}/schema/latest`,
    `  curl ${apiUrl}/migrations/${latest}`,
    `  curl -N -H 'Accept: text/event-stream' ${apiUrl}/events   # what happens, as it does`,
    '',
    'Ask what an admin may: the database as an environment, its runs, and who did what.',
    '',
    `  TOKEN=$(cat ${tokenFile})`,
    `  curl -H "Authorization: Bearer $TOKEN" ${apiUrl}/environments/local`,
    `  curl -H "Authorization: Bearer $TOKEN" ${apiUrl}/audit`,
    '',
    'Write a review on one page, and look at the other: each service is on a version of its own, the database serves them all.',
    '',
    `  curl -H "Authorization: Bearer $TOKEN" ${apiUrl}/environments/local/versions`,
    '',
    'Install a client, in an empty folder:',
    '',
    '  mkdir try-node && cd try-node && npm init -y',
    `  npm install @org/db-client@${latest} --@org:registry=${npmRegistry}`,
    '',
    '  mkdir try-python && cd try-python && python3 -m venv .venv',
    `  .venv/bin/pip install --index-url ${apiUrl}/pypi/simple/ org-db-client==${latest}`,
    '',
    'Change the schema, in another terminal. This is a copy: the clone stays as it is.',
    '',
    `  cd ${repository}`,
    '  # in schema/reviews.prisma, add a line to model Review:',
    `  #   ${lineToAdd}`,
    '  npm run change     # what that means, its migration, tried; and its changeset',
    '  npm run release    # the next version: frozen, built, published here, migrated to by a run',
    '',
    'The web service stays on its client until it is moved; the last command says how.',
    '',
    'Ctrl-C stops everything.',
  ].join('\n');
}

/** A change that breaks nobody. */
export const lineToAdd = 'helpfulVotes Int @default(0) @map("helpful_votes")';
