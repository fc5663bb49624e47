export { type PackedPackage, packPublicPackages, publicPackages } from './pack-packages.ts';
export { publishTarballs } from './publish-tarballs.ts';
export { type ProgramRun, runProgram } from './run-program.ts';
export { startVerdaccio, type TestRegistry } from './start-verdaccio.ts';
export { emptyHome, type TestUser } from './test-user.ts';
