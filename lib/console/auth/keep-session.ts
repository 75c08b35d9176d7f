const EVERY_MS = 10 * 60 * 1000;

/**
 * Keeps the session from ending while somebody works: a touch of key or pointer renews it, at most every ten minutes.
 * What the page fetches by itself does not count, so that an abandoned one does end.
 *
 * @returns stops it
 */
export function keepSession(): () => void {
  let renewedAt = Date.now();
  const renew = () => {
    if (Date.now() - renewedAt < EVERY_MS) return;
    renewedAt = Date.now();
    // A failure needs no answer here: whatever the person does next tells them.
    fetch('/api/auth/session', { credentials: 'same-origin', cache: 'no-store' }).catch(() => undefined);
  };
  const listening = new AbortController();
  const options = { signal: listening.signal, passive: true, capture: true };
  for (const event of ['pointerdown', 'keydown']) window.addEventListener(event, renew, options);
  return () => listening.abort();
}
