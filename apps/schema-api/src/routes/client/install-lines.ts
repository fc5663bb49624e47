import type { ArtifactSummary } from '@schema-service/catalog';

/** How a package is installed from here by one package manager. */
export interface InstallLine {
  readonly manager: string;
  readonly text: string;
}

type Package = Pick<ArtifactSummary, 'ecosystem' | 'name' | 'packageVersion'>;

/** For each package manager, the lines that install a client from the server at `publicUrl`. */
export function installLines(artifact: Package, publicUrl: string): readonly InstallLine[] {
  return artifact.ecosystem === 'npm'
    ? npmLines(artifact, `${publicUrl}/npm/`)
    : pythonLines(artifact, `${publicUrl}/pypi/simple/`);
}

function npmLines({ name, packageVersion }: Package, registry: string): readonly InstallLine[] {
  const scope = name.startsWith('@') ? name.slice(1, name.indexOf('/')) : undefined;
  const setting = scope === undefined ? `registry=${registry}` : `@${scope}:registry=${registry}`;
  const what = `${name}@${packageVersion}`;
  const rc = `echo '${setting}' >> .npmrc`;
  const yarn =
    scope === undefined
      ? `yarn config set npmRegistryServer ${registry}`
      : `yarn config set npmScopes.${scope}.npmRegistryServer ${registry}\n` +
        // Yarn leaves aside what is younger than a day, but for what is named here.
        `yarn config set --json npmPreapprovedPackages '["@${scope}/*"]'`;
  return [
    { manager: 'npm', text: `${rc}\nnpm install ${what}` },
    { manager: 'pnpm', text: `${rc}\npnpm add ${what}` },
    { manager: 'yarn', text: `${yarn}\nyarn add ${what}` },
    { manager: 'bun', text: `${rc}\nbun add ${what}` },
  ];
}

function pythonLines({ name, packageVersion }: Package, index: string): readonly InstallLine[] {
  const what = `${name}==${packageVersion}`;
  return [
    { manager: 'pip', text: `pip install --index-url ${index} ${what}` },
    { manager: 'uv', text: `uv add --default-index ${index} ${what}` },
  ];
}
