import type { Artifact, CodegenOptions } from '@schema-service/codegen';
import type { SchemaModel } from '@schema-service/schema-model';
import type { SamplePlan } from './sample-rows.ts';

/** What the check of each language works on. */
export interface ConformanceContext {
  readonly model: SchemaModel;
  readonly names: Required<CodegenOptions['names']>;
  readonly artifacts: readonly Artifact[];
  /** A temporary folder that holds the packed artifacts. */
  readonly work: string;
  /** Where the output of the programs that it runs is kept. */
  readonly logs: string;
  readonly plan: SamplePlan;
  /** The plan as JSON, for the runners. */
  readonly planFile: string;
  /** For every program that it runs. */
  readonly limits: { readonly timeLimit: number };
}
