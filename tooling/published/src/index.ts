export { type PackedPackage, packPublicPackages, publicPackages } from './pack-packages.ts';
export { type PublishedPackages, publishAll } from './publish-all.ts';
export { type ClientVersion, publishClients } from './publish-clients.ts';
export { publishTarballs } from './publish-tarballs.ts';
export { outputOf, type ProgramRun, plainEnvironment, runProgram } from './run-program.ts';
export { startPypiserver, type TestIndex } from './start-pypiserver.ts';
export { startSchemaApi, type TestApi } from './start-schema-api.ts';
export { startVerdaccio, type TestRegistry } from './start-verdaccio.ts';
export { emptyHome, type TestUser } from './test-user.ts';
