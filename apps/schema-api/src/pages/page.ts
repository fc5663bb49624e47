import { createHash } from 'node:crypto';
import type { Content } from '../serving/representation.ts';
import { type Markup, markup } from './markup.ts';

/** Light and dark by what the reader's system says; one column on a narrow screen. */
const style = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 20%, transparent); }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }
a { color: LinkText; }
code, pre { font: 0.875em/1.5 ui-monospace, monospace; }
pre { border: 1px solid var(--line); border-radius: 0.25rem; overflow-x: auto; padding: 0.5rem 0.75rem; }
pre.text { white-space: pre-wrap; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border-bottom: 1px solid var(--line); padding: 0.25rem 1rem 0.25rem 0; text-align: start; vertical-align: top; }
dt { font-weight: 600; }
dd { margin: 0; }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1.5rem; list-style: none; padding: 0; }
.notice { font-weight: 600; }
.skip:not(:focus) { position: absolute; left: -100vw; }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** Nothing runs on a page and nothing comes from elsewhere. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A page of HTML around its content. Links are relative to `/`. */
export function page(title: string, content: Markup): string {
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="alternate" type="application/atom+xml" title="Versions" href="versions.atom">
<link rel="icon" href="data:,">
<style>${{ kind: 'markup', text: style }}</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
${content}
</body>
</html>
`.text;
}

/** A page as what a route represents. */
export function pageContent(html: string, contentSecurityPolicy: string = policy): Content {
  return {
    type: 'text/html; charset=utf-8',
    body: html,
    headers: [
      ...['content-security-policy', contentSecurityPolicy],
      ...['x-content-type-options', 'nosniff'],
      ...['referrer-policy', 'no-referrer'],
    ],
  };
}
