export { type Adoption, adopt, adoptOlder, type OlderVersion } from './adopt.ts';
export { type Advance, advance, type Step } from './advance.ts';
export { type Answer, type Answers, statedAnswers } from './answers.ts';
export { type Contraction, contract } from './contract.ts';
export type { Finding, Unbridgeable, Undecided } from './findings.ts';
export {
  type Fill,
  type Home,
  type HomeGroup,
  type Layout,
  type VersionLayout,
  type ViewColumn,
  type ViewLayout,
  versionSchema,
} from './layout.ts';
export type { CoexistencePhase, PhaseScript } from './phase-script.ts';
