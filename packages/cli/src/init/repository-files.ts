import { changesetsFolder, configFile, type Naming } from '@schema-service/repository';
import type { FileContent } from '../files/replace-files.ts';

/** The generated packages of a repository, as npm knows them. */
export function clientPackages({ scope, name }: Naming): readonly string[] {
  return ['client', 'client-node', 'types'].map((part) => `${scope}/${name}-${part}`);
}

/** What every repository has around its schema; paths are relative to its root. */
export function repositoryFiles(naming: Naming, version: string): readonly FileContent[] {
  const packages = clientPackages(naming);
  return [
    { path: configFile, content: json(naming) },
    { path: `${changesetsFolder}/config.json`, content: json(changesetConfig(packages)) },
    { path: 'package.json', content: json(rootManifest(naming)) },
    { path: 'pnpm-workspace.yaml', content: 'packages:\n  - packages/*\n' },
    { path: '.gitignore', content: 'node_modules/\ndist/\n' },
    { path: 'README.md', content: readme(naming) },
    ...packages.map((name) => ({
      path: `packages/${name.slice(name.indexOf('/') + 1)}/package.json`,
      content: json({
        name,
        version,
        type: 'module',
        files: ['dist'],
        publishConfig: { directory: 'dist' },
      }),
    })),
  ];
}

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

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function changesetConfig(packages: readonly string[]): unknown {
  return {
    changelog: '@changesets/cli/changelog',
    commit: false,
    fixed: [packages],
    linked: [],
    access: 'restricted',
    baseBranch: 'main',
    updateInternalDependencies: 'patch',
  };
}

function rootManifest({ scope, name }: Naming): unknown {
  return {
    name: `${scope}/${name}-schema`,
    private: true,
    type: 'module',
    scripts: {
      change: 'schemactl change',
      check: 'schemactl check',
      'version-packages': 'changeset version && schemactl version create',
    },
    devDependencies: { '@changesets/cli': '^3.0.3', '@schema-service/cli': '*' },
  };
}

function readme({ scope, name }: Naming): string {
  return `# ${name}

The schema of one PostgreSQL database, versioned. Services install ${scope}/${name}-client.

\`\`\`sh
schemactl validate          # every mistake in schema/
schemactl change            # after an edit: what it means, its migration, a trial, its changeset
schemactl check             # what CI runs
pnpm run version-packages   # freezes the next version
\`\`\`
`;
}
