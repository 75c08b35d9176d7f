import { describe, expect, it } from 'vitest';
import { POST as cancelCommand } from '@/app/api/v1/commands/[commandId]/cancel/route';
import { POST as queueCommand } from '@/app/api/v1/devices/[deviceId]/commands/route';
import { GET as whoCalls } from '@/app/api/v1/people/me/route';
import { POST as changePassword } from '@/app/api/v1/people/me/password/route';
import { PATCH as updatePerson } from '@/app/api/v1/people/[id]/route';
import { POST as createToken } from '@/app/api/v1/tokens/route';
import { DELETE as revokeToken } from '@/app/api/v1/tokens/[tokenId]/route';
import { Problem } from '@/lib/console/http/api-problem';
import { call, startTestConsole } from '@/lib/console/testing/test-console';
import { markDelivered } from '@/lib/domain/commands/command-lifecycle';
import { CommandView } from '@/lib/domain/commands/contract';
import { Caller } from '@/lib/domain/people/contract';
import { TokenIssued } from '@/lib/domain/tokens/contract';
import { seedDevice } from '@/scripts/testing/seed-device';

const { db, signedIn } = await startTestConsole();
const post = { method: 'POST' };
let phones = 0;

const aDevice = () => seedDevice(db, { mailbox: `m${(phones += 1)}@example.com`, easDeviceId: `D${phones}` });
const order = { kind: 'wipe', reason: 'left in a taxi' };

describe('an order', () => {
  it('that is repeated with its key is the same order, not a refusal', async () => {
    const { cookie } = await signedIn('helpdesk');
    const path = { deviceId: (await aDevice()).id };
    const headers = { 'idempotency-key': 'dialog-1' };
    const first = CommandView.parse(
      await (await call(queueCommand, { ...post, path, body: order, cookie, headers })).json(),
    );
    const second = await call(queueCommand, { ...post, path, body: order, cookie, headers });
    expect(second.status).toBe(201);
    expect(CommandView.parse(await second.json()).id).toBe(first.id);

    const other = await call(queueCommand, { ...post, path, body: { ...order, kind: 'delete' }, cookie, headers });
    expect(Problem.parse(await other.json())).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    const unnamed = await call(queueCommand, { ...post, path, body: order, cookie });
    expect(Problem.parse(await unnamed.json())).toMatchObject({ status: 409, code: 'command_already_open' });
  });

  it('that is cancelled too late is refused with the time it was delivered', async () => {
    const { cookie } = await signedIn('helpdesk');
    const path = { deviceId: (await aDevice()).id };
    const queued = CommandView.parse(await (await call(queueCommand, { ...post, path, body: order, cookie })).json());
    const at = new Date('2026-03-01T08:00:00.000Z');
    const engine = {
      db,
      actor: { kind: 'device', id: 'x', name: 'x', role: null },
      requestId: 'r',
      address: '198.51.100.1',
      now: () => at,
    } as const;
    await markDelivered(engine, queued.id, { address: '198.51.100.1', protocolVersion: '16.1' });
    const late = { ...post, path: { commandId: queued.id }, body: { reason: 'found it' }, cookie };
    const refused = await call(cancelCommand, late);
    expect(Problem.parse(await refused.json())).toMatchObject({
      code: 'command_not_cancellable',
      details: { deliveredAt: at.toISOString(), deliveredAddress: '198.51.100.1' },
    });
  });

  it('stands in the history under the request id of its answer, with who, why and from where', async () => {
    const person = await signedIn('helpdesk');
    const path = { deviceId: (await aDevice()).id };
    const headers = { 'x-mobileadmin-client-address': '203.0.113.9' };
    const response = await call(queueCommand, { ...post, path, body: order, cookie: person.cookie, headers });
    const requestId = response.headers.get('x-request-id');
    expect(await db.auditEvent.findFirst({ where: { requestId, action: 'command_queued' } })).toMatchObject({
      actorId: person.id,
      actorRole: 'HELPDESK',
      address: '203.0.113.9',
      reason: order.reason,
    });
  });
});

describe('a session', () => {
  it('goes on after its own change of password, under a new cookie; every other one of the person ends', async () => {
    const person = await signedIn('helpdesk');
    const body = { currentPassword: person.password, newPassword: 'another long passphrase' };
    const response = await call(changePassword, { ...post, body, cookie: person.cookie });
    expect(response.status).toBe(204);
    const [renewed = ''] = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
    expect(response.headers.getSetCookie()[0]).toMatch(/; HttpOnly; SameSite=Lax$/);
    expect((await call(whoCalls, { cookie: renewed })).status).toBe(200);
    expect((await call(whoCalls, { cookie: person.cookie })).status).toBe(401);
  });

  it('has the new name at once, and the old role never again', async () => {
    const admin = await signedIn('administrator');
    const person = await signedIn('helpdesk');
    const change = (body: object) =>
      call(updatePerson, { method: 'PATCH', path: { id: person.id }, body, cookie: admin.cookie });
    await change({ name: 'New Name' });
    const caller = Caller.parse(await (await call(whoCalls, { cookie: person.cookie })).json());
    expect(caller).toEqual({ kind: 'person', id: person.id, name: 'New Name', role: 'helpdesk', email: person.email });
    await change({ role: 'administrator' });
    expect((await call(whoCalls, { cookie: person.cookie })).status).toBe(401);
  });
});

describe('a token', () => {
  it('may do what its role may, without a session, until it is revoked', async () => {
    const { cookie } = await signedIn('administrator');
    const made = await call(createToken, { ...post, body: { name: 'nightly', role: 'helpdesk' }, cookie });
    const { token, id } = TokenIssued.parse(await made.json());
    const headers = { origin: 'https://elsewhere.example' };
    const path = { deviceId: (await aDevice()).id };
    expect((await call(queueCommand, { ...post, path, body: order, token, headers })).status).toBe(201);
    const more = await call(createToken, { ...post, body: { name: 'more', role: 'administrator' }, token, headers });
    expect(Problem.parse(await more.json()).code).toBe('permission_denied');
    const own = await call(changePassword, {
      ...post,
      body: { currentPassword: 'x', newPassword: 'another long passphrase' },
      token,
    });
    expect(Problem.parse(await own.json()).code).toBe('permission_denied');

    await call(revokeToken, { method: 'DELETE', path: { tokenId: id }, cookie });
    expect(Problem.parse(await (await call(whoCalls, { token })).json()).code).toBe('token_invalid');
  });
});
