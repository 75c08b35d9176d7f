import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { expect, test } from './fixtures/test';
import { SettingsPage } from './pages/settings-page';
import { CommandView } from '@/lib/domain/commands/contract';
import { DevicePage } from '@/lib/domain/devices/contract';

test('a token made in the settings lets a script in until it is revoked', async ({
  administratorPage,
  phones,
  system,
}) => {
  const phone = await phones.connect({ habits: { sleepsAfterSetUp: true } });
  const name = `inventory ${randomUUID()}`;
  const settings = new SettingsPage(administratorPage);
  await settings.open();
  const token = await settings.createToken(name, 'Helpdesk');
  expect(token).toMatch(/^mat_/);

  const call = (
    path: string,
    { headers, ...init }: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
  ) =>
    fetch(`${system.consoleUrl}/api/v1${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    });
  const found = await call(`/devices?search=${phone.easDeviceId}`);
  expect(DevicePage.parse(await found.json()).devices.map(({ id }) => id)).toEqual([phone.deviceId]);

  // The same key finds the same order: a script that got no answer may simply repeat itself.
  const key = randomUUID();
  const body = JSON.stringify({ kind: 'wipe', reason: 'by a script' });
  const path = `/devices/${phone.deviceId}/commands`;
  const orders = await Promise.all(
    [1, 2].map(() => call(path, { method: 'POST', body, headers: { 'idempotency-key': key } })),
  );
  const [first, second] = await Promise.all(orders.map(async (order) => CommandView.parse(await order.json())));
  expect(second?.id).toBe(first?.id);
  expect(first?.queuedBy).toBe(name);

  const other = await call(path, { method: 'POST', body, headers: { 'idempotency-key': randomUUID() } });
  expect(other.status).toBe(409);
  expect(other.headers.get('content-type')).toContain('application/problem+json');
  const problem = z.object({ type: z.string(), title: z.string(), status: z.number(), requestId: z.string() });
  expect(problem.extend({ code: z.string() }).parse(await other.json())).toMatchObject({
    code: 'command_already_open',
    status: 409,
  });
  const invalid = await call(path, { method: 'POST', body: JSON.stringify({ kind: 'explode', reason: '' }) });
  expect(invalid.status).toBe(422);
  expect(await invalid.json()).toMatchObject({ code: 'invalid_input', errors: expect.any(Array) });
  expect((await call('/history')).status).toBe(403);

  await settings.revokeToken(name);
  const revoked = await call('/devices');
  expect(revoked.status).toBe(401);
  expect(await revoked.json()).toMatchObject({ code: 'token_invalid' });
});

test('the description of the API is complete enough to call it', async ({ system }) => {
  const answer = await fetch(`${system.consoleUrl}/api/v1/openapi.json`);
  expect(answer.status).toBe(200);
  const description = z
    .object({ openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(await answer.json());
  expect(description.openapi).toMatch(/^3\.1/);
  const paths = Object.keys(description.paths).join(' ');
  for (const part of ['/devices', '/commands/{commandId}/cancel', '/policies', '/exceptions', '/history', '/tokens']) {
    expect(paths).toContain(part);
  }
});
