/** The organisation's two words: the one place that spells them. */
export interface Naming {
  /** npm scope with its at sign: `@org`. */
  readonly scope: string;
  /** What the schema is called: `db`. */
  readonly name: string;
}

/** A client that can be generated. */
export type ClientName = 'node' | 'types' | 'python';

/** What `schema.config.json` says. */
export interface SchemaConfig extends Naming {
  /** The URL of this repository, which the packages carry. */
  readonly repository?: string;
  /** The clients that are built, each with its package's name where it has one of its own. */
  readonly clients: Readonly<Partial<Record<ClientName, { readonly name?: string }>>>;
  /** What clients read of an enum value that their version lacks, unless they are told otherwise. Default: `keep`. */
  readonly unknownEnumValues?: 'keep' | 'raise';
  /** Where releases are published to, in the order of the file. */
  readonly registries: readonly RegistryConfig[];
  /** Who is told of a release, in the order of the file. */
  readonly notifiers: readonly NotifierConfig[];
  /** The ed25519 key that manifests of releases are verified with: the base64 of its SPKI form. */
  readonly publicKey?: string;
}

/** A place that releases are published to, with the name that commands know it by. */
export type RegistryConfig =
  | NpmRegistryConfig
  | PypiRegistryConfig
  | SchemaApiConfig
  | FolderRegistryConfig;

/** Any npm registry. It is reached through the npm command, with its configuration and its login. */
export interface NpmRegistryConfig {
  readonly kind: 'npm';
  readonly name: string;
  /** Default: what npm's configuration says for the scope. */
  readonly url?: string;
  /** Default: npm's own, which is restricted for a package with a scope. */
  readonly access?: 'public' | 'restricted';
  /** Whether npm attests where the packages were built; needs CI that gives an identity. */
  readonly provenance?: boolean;
}

/** Any index with PyPI's upload API. */
export interface PypiRegistryConfig {
  readonly kind: 'pypi';
  readonly name: string;
  readonly uploadUrl: string;
  /** The simple index that pip installs from. */
  readonly indexUrl: string;
  /** Default: `__token__`, which says that the password is a token. */
  readonly username?: string;
  /** The environment variable that holds the token or password. Default: PYPI_TOKEN. */
  readonly tokenVariable?: string;
}

/** A Schema API. */
export interface SchemaApiConfig {
  readonly kind: 'schema-api';
  readonly name: string;
  readonly url: string;
  /** The environment variable that holds the token. Default: SCHEMA_API_TOKEN. */
  readonly tokenVariable?: string;
}

export interface FolderRegistryConfig {
  readonly kind: 'folder';
  readonly name: string;
  /** Relative to the repository. */
  readonly path: string;
}

/** Who is told of a release. */
export type NotifierConfig = WebhookConfig | SlackConfig | DispatchConfig;

/** Gets the release as JSON. */
export interface WebhookConfig {
  readonly kind: 'webhook';
  readonly name: string;
  /** The environment variable that holds the address, which may be a secret. */
  readonly urlVariable: string;
  /** The one that holds the secret which signs what is sent. */
  readonly secretVariable?: string;
}

/** A webhook of Slack, or of what takes Slack's messages. */
export interface SlackConfig {
  readonly kind: 'slack';
  readonly name: string;
  readonly urlVariable: string;
}

/** GitHub's `repository_dispatch` event in the repositories of services. */
export interface DispatchConfig {
  readonly kind: 'repository-dispatch';
  readonly name: string;
  /** Each as `owner/name`. */
  readonly repositories: readonly string[];
  /** Default: GITHUB_TOKEN. */
  readonly tokenVariable?: string;
  /** Of a server of one's own. Default: what GITHUB_API_URL holds, which CI sets. */
  readonly apiUrl?: string;
}
