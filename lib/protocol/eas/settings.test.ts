import { describe, expect, it } from 'vitest';
import {
  readSettingsRequest,
  readSettingsResponse,
  type SettingsRequest,
  writeSettingsRequest,
  writeSettingsResponse,
} from '@/lib/protocol/eas/settings';
import { child, type EasElement, el } from '@/lib/protocol/wbxml/element';
import { vector } from '@/lib/protocol/wbxml/testdata/vector';

const settings = (...children: ReturnType<typeof el>[]) => el('Settings', 'Settings', children);

describe('requests', () => {
  const cases: [string, SettingsRequest][] = [
    [
      'settings-device-info-request',
      {
        queries: [
          {
            property: 'DeviceInformation',
            action: 'set',
            device: {
              model: 'iPhone15C2',
              friendlyName: 'iPhone',
              os: 'iOS 17.5.1 21F90',
              userAgent: 'Apple-iPhone15C2/2105.90',
            },
          },
        ],
      },
    ],
    [
      'settings-devicepassword-request',
      { queries: [{ property: 'DevicePassword', action: 'set', password: 'J7QK-1M2P-88ZT' }] },
    ],
  ];

  it.each(cases)('%s is read, and written by our client alike', (name, request) => {
    expect(readSettingsRequest(vector(name))).toEqual(request);
    expect(writeSettingsRequest(request)).toEqual(vector(name));
  });

  it('keep their order, which is the order of the answer', () => {
    const request: SettingsRequest = {
      queries: [
        { property: 'UserInformation', action: 'get' },
        { property: 'Oof', action: 'get', bodyType: 'TEXT' },
        { property: 'RightsManagementInformation', action: 'get' },
        { property: 'DevicePassword', action: 'set', password: '' },
      ],
    };
    expect(readSettingsRequest(writeSettingsRequest(request))).toEqual(request);
  });

  it('set automatic replies', () => {
    const oof = {
      state: 2,
      startTime: '2026-07-01T00:00:00.000Z',
      endTime: '2026-07-15T00:00:00.000Z',
      messages: [{ audience: 'internal', isEnabled: true, replyMessage: 'Away', bodyType: 'TEXT' }],
    } as const;
    const request: SettingsRequest = { queries: [{ property: 'Oof', action: 'set', oof }] };
    expect(readSettingsRequest(writeSettingsRequest(request))).toEqual(request);
  });

  const reply = (...bodyType: EasElement[]) =>
    el('Settings', 'Oof', [
      el('Settings', 'Set', [
        el('Settings', 'OofState', 1),
        el('Settings', 'OofMessage', [
          el('Settings', 'AppliesToInternal'),
          el('Settings', 'Enabled', true),
          el('Settings', 'ReplyMessage', 'Away'),
          ...bodyType,
        ]),
      ]),
    ]);

  it.each([
    [
      'a timed absence without an end',
      'Oof',
      el('Settings', 'Oof', [el('Settings', 'Set', [el('Settings', 'OofState', 2), el('Settings', 'StartTime', 'x')])]),
      2,
    ],
    [
      'a timed absence from no time',
      'Oof',
      el('Settings', 'Oof', [
        el('Settings', 'Set', [
          el('Settings', 'OofState', 2),
          el('Settings', 'StartTime', 'soon'),
          el('Settings', 'EndTime', '2026-07-15T00:00:00.000Z'),
        ]),
      ]),
      5,
    ],
    [
      'a timed absence that ends before it begins',
      'Oof',
      el('Settings', 'Oof', [
        el('Settings', 'Set', [
          el('Settings', 'OofState', 2),
          el('Settings', 'StartTime', '2026-07-15T00:00:00.000Z'),
          el('Settings', 'EndTime', '2026-07-01T00:00:00.000Z'),
        ]),
      ]),
      6,
    ],
    [
      'an absence with an end alone',
      'Oof',
      el('Settings', 'Oof', [
        el('Settings', 'Set', [el('Settings', 'OofState', 1), el('Settings', 'EndTime', '2026-07-15T00:00:00.000Z')]),
      ]),
      2,
    ],
    ['a reply that does not say what it is written in', 'Oof', reply(), 2],
    ['a reply in a form that is none', 'Oof', reply(el('Settings', 'BodyType', 'RTF')), 5],
    ['a get of replies that names no body type', 'Oof', el('Settings', 'Oof', [el('Settings', 'Get')]), 2],
    ['get and set at once', 'Oof', el('Settings', 'Oof', [el('Settings', 'Get'), el('Settings', 'Set')]), 2],
    [
      'a password beyond 255 characters',
      'DevicePassword',
      el('Settings', 'DevicePassword', [el('Settings', 'Set', [el('Settings', 'Password', 'x'.repeat(256))])]),
      5,
    ],
    ['a password that is missing', 'DevicePassword', el('Settings', 'DevicePassword', [el('Settings', 'Set')]), 2],
    ['device information without Set', 'DeviceInformation', el('Settings', 'DeviceInformation'), 2],
  ])('answer %s at that property and leave the others alone', (_what, property, element, status) => {
    const other = el('Settings', 'UserInformation', [el('Settings', 'Get')]);
    expect(readSettingsRequest(settings(element, other)).queries).toEqual([
      { property, action: 'malformed', status },
      { property: 'UserInformation', action: 'get' },
    ]);
  });

  it.each([
    ['nothing', settings(), 'missing_element'],
    ['only what is unknown', settings(el('Settings', 'Status', 1)), 'missing_element'],
    [
      'the same twice',
      settings(...['a', 'b'].map(() => el('Settings', 'UserInformation', [el('Settings', 'Get')]))),
      'repeated_element',
    ],
    ['another document', el('Ping', 'Ping'), 'unexpected_document'],
  ])('are refused with Status 2 for %s', (_what, element, code) => {
    expect(() => readSettingsRequest(element)).toThrow(expect.objectContaining({ code, status: 2 }));
  });
});

describe('answers', () => {
  it('to a recovery password are as on the wire', () => {
    const response = { status: 1, answers: [{ property: 'DevicePassword', status: 1 }] } as const;
    expect(writeSettingsResponse(response, '12.1')).toEqual(vector('settings-devicepassword-response'));
    expect(readSettingsResponse(vector('settings-devicepassword-response'))).toEqual(response);
  });

  it('about automatic replies are as on the wire', () => {
    const oof = {
      state: 2,
      startTime: '2026-07-01T00:00:00.000Z',
      endTime: '2026-07-15T00:00:00.000Z',
      messages: [
        { audience: 'internal', isEnabled: true, replyMessage: 'Away', bodyType: 'TEXT' },
        { audience: 'external-known', isEnabled: false },
      ],
    } as const;
    const response = { status: 1, answers: [{ property: 'Oof', status: 1, oof }] } as const;
    expect(writeSettingsResponse(response, '14.1')).toEqual(vector('settings-oof-get-response'));
    expect(readSettingsResponse(vector('settings-oof-get-response'))).toEqual(response);
  });

  const accounts = [{ addresses: ['a.user@example.com'], primaryAddress: 'a.user@example.com' }];
  const response = { status: 1, answers: [{ property: 'UserInformation', status: 1, accounts }] } as const;

  it('about the user list accounts from 14.1 on', () => {
    expect(writeSettingsResponse(response, '14.1')).toEqual(vector('settings-userinformation-response'));
    expect(readSettingsResponse(vector('settings-userinformation-response'))).toEqual(response);
  });

  it('about the user list addresses alone before 14.1', () => {
    const element = writeSettingsResponse(response, '14.0');
    const get = child(element, 'UserInformation')?.children[1];
    expect(get).toEqual(
      el('Settings', 'Get', [el('Settings', 'EmailAddresses', [el('Settings', 'SMTPAddress', 'a.user@example.com')])]),
    );
    expect(readSettingsResponse(element).answers[0]?.accounts).toEqual([{ addresses: ['a.user@example.com'] }]);
  });

  it('about rights management are well formed without templates', () => {
    const answer = { property: 'RightsManagementInformation', status: 1, hasTemplates: false } as const;
    const element = writeSettingsResponse({ status: 1, answers: [answer] }, '14.1');
    expect(child(element, 'RightsManagementInformation')?.children[1]).toEqual(
      el('Settings', 'Get', [el('RightsManagement', 'RightsManagementTemplates')]),
    );
  });
});
