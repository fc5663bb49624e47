import { answers, type Rule } from './rule.ts';

export const extensionChanged: Rule = {
  id: 'EXTENSION_CHANGED',
  reason: 'Clients name its types and functions, never the extension.',
  judge: () => answers('yes', 'yes', 'yes', 'same'),
};
