import { expect, it } from 'vitest';
import { useEngine } from '@/engine/engine-under-test';
import { el } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

const { url } = await useDatabase();
const engine = await useEngine(url);

it('answers each property in the order of the request, in the form of the version', async () => {
  const phone = engine.phone({ user: 'anna.schmidt@example.com' });
  const { response } = await phone.settings([
    { property: 'Oof', action: 'get', bodyType: 'TEXT' },
    { property: 'UserInformation', action: 'get' },
    { property: 'DevicePassword', action: 'set', password: '1234' },
    { property: 'RightsManagementInformation', action: 'get' },
  ]);
  // [MS-ASCMD] 2.2.1.18 Settings
  expect(response).toMatchObject({
    status: 1,
    answers: [
      { property: 'Oof', status: 1, oof: { state: 0, messages: [{ isEnabled: false }, {}, {}] } },
      {
        property: 'UserInformation',
        status: 1,
        accounts: [{ displayName: 'Anna Schmidt', addresses: ['anna.schmidt@example.com'] }],
      },
      { property: 'DevicePassword', status: 7 },
      { property: 'RightsManagementInformation', status: 1 },
    ],
  });
  const old = engine.phone({ user: 'bert@example.com', protocolVersion: '12.1' });
  const answer = await old.settings([{ property: 'UserInformation', action: 'get' }]);
  expect(answer.response).toMatchObject({ answers: [{ accounts: [{ addresses: ['bert@example.com'] }] }] });
});

it('answers a malformed property by itself, and a request that asks for nothing with Status 2', async () => {
  const phone = engine.phone();
  const odd = el('Settings', 'Settings', [
    el('Settings', 'DeviceInformation'),
    el('Settings', 'UserInformation', [el('Settings', 'Get')]),
  ]);
  const { element } = await phone.raw('Settings', odd);
  expect(element?.children).toMatchObject([
    { name: 'Status', text: '1' },
    { name: 'DeviceInformation', children: [{ text: '2' }] },
    { name: 'UserInformation', children: [{ text: '1' }, {}] },
  ]);
  expect((await phone.settings([])).response?.status).toBe(2);
  expect((await phone.raw('Settings')).element?.children).toMatchObject([{ name: 'Status', text: '2' }]);
});
