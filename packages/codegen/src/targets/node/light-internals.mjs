// What Prisma's generator takes from `@prisma/internals` to generate a client, without the rest of that
// package: engine downloads, prompts and platform detection, whose loading takes half a second.
import { createRequire } from 'node:module';

/** Modules of `@prisma/internals` whose functions the generator takes. */
export const functionModules = [
  './utils/assertNever.js',
  './utils/hasOwnProperty.js',
  './utils/isValidJsIdentifier.js',
  './utils/parseEnvValue.js',
  './utils/path.js',
  './utils/setClassName.js',
];

/**
 * Puts Prisma's own functions, each from its own module, in the place of the
 * whole package, for whoever requires it from now on. Whatever else is asked
 * for loads the whole package: this changes when code loads, and nothing else.
 */
export function installLightInternals(generatorPath) {
  const path = createRequire(generatorPath).resolve('@prisma/internals');
  const require = createRequire(path);
  const { externalToInternalDmmf } = require('@prisma/get-dmmf');
  const light = Object.assign({ externalToInternalDmmf }, ...functionModules.map(require));
  const replacement = {
    id: path,
    filename: path,
    loaded: true,
    exports: new Proxy(light, {
      get: (functions, name) => (name in functions ? functions : whole())[name],
    }),
  };
  require.cache[path] = replacement;

  function whole() {
    delete require.cache[path];
    try {
      return require(path);
    } finally {
      require.cache[path] = replacement;
    }
  }
}
