import { gzipSync } from 'fflate';
import type { Artifact, GeneratedPackage } from '../../generated-package.ts';
import { tarball } from '../npm/tarball.ts';
import { archiveName, bytesOf, pythonArtifact } from './python-artifact.ts';

/**
 * Packs the Python client as a source distribution (PEP 625), from which a
 * build front end makes a wheel with the same modules as {@link packWheel}.
 */
export function packSdist(source: GeneratedPackage): Artifact {
  const folder = archiveName(source);
  const entries = source.files.map((file) => ({
    path: `${folder}/${file.path}`,
    bytes: bytesOf(file),
  }));
  const bytes = gzipSync(tarball(entries), { level: 9, mtime: 0 });
  return pythonArtifact(source, 'sdist', `${folder}.tar.gz`, bytes);
}
