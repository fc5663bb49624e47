export interface Running {
  readonly apiUrl: string;
  readonly webUrl: string;
  readonly databaseUrl: string;
  readonly latest: string;
  /** What was left out, with the reason. */
  readonly leftOut: readonly string[];
}

/** The line that says that everything answers, and what to do next. */
export function thingsToTry({ apiUrl, webUrl, databaseUrl, latest, leftOut }: Running): string {
  const npmRegistry = `${apiUrl}/npm/`;
  return [
    '',
    `ready  ${apiUrl}`,
    ...leftOut.map((reason) => `       left out: ${reason}`),
    '',
    `  the page of the web service     ${webUrl}`,
    `  the database                    ${databaseUrl}`,
    '',
    `  curl ${apiUrl}/versions`,
    `  curl ${apiUrl}/schema/latest`,
    `  curl ${apiUrl}/migrations/${latest}`,
    `  curl -OJ ${apiUrl}/client/${latest}/python`,
    '',
    `  npm install @org/db-client@${latest} --@org:registry=${npmRegistry}`,
    `  pip install --index-url ${apiUrl}/pypi/simple/ org-db-client==${latest}`,
    '',
    'Ctrl-C stops everything.',
  ].join('\n');
}
