import { describe, expect, it } from 'vitest';
import { encodeBase64Query } from '@/lib/protocol/http/base64-query';
import { deviceIdKey } from '@/lib/protocol/http/eas-request-line';
import { knownProtocolVersions } from '@/lib/protocol/eas/protocol-version';
import { parseEasQuery } from '@/lib/protocol/http/parse-eas-query';
import { encodePlainQuery } from '@/lib/protocol/http/plain-query';

const PLAIN = 'Cmd=Ping&User=alice&DeviceId=ApplDNXYZ&DeviceType=iPhone';
const headers = { 'ms-asprotocolversion': '16.1' };
const refusal = (error: object) => expect.objectContaining({ name: 'EasQueryError', ...error });

const bytes = (...parts: (number | string)[]): string =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.of(part))),
  ).toString('base64');

describe('the plain form', () => {
  it('gives command, device, version and what is not there', () => {
    expect(parseEasQuery(PLAIN, headers)).toEqual({
      form: 'plain',
      command: 'Ping',
      protocolVersion: '16.1',
      user: 'alice',
      deviceId: 'ApplDNXYZ',
      isProbe: false,
      deviceType: 'iPhone',
      policyKey: { kind: 'absent' },
      acceptMultipart: false,
      parameters: { saveInSent: false },
    });
  });

  it('does not depend on order and case', () => {
    const line = parseEasQuery('deviceTYPE=iPhone&deviceid=ApplDNXYZ&user=alice&cmd=PING', headers);
    expect(line).toEqual(parseEasQuery(PLAIN, headers));
  });

  it.each([
    ['DOMAIN%5Calice', 'DOMAIN\\alice'],
    ['DOMAIN\\alice', 'DOMAIN\\alice'],
    ['alice%40example.com', 'alice@example.com'],
    ['alice+work%40example.com', 'alice+work@example.com'],
    ['J%C3%BCrgen', 'Jürgen'],
    ['100%', '100%'],
  ])('reads the user %s as %s', (sent, user) => {
    expect(parseEasQuery(PLAIN.replace('User=alice', `User=${sent}`), headers).user).toBe(user);
  });

  it('reads the parameters of mail commands', () => {
    const query = `${PLAIN.replace('Ping', 'SmartReply')}&CollectionId=5&ItemId=5%3a77&LongId=L&Occurrence=O&SaveInSent=T&AttachmentName=a`;
    expect(parseEasQuery(query, headers).parameters).toEqual({
      attachmentName: 'a',
      collectionId: '5',
      itemId: '5:77',
      longId: 'L',
      occurrence: 'O',
      saveInSent: true,
    });
  });

  it.each([
    [undefined, { kind: 'absent' }],
    ['', { kind: 'absent' }],
    ['0', { kind: 'present', value: 0 }],
    ['4294967295', { kind: 'present', value: 4_294_967_295 }],
    ['4294967296', { kind: 'present', value: 0 }],
    ['-1', { kind: 'present', value: 0 }],
    ['nonsense', { kind: 'present', value: 0 }],
  ])('tells a policy key %o from none at all, and takes nonsense for 0', (key, policyKey) => {
    expect(parseEasQuery(PLAIN, { ...headers, 'x-ms-policykey': key }).policyKey).toEqual(policyKey);
  });

  it('takes the multipart wish from its header', () => {
    expect(parseEasQuery(PLAIN, { ...headers, 'ms-asacceptmultipart': 'T' }).acceptMultipart).toBe(true);
  });

  it('assumes the oldest version if none is named', () => {
    expect(parseEasQuery(PLAIN, {}).protocolVersion).toBe('12.1');
  });

  it('reports the first look around of Android as such', () => {
    const probe = PLAIN.replace('ApplDNXYZ', 'validate');
    expect([parseEasQuery(probe, headers).isProbe, parseEasQuery(PLAIN, headers).isProbe]).toEqual([true, false]);
  });

  it.each(['androidc1234567890', 'a'.repeat(64), '{01234567-89ab-cdef-0123-456789abcdef}', 'with_underscore.and-more'])(
    'takes the device id %s',
    (deviceId) => {
      expect(parseEasQuery(PLAIN.replace('ApplDNXYZ', deviceId), headers).deviceId).toBe(deviceId);
    },
  );

  it.each([
    ['nothing', '', { code: 'query_missing' }],
    ['no command', 'User=a&DeviceId=x&DeviceType=y', { code: 'command_missing' }],
    [
      'an unknown command',
      PLAIN.replace('Ping', 'Pong'),
      { code: 'command_unknown', context: { protocolVersion: '16.1' } },
    ],
    [
      'no device id',
      PLAIN.replace('DeviceId', 'X'),
      { code: 'device_id_missing', context: { command: 'Ping', protocolVersion: '16.1' } },
    ],
    ['an empty device id', PLAIN.replace('ApplDNXYZ', ''), { code: 'device_id_missing' }],
    ['a device id with a comma', PLAIN.replace('ApplDNXYZ', 'a,b'), { code: 'device_id_invalid' }],
    ['a device id that breaks lines', PLAIN.replace('ApplDNXYZ', 'a%0d%0ab'), { code: 'device_id_invalid' }],
    ['a device id that is far too long', PLAIN.replace('ApplDNXYZ', 'a'.repeat(129)), { code: 'device_id_invalid' }],
    ['no device type', PLAIN.replace('DeviceType', 'X'), { code: 'device_type_missing' }],
    ['a device type with control characters', PLAIN.replace('iPhone', 'i%00Phone'), { code: 'device_type_invalid' }],
    ['a query beyond any use', `${PLAIN}&X=${'x'.repeat(5000)}`, { code: 'query_too_long' }],
    ['text that is neither form', 'hello=world', { code: 'query_unreadable' }],
  ])('refuses %s', (_what, query, error) => expect(() => parseEasQuery(query, headers)).toThrow(refusal(error)));

  it('takes 2.5 where that is served, and never in the base64 form', () => {
    const old = { 'ms-asprotocolversion': '2.5' };
    expect(parseEasQuery(PLAIN, old, knownProtocolVersions).protocolVersion).toBe('2.5');
    expect(parseEasQuery(PLAIN, {}, knownProtocolVersions).protocolVersion).toBe('12.1');
    const query = bytes(25, 18, 9, 4, 1, 'x', 0, 1, 'y');
    expect(() => parseEasQuery(query, {}, knownProtocolVersions)).toThrow(refusal({ code: 'version_unsupported' }));
  });

  it.each(['2.5', '12.0', '17.0', 'x'])('refuses version %s', (version) => {
    expect(() => parseEasQuery(PLAIN, { 'ms-asprotocolversion': version })).toThrow(
      refusal({ code: 'version_unsupported' }),
    );
  });

  it('reads back what the client writes', () => {
    const input = {
      command: 'Sync',
      user: 'DOMAIN\\ä b+c&d=e',
      deviceId: 'x1',
      deviceType: 'A&B',
      parameters: { ItemId: '5:%' },
    };
    const line = parseEasQuery(encodePlainQuery(input), headers);
    expect(line).toMatchObject({ user: input.user, deviceType: 'A&B', parameters: { itemId: '5:%' } });
  });
});

describe('the base64 form', () => {
  it('reads the example of the specification', () => {
    expect(parseEasQuery('jAAJBAp2MTQwRGV2aWNlAApTbWFydFBob25l', {})).toEqual({
      form: 'base64',
      command: 'Sync',
      protocolVersion: '14.0',
      deviceId: 'v140Device',
      isProbe: false,
      deviceType: 'SmartPhone',
      policyKey: { kind: 'absent' },
      locale: 0x0409,
      acceptMultipart: false,
      parameters: { saveInSent: false },
    });
  });

  const whole = {
    protocolVersion: '16.1',
    command: 'SmartReply',
    deviceId: 'SEC17CD1A3E9E3F2',
    deviceType: 'SAMSUNGSMS921B',
    policyKey: 0xfedc_ba98,
    locale: 0x0407,
    parameters: { CollectionId: '5', ItemId: '5:77', LongId: 'L', Occurrence: 'O', AttachmentName: 'a', User: 'alice' },
    saveInSent: true,
    acceptMultipart: true,
  } as const;
  const standard = encodeBase64Query(whole);

  it('reads back what the client writes', () => {
    expect(parseEasQuery(standard, {})).toEqual({
      form: 'base64',
      command: 'SmartReply',
      protocolVersion: '16.1',
      user: 'alice',
      deviceId: 'SEC17CD1A3E9E3F2',
      isProbe: false,
      deviceType: 'SAMSUNGSMS921B',
      policyKey: { kind: 'present', value: 0xfedc_ba98 },
      locale: 0x0407,
      acceptMultipart: true,
      parameters: {
        attachmentName: 'a',
        collectionId: '5',
        itemId: '5:77',
        longId: 'L',
        occurrence: 'O',
        saveInSent: true,
      },
    });
  });

  it.each([
    ['without padding', standard.replace(/=+$/, '')],
    ['in the alphabet for URLs', Buffer.from(standard, 'base64').toString('base64url')],
    ['percent-encoded', encodeURIComponent(standard)],
  ])('is read %s', (_what, query) => expect(parseEasQuery(query, {})).toEqual(parseEasQuery(standard, {})));

  it('reads characters that differ between the alphabets', () => {
    const query = bytes(161, 18, 0xfb, 0xff, 2, 'x1', 4, 0xff, 0xff, 0xff, 0xff, 2, 'PC', 6, 3, 0xfb, 0xef, 0xbe);
    expect(query).toMatch(/[+/]/);
    const urlSafe = query.replaceAll('+', '-').replaceAll('/', '_');
    expect(parseEasQuery(urlSafe, {})).toEqual(parseEasQuery(query, {}));
    expect(parseEasQuery(query, {}).policyKey).toEqual({ kind: 'present', value: 0xffff_ffff });
  });

  it('takes its fields, not the headers of the same meaning', () => {
    const line = parseEasQuery(standard, { 'ms-asprotocolversion': '12.1', 'x-ms-policykey': '7' });
    expect(line).toMatchObject({ protocolVersion: '16.1', policyKey: { value: 0xfedc_ba98 } });
  });

  it('tells a key of 0 from none', () => {
    expect(parseEasQuery(encodeBase64Query({ ...whole, policyKey: 0 }), {}).policyKey).toEqual({
      kind: 'present',
      value: 0,
    });
    expect(parseEasQuery(encodeBase64Query({ ...whole, policyKey: undefined }), {}).policyKey).toEqual({
      kind: 'absent',
    });
  });

  it('gives a device that is named in text the same id as in the plain form', () => {
    const plain = parseEasQuery(PLAIN.replace('ApplDNXYZ', whole.deviceId), headers);
    expect(parseEasQuery(standard, {}).deviceId).toBe(plain.deviceId);
  });

  it('writes the bytes of a GUID in hexadecimal', () => {
    const query = bytes(141, 18, 9, 4, 4, 0x00, 0xde, 0xad, 0x01, 0, 2, 'PC');
    expect(parseEasQuery(query, {}).deviceId).toBe('00dead01');
  });

  it.each([
    [
      'an unknown command',
      bytes(141, 99, 9, 4, 1, 'x', 0, 1, 'y'),
      { code: 'command_unknown', context: { protocolVersion: '14.1' } },
    ],
    ['version 12.0, which has no such form', bytes(120, 0, 9, 4, 1, 'x', 0, 1, 'y'), { code: 'version_unsupported' }],
    ['a version that never was', bytes(200, 0, 9, 4, 1, 'x', 0, 1, 'y'), { code: 'query_unreadable' }],
    [
      'an empty device id',
      bytes(141, 0, 9, 4, 0, 0, 1, 'y'),
      { code: 'device_id_missing', context: { command: 'Sync', protocolVersion: '14.1' } },
    ],
    ['a policy key of three bytes', bytes(141, 0, 9, 4, 1, 'x', 3, 1, 2, 3, 1, 'y'), { code: 'policy_key_invalid' }],
    ['an empty device type', bytes(141, 0, 9, 4, 1, 'x', 0, 0), { code: 'device_type_missing' }],
    [
      'a parameter that is longer than the query',
      bytes(141, 0, 9, 4, 1, 'x', 0, 1, 'y', 8, 200, 'a'),
      { code: 'query_truncated' },
    ],
    ['what is no base64', 'jAAJ{}', { code: 'query_unreadable' }],
  ])('refuses %s', (_what, query, error) => expect(() => parseEasQuery(query, {})).toThrow(refusal(error)));

  it('refuses a query that is cut short, at every byte', () => {
    const all = Buffer.from('jAAJBAp2MTQwRGV2aWNlAApTbWFydFBob25l', 'base64');
    for (let length = 1; length < all.length; length += 1) {
      expect(() => parseEasQuery(all.subarray(0, length).toString('base64'), {})).toThrow(
        refusal({ code: 'query_truncated' }),
      );
    }
  });

  it('does not write a field that is too long for its length octet', () => {
    expect(() => encodeBase64Query({ ...whole, deviceType: 'x'.repeat(256) })).toThrow(RangeError);
  });
});

it('compares device ids without regard to case', () => {
  expect(deviceIdKey('ApplDNXYZ')).toBe(deviceIdKey('appldnxyz'));
});
