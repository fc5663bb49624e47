import { type Markup, markup } from './markup.ts';

/** The parts of an OpenAPI document that the plain list shows. */
interface Operations {
  readonly paths?: Readonly<
    Record<
      string,
      Readonly<
        Record<string, { readonly summary?: string; readonly tags?: readonly string[] } | undefined>
      >
    >
  >;
}

/** Scalar's styles are put into the page by its script; nothing else is let in, and nothing is asked of another host. */
export const referencePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** The API reference: Scalar, or without JavaScript a plain list of the endpoints. */
export function referencePage(document: Operations): string {
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Schema API reference</title>
<link rel="icon" href="data:,">
</head>
<body>
<div id="reference">
<h1>Schema API reference</h1>
<p><a href="./">Schema API</a>, <a href="openapi.json">OpenAPI document</a></p>
${operationTables(document)}
</div>
<script src="reference/scalar.js"></script>
<script src="reference/start.js"></script>
</body>
</html>
`.text;
}

/** No fonts, telemetry, proxy, or assistant of another host. */
export const startScript = `document.querySelector('#reference').replaceChildren();
Scalar.createApiReference('#reference', {
  url: 'openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  proxyUrl: '',
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
  defaultOpenAllTags: false,
});
`;

function operationTables({ paths = {} }: Operations): Markup {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      tag: operation?.tags?.[0] ?? 'other',
      summary: operation?.summary ?? '',
    })),
  );
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  return markup`${tags.map(
    (tag) => markup`<h2>${tag}</h2><table>
<tbody>${operations
      .filter((operation) => operation.tag === tag)
      .map(
        ({ method, path, summary }) =>
          markup`<tr><th scope="row"><code>${method} ${path}</code></th><td>${summary}</td></tr>\n`,
      )}</tbody></table>\n`,
  )}`;
}
