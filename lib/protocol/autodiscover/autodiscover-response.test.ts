import { describe, expect, it } from 'vitest';
import {
  type AutodiscoverResponse,
  readAutodiscoverResponse,
  writeAutodiscoverResponse,
} from '@/lib/protocol/autodiscover/autodiscover-response';
import { autodiscoverNamespace } from '@/lib/protocol/autodiscover/autodiscover-schema';
import { readXml } from '@/lib/protocol/autodiscover/read-xml';

const user = { emailAddress: 'a&b@example.com', displayName: 'Änne <Admin>' };
const error: AutodiscoverResponse = {
  kind: 'error',
  code: 601,
  message: 'Provider is not available',
  at: new Date('2026-03-04T09:15:07.123Z'),
  id: '4711',
};

const trip = (response: AutodiscoverResponse) =>
  readAutodiscoverResponse(Buffer.from(writeAutodiscoverResponse(response)));

describe('an answer of Autodiscover', () => {
  it('names the servers', () => {
    const servers = [
      { type: 'MobileSync', url: 'https://mail.example.com/Microsoft-Server-ActiveSync', name: 'mail' },
      { type: 'CertEnroll', url: 'https://ca.example.com/', serverData: 'CertEnrollTemplate' },
    ] as const;
    expect(trip({ kind: 'settings', ...user, servers })).toEqual({ ...user, culture: 'en:us', servers });
  });

  it('stands in the namespaces that clients look for', () => {
    const root = readXml(Buffer.from(writeAutodiscoverResponse({ kind: 'settings', ...user, servers: [] })));
    expect(root).toMatchObject({ name: 'Autodiscover', namespace: autodiscoverNamespace.response });
    const [response] = root.children;
    expect(response).toMatchObject({ name: 'Response', namespace: autodiscoverNamespace.mobilesyncResponse });
    expect(response?.children.map(({ name, namespace }) => [name, namespace])).toEqual(
      ['Culture', 'User', 'Action'].map((name) => [name, autodiscoverNamespace.mobilesyncResponse]),
    );
  });

  it('leads to another address', () => {
    const response = { kind: 'redirect', ...user, culture: 'de:de', address: 'a@other.example.com' } as const;
    expect(trip(response)).toMatchObject({ culture: 'de:de', redirect: 'a@other.example.com', servers: [] });
  });

  it('says why there is no server', () => {
    const response = { kind: 'failure', ...user, status: 2, message: 'No', debugData: 'User' } as const;
    expect(trip(response)).toMatchObject({ errorCode: 2, emailAddress: user.emailAddress });
  });

  it('refuses a schema in the namespace around it, which a client of any schema reads', () => {
    expect(writeAutodiscoverResponse(error)).toBe(
      '<?xml version="1.0" encoding="utf-8"?>\n' +
        `<Autodiscover xmlns="${autodiscoverNamespace.response}"><Response>` +
        '<Error Time="09:15:07.1230000" Id="4711"><ErrorCode>601</ErrorCode>' +
        '<Message>Provider is not available</Message><DebugData/></Error></Response></Autodiscover>',
    );
    expect(trip(error)).toMatchObject({ errorCode: 601, servers: [] });
  });

  it('that is no XML is not read', () => {
    expect(() => readAutodiscoverResponse(Buffer.from('<html>'))).toThrow(
      expect.objectContaining({ name: 'XmlError' }),
    );
  });
});
