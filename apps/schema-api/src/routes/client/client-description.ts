import type { ClientDescription } from '@schema-service/api-contract';
import type { ClientArtifact } from '../../releases/client-artifacts.ts';

/** What a client is, how to check it and how to install it from the server at `publicUrl`. */
export function describeClient(
  { language, artifact }: ClientArtifact,
  publicUrl: string,
): ClientDescription {
  const {
    version,
    packageVersion,
    ecosystem,
    name,
    filename,
    size,
    sha256,
    integrity,
    publishedAt,
  } = artifact;
  const download = `${publicUrl}/client/${version}/${language}`;
  const install = installCommand({ ecosystem, name, version: packageVersion }, publicUrl);
  return {
    ...{ version, language, ecosystem, name, filename, size, sha256, integrity, publishedAt },
    ...{ download, install },
  };
}

function installCommand(
  { ecosystem, name, version }: Pick<ClientDescription, 'ecosystem' | 'name' | 'version'>,
  publicUrl: string,
): string {
  if (ecosystem === 'pypi') {
    return `pip install --index-url ${publicUrl}/pypi/simple/ ${name}==${version}`;
  }
  const scope = name.split('/', 1)[0];
  return `npm install ${name}@${version} --${scope}:registry=${publicUrl}/npm/`;
}
