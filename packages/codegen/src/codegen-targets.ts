import type { CodegenTarget, CodegenTargetName } from './codegen-target.ts';
import { clientTarget } from './targets/client/client-target.ts';
import { nodeTarget } from './targets/node/node-target.ts';
import { pythonTarget } from './targets/python/python-target.ts';
import { typesTarget } from './targets/types/types-target.ts';

/** Every output language, by name. */
export const codegenTargets: Readonly<Record<CodegenTargetName, CodegenTarget>> = {
  client: clientTarget,
  node: nodeTarget,
  python: pythonTarget,
  types: typesTarget,
};
