import type { ReactNode } from 'react';

export type Tone = 'good' | 'warn' | 'bad' | 'accent' | 'plain';

export function Badge({
  tone = 'plain',
  isLive = false,
  children,
}: {
  readonly tone?: Tone;
  readonly isLive?: boolean;
  readonly children: ReactNode;
}) {
  return <span className={`badge ${tone}${isLive ? ' live' : ''}`}>{children}</span>;
}

const bumps = { major: 'bad', minor: 'accent', patch: 'plain', none: 'plain' } as const;
export function BumpBadge({ bump }: { readonly bump: keyof typeof bumps }) {
  return <Badge tone={bumps[bump]}>{bump}</Badge>;
}

const severities = { breaking: 'bad', dangerous: 'warn', safe: 'good' } as const;
export function SeverityBadge({ severity }: { readonly severity: keyof typeof severities }) {
  return <Badge tone={severities[severity]}>{severity}</Badge>;
}

const answers = { yes: 'good', depends: 'warn', no: 'bad' } as const;
export function AnswerBadge({ answer }: { readonly answer: keyof typeof answers | null }) {
  return answer === null ? <Badge>unknown</Badge> : <Badge tone={answers[answer]}>{answer}</Badge>;
}

const statuses: Readonly<Record<string, Tone>> = {
  success: 'good',
  delivered: 'good',
  failed: 'bad',
  stopped: 'bad',
  running: 'accent',
  rolled_back: 'warn',
  retried: 'warn',
};

/** How a run, a migration or a delivery stands. */
export function StatusBadge({ status }: { readonly status: string }) {
  return (
    <Badge tone={statuses[status] ?? 'plain'} isLive={status === 'running'}>
      {status.replace('_', ' ')}
    </Badge>
  );
}
