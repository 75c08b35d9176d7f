'use client';

import './globals.css';

interface GlobalErrorProps {
  error: unknown;
  retry: () => void;
}

/** Last resort, when not even the root layout could be rendered: no texts can be loaded, so it speaks both languages. */
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : null;
  return (
    <html lang="en">
      <head>
        <title>Mobileadmin</title>
      </head>
      <body>
        <main className="mx-auto flex max-w-xl flex-col gap-3 p-6">
          <h1 className="text-xl font-semibold">Mobileadmin could not show this page</h1>
          <p>Something failed on the server. Try again in a moment.</p>
          <p lang="de">Auf dem Server ist etwas fehlgeschlagen. Versuchen Sie es gleich noch einmal.</p>
          {digest && <p className="text-muted">{digest}</p>}
          <p>
            <button
              type="button"
              onClick={retry}
              className="min-h-9 rounded-md border border-line-strong bg-surface px-3"
            >
              Try again / <span lang="de">Noch einmal versuchen</span>
            </button>
          </p>
        </main>
      </body>
    </html>
  );
}
