import { describe, expect, it } from 'vitest';
import type { BackendUnderTest } from './backend-under-test';
import { never } from './signed-in-backend';

/** How a back end tells who is who. */
export function describeSigningIn(name: string, start: () => Promise<BackendUnderTest>): void {
  describe(`${name} keeps the contract of back ends: signing in`, () => {
    it('gives one canonical mailbox name for every form of the user name', async () => {
      const { backend, usernames, password, mailbox } = await start();
      for (const username of usernames) {
        const credentials = { username, password, clientAddress: null };
        expect(await backend.authenticate(credentials, never)).toMatchObject({ mailbox, credentials });
      }
    });

    it('refuses a wrong password, an empty one and an unknown form of name', async () => {
      const { backend, usernames, password } = await start();
      const attempt = (username: string, typed: string) =>
        backend.authenticate({ username, password: typed, clientAddress: null }, never);
      const username = usernames[0] ?? '';
      expect(await attempt(username, `${password}x`)).toBeNull();
      expect(await attempt(username, '')).toBeNull();
      expect(await attempt('no such\r\nname', password)).toBeNull();
    });
  });
}
