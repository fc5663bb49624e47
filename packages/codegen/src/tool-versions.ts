import { readFileSync } from 'node:fs';
import { typeScriptManifest } from './compile/run-type-script.ts';
import { prismaVersion } from './targets/node/prisma-versions.ts';

/** The versions of the tools that the bytes of packages depend on, by name. */
export function toolVersions(): Readonly<Record<string, string>> {
  const manifest = readFileSync(typeScriptManifest(), 'utf8');
  return { prisma: prismaVersion, typescript: JSON.parse(manifest).version };
}
