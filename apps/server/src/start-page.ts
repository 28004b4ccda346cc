/** The first page: what this is, and where to go from here. */

interface PageHost {
  readonly get: (
    path: string,
    handler: (
      request: unknown,
      reply: { type: (type: string) => { send: (body: string) => unknown } },
    ) => unknown,
  ) => unknown;
}

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Evertill</title>
    <style>
      :root { font: 16px/1.5 system-ui, sans-serif; color-scheme: light dark }
      body { max-width: 36rem; margin: 12vh auto 0; padding: 0 1.5rem }
      h1 { font-size: 2rem; margin: 0 }
      p { margin: .25rem 0 2rem; opacity: .75 }
      ul { list-style: none; padding: 0; display: grid; gap: .75rem }
      a { display: block; padding: 1rem 1.25rem; border: 1px solid color-mix(in srgb, currentColor 25%, transparent);
          border-radius: .75rem; color: inherit; text-decoration: none }
      a:hover, a:focus-visible { border-color: currentColor; outline: none }
      a strong { display: block }
      a span { opacity: .7 }
    </style>
  </head>
  <body>
    <h1>Evertill</h1>
    <p>The till that never stops. This server is running.</p>
    <ul>
      <li><a href="/register/"><strong>Open the till</strong><span>Sell in this browser, also with the line down</span></a></li>
      <li><a href="/swagger/"><strong>Try the API</strong><span>Every operation, with a form to send it</span></a></li>
      <li><a href="/redoc/"><strong>Read the API</strong><span>The same, as a reference</span></a></li>
      <li><a href="/openapi.json"><strong>OpenAPI 3.1</strong><span>The ground truth, for your tools</span></a></li>
      <li><a href="/asyncapi.json"><strong>AsyncAPI 3.0</strong><span>What is told, as events</span></a></li>
      <li><a href="/openapi.nexis.json"><strong>OpenAPI 3.1, Nexis casing</strong><span>The same API with camelCase names and PascalCase words</span></a></li>
      <li><a href="/health/ready"><strong>Health</strong><span>Is everything ready?</span></a></li>
    </ul>
  </body>
</html>`;

export function addStartPage(app: PageHost): void {
  app.get('/', (_, reply) => reply.type('text/html; charset=utf-8').send(page));
}
