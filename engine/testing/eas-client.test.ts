import { afterEach, describe, expect, it } from 'vitest';
import { writeFolderSyncResponse } from '@/lib/protocol/eas/folder-sync';
import { writePingResponse } from '@/lib/protocol/eas/ping';
import { writeProvisionResponse } from '@/lib/protocol/eas/provision';
import { el } from '@/lib/protocol/wbxml/element';
import { judge, retryAfterMs } from '@/engine/testing/eas-answer';
import { EasClient, type EasClientConfig } from '@/engine/testing/eas-client';
import {
  type PeerAnswer,
  type PeerQuestion,
  type ScriptedPeer,
  startScriptedPeer,
} from '@/engine/testing/scripted-peer';

let peer: ScriptedPeer | null = null;

afterEach(async () => {
  await peer?.close();
  peer = null;
});

async function client(
  answer: (question: PeerQuestion) => PeerAnswer | Promise<PeerAnswer>,
  config: Partial<EasClientConfig> = {},
) {
  peer = await startScriptedPeer(answer);
  const made = new EasClient({
    engineUrl: peer.url,
    user: 'EXAMPLE\\alice',
    password: 'p:ß',
    deviceId: 'ApplDNXYZ',
    deviceType: 'iPhone',
    userAgent: 'Apple-iPhone15C4/2206.76',
    protocolVersion: '16.1',
    ...config,
  });
  return { client: made, questions: peer.questions };
}

const folders = { status: 1, syncKey: '1', changes: { added: [], updated: [], deleted: [] } };

describe('the client', () => {
  it.each(['plain', 'base64'] as const)('says who it is in the %s form', async (queryForm) => {
    const { client: phone, questions } = await client(() => ({ element: writeFolderSyncResponse(folders) }), {
      queryForm,
      policyKey: 77,
    });
    const answer = await phone.folderSync('0');
    expect(answer).toMatchObject({ http: 200, response: folders });
    expect(questions).toMatchObject([
      {
        line: {
          form: queryForm,
          command: 'FolderSync',
          protocolVersion: '16.1',
          deviceId: 'ApplDNXYZ',
          deviceType: 'iPhone',
          policyKey: { kind: 'present', value: 77 },
        },
        headers: { 'user-agent': 'Apple-iPhone15C4/2206.76', 'content-type': 'application/vnd.ms-sync.wbxml' },
        credentials: { raw: 'EXAMPLE\\alice', password: 'p:ß' },
        element: { name: 'FolderSync' },
      },
    ]);
  });

  it.each(['plain', 'base64'] as const)(
    'sends no policy key in the %s form if it cannot provision',
    async (queryForm) => {
      const { client: phone, questions } = await client(() => ({ http: 449 }), { queryForm, policyKey: null });
      await phone.folderSync('0');
      expect(questions[0]?.line.policyKey).toEqual({ kind: 'absent' });
    },
  );

  it('leaves the policy key off a Ping, as phones do', async () => {
    const { client: phone, questions } = await client(() => ({ element: writePingResponse({ status: 1 }) }), {
      policyKey: 77,
    });
    const answer = await phone.ping({ heartbeatSeconds: 60 });
    expect(answer.response).toEqual({ status: 1 });
    expect(questions[0]?.line.policyKey).toEqual({ kind: 'absent' });
  });

  it('sends a Ping that repeats everything without a body', async () => {
    const { client: phone, questions } = await client(() => ({ element: writePingResponse({ status: 1 }) }));
    await phone.ping({});
    expect(questions[0]?.element).toBeUndefined();
    expect(questions[0]?.headers).toMatchObject({ 'content-length': '0' });
  });

  it('reads versions and commands', async () => {
    const { client: phone } = await client(() => ({}));
    expect(await phone.options()).toMatchObject({
      http: 200,
      versions: ['12.1', '14.0', '14.1', '16.0', '16.1'],
      commands: ['Sync', 'Ping'],
    });
  });

  it.each([true, false])(
    'reads answers packed or not (packed: %s) and counts the bytes that came',
    async (acceptsGzip) => {
      const changes = {
        added: Array.from({ length: 100 }, (_each, index) => ({
          serverId: String(index),
          parentId: '0',
          displayName: 'Folder',
          type: 12 as const,
        })),
        updated: [],
        deleted: [],
      };
      const { client: phone } = await client(() => ({ element: writeFolderSyncResponse({ ...folders, changes }) }), {
        acceptsGzip,
      });
      const answer = await phone.folderSync('0');
      expect(answer.response?.changes).toEqual(changes);
      expect(answer.wireBytes < answer.body.length).toBe(acceptsGzip);
    },
  );

  it('takes a Sync without a body for one without news', async () => {
    const { client: phone } = await client(() => ({}));
    expect(await phone.sync({ collections: [], hold: { unit: 'minutes', value: 5 }, isPartial: true })).toMatchObject({
      http: 200,
      response: undefined,
    });
  });

  it('gives up a held Ping when told to, and the server notices', async () => {
    const stop = new AbortController();
    const { client: phone } = await client(() => {
      stop.abort();
      return new Promise<never>(() => undefined);
    });
    await expect(phone.ping({ heartbeatSeconds: 600 }, { signal: stop.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  it('does not wait for ever', async () => {
    const { client: phone } = await client(() => new Promise<never>(() => undefined), { timeoutMs: 30 });
    await expect(phone.folderSync('0')).rejects.toThrow('no answer within 30 ms');
  });

  it('keeps a document that it did not expect readable', async () => {
    const { client: phone } = await client(() => ({ element: el('Ping', 'Ping') }));
    expect(await phone.folderSync('0')).toMatchObject({ http: 200, element: { name: 'Ping' }, response: undefined });
  });

  it('asks for a wipe with an empty Provision', async () => {
    const { client: phone, questions } = await client(() => ({
      element: writeProvisionResponse({ status: 1, remoteWipe: true }),
    }));
    expect((await phone.provision({})).response).toMatchObject({ status: 1, remoteWipe: true });
    expect(questions[0]?.element).toEqual(el('Provision', 'Provision'));
  });
});

describe('a verdict', () => {
  it.each([
    [{ http: 200, element: writeFolderSyncResponse(folders) }, 'ok'],
    [{ http: 200 }, 'ok'],
    [{ http: 200, element: writeFolderSyncResponse({ status: 9 }) }, 'ok'],
    [{ http: 200, element: writeFolderSyncResponse({ status: 140 }) }, 'provision'],
    [{ http: 200, element: writeFolderSyncResponse({ status: 142 }) }, 'provision'],
    [{ http: 200, element: writeFolderSyncResponse({ status: 144 }) }, 'provision'],
    [{ http: 200, element: writeFolderSyncResponse({ status: 129 }) }, 'blocked'],
    [{ http: 200, element: writeFolderSyncResponse({ status: 111 }) }, 'later'],
    [{ http: 200, element: writeFolderSyncResponse({ status: 110 }) }, 'failed'],
    [{ http: 449 }, 'provision'],
    [{ http: 403 }, 'forbidden'],
    [{ http: 401 }, 'sign-in'],
    [{ http: 503 }, 'later'],
    [{ http: 500 }, 'failed'],
  ])('%# is as mail apps take it', (answer, verdict) => {
    expect(judge({ ...answer, headers: {}, body: new Uint8Array(), wireBytes: 0 })).toBe(verdict);
  });

  it('comes with the wait that the server asks for', () => {
    const answer = { http: 503, body: new Uint8Array(), wireBytes: 0 };
    expect(retryAfterMs({ ...answer, headers: { 'retry-after': '120' } })).toBe(120_000);
    expect(retryAfterMs({ ...answer, headers: {} })).toBeUndefined();
  });
});
