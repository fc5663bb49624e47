/** A step on the way of the database, or of its services. */
export type Step =
  /** Services of a version start, one for each language. */
  | { readonly kind: 'start'; readonly version: string }
  /** Services of one version end, and those of another start in their place. */
  | { readonly kind: 'move'; readonly from: string; readonly to: string }
  /** The migrator goes to a version; it is killed so often in the middle of a fill, and started again. */
  | { readonly kind: 'up'; readonly version: string; readonly kills: number }
  /** The newest version is taken back. */
  | { readonly kind: 'abandon'; readonly version: string }
  /** A contract that has to be refused, because services use the version. */
  | { readonly kind: 'refuse contract'; readonly version: string }
  | { readonly kind: 'contract'; readonly version: string }
  /** All services end, what they counted is held against what is there, and they start again. */
  | { readonly kind: 'count' };

/** A step as a line says it. */
export function stepText(step: Step): string {
  switch (step.kind) {
    case 'move':
      return `services of ${step.from} move to ${step.to}`;
    case 'start':
      return `services of ${step.version} start`;
    case 'count':
      return 'what was counted is there';
    default:
      return `${step.kind} ${step.version}`;
  }
}

/** From 1.1.0 to 4.0.0 alone, with three versions in use at once. */
export const wholeWay: readonly Step[] = [
  { kind: 'start', version: '1.1.0' },
  { kind: 'up', version: '2.0.0', kills: 0 },
  { kind: 'start', version: '2.0.0' },
  { kind: 'up', version: '3.0.0', kills: 3 },
  { kind: 'start', version: '3.0.0' },
  { kind: 'up', version: '4.0.0', kills: 0 },
  { kind: 'abandon', version: '4.0.0' },
  { kind: 'up', version: '4.0.0', kills: 0 },
  { kind: 'refuse contract', version: '1.1.0' },
  { kind: 'move', from: '1.1.0', to: '4.0.0' },
  { kind: 'count' },
  { kind: 'contract', version: '1.1.0' },
  { kind: 'move', from: '2.0.0', to: '4.0.0' },
  { kind: 'contract', version: '2.0.0' },
  { kind: 'move', from: '3.0.0', to: '4.0.0' },
  { kind: 'contract', version: '3.0.0' },
];

/** From 2.0.0 to 3.0.0 alone. */
export const oneStep: readonly Step[] = [
  { kind: 'start', version: '2.0.0' },
  { kind: 'up', version: '3.0.0', kills: 1 },
  { kind: 'start', version: '3.0.0' },
  { kind: 'refuse contract', version: '2.0.0' },
  { kind: 'move', from: '2.0.0', to: '3.0.0' },
  { kind: 'contract', version: '2.0.0' },
];
