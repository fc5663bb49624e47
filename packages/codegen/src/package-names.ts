/** The organisation's two words, from `schema.config.json`: the one place that spells them. */
export interface PackageNaming {
  /** npm scope with its at sign: `@org`. */
  readonly scope: string;
  /** What the schema is called: `db`. */
  readonly name: string;
}

/** The names of the generated packages, all derived from {@link PackageNaming}. */
export interface PackageNames {
  /** `@org/db-client`: what services depend on. */
  readonly client: string;
  /** `@org/db-client-node` */
  readonly node: string;
  /** `@org/db-types` */
  readonly types: string;
  /** `org-db-client`: the Python distribution. */
  readonly pythonDistribution: string;
  /** `org_db_client`: the Python package to import. */
  readonly pythonModule: string;
}

export function packageNames({ scope, name }: PackageNaming): PackageNames {
  const distribution = `${scope.slice(1)}-${name}-client`.toLowerCase().replace(/[-_.]+/g, '-');
  return {
    client: `${scope}/${name}-client`,
    node: `${scope}/${name}-client-node`,
    types: `${scope}/${name}-types`,
    pythonDistribution: distribution,
    pythonModule: distribution.replaceAll('-', '_'),
  };
}
