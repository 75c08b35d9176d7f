import { expect, test } from './fixtures/test';
import { DevicePage } from './pages/device-page';
import { Shell } from './pages/shell';
import type { Role } from '@/lib/domain/people/contract';

const everything = ['Overview', 'Devices', 'Policies', 'Exceptions', 'History', 'People', 'Settings', 'API reference'];

test('the navigation shows each role the pages it has use for', async ({
  administratorPage,
  auditorPage,
  helpdeskPage,
}) => {
  const expected = [
    [administratorPage, everything],
    [auditorPage, everything],
    [helpdeskPage, ['Overview', 'Devices', 'People', 'Settings', 'API reference']],
  ] as const;
  for (const [page, links] of expected) {
    await page.goto('/mobileadmin');
    await expect(new Shell(page).links()).toHaveText([...links]);
  }
});

test('a page that the role may not see is not shown when its address is typed', async ({ helpdeskPage }) => {
  for (const path of ['policies', 'exceptions', 'history']) {
    await helpdeskPage.goto(`/mobileadmin/${path}`);
    await expect(helpdeskPage.getByText('Your role does not include this page')).toBeVisible();
    await expect(helpdeskPage.getByRole('table')).toBeHidden();
  }
});

test('the buttons of a device are those of the role', async ({
  administratorPage,
  auditorPage,
  helpdeskPage,
  phones,
}) => {
  const phone = await phones.connect();
  const offers = [
    [administratorPage, { orders: true, manages: true }],
    [helpdeskPage, { orders: true, manages: false }],
    [auditorPage, { orders: false, manages: false }],
  ] as const;
  for (const [page, { orders, manages }] of offers) {
    const device = new DevicePage(page);
    await device.open(phone.deviceId);
    await expect(device.heading()).toHaveText(phone.name);
    await expect(device.button('Wipe …')).toBeVisible({ visible: orders });
    await expect(device.button('Delete …')).toBeVisible({ visible: orders });
    await expect(device.button('Further actions')).toBeVisible({ visible: manages });
  }
});

test('the API refuses what the role may not do, whatever the page shows', async ({ api, phones }) => {
  const phone = await phones.connect();
  const reason = 'a try';
  const device = `/devices/${phone.deviceId}`;
  const requests: readonly [string, 'GET' | 'POST' | 'DELETE', string, unknown, readonly Role[]][] = [
    ['list devices', 'GET', '/devices', undefined, ['administrator', 'helpdesk', 'auditor']],
    [
      'queue a wipe',
      'POST',
      `${device}/commands`,
      { kind: 'wipe', reason, confirmName: 'not its name' },
      ['administrator', 'helpdesk'],
    ],
    ['decide access', 'POST', `${device}/access`, { decision: 'allow', reason }, ['administrator']],
    ['read policies', 'GET', '/policies', undefined, ['administrator', 'auditor']],
    ['create a policy', 'POST', '/policies', { name: '', settings: {} }, ['administrator']],
    ['read exceptions', 'GET', '/exceptions', undefined, ['administrator', 'auditor']],
    [
      'add an exception',
      'POST',
      '/exceptions',
      { mailbox: '', reason, approvedBy: '', endsAt: null },
      ['administrator'],
    ],
    ['read the history', 'GET', '/history', undefined, ['administrator', 'auditor']],
    ['export the history', 'GET', '/history/export?format=csv', undefined, ['administrator', 'auditor']],
    ['read people', 'GET', '/people', undefined, ['administrator', 'auditor']],
    ['invite a person', 'POST', '/people/invitations', { email: 'no address', role: 'auditor' }, ['administrator']],
    ['read tokens', 'GET', '/tokens', undefined, ['administrator', 'auditor']],
    ['create a token', 'POST', '/tokens', { name: '', role: 'auditor' }, ['administrator']],
  ];
  for (const [what, method, path, body, allowed] of requests) {
    for (const role of ['administrator', 'helpdesk', 'auditor'] as const) {
      const answer = await api[role].send(method, path, body);
      const isAllowed = allowed.includes(role);
      // What is allowed may still be refused for what it says: these requests are not meant to change anything.
      expect.soft(answer.status() !== 403, `${role}: ${what} answered ${answer.status()}`).toBe(isAllowed);
      if (!isAllowed) expect.soft(await answer.json()).toMatchObject({ code: 'permission_denied', status: 403 });
    }
  }
  expect(phone.heard('wipe-ordered')).toEqual([]);
});

test('nobody is let in without a session, and no page of another site can act with one', async ({ api, system }) => {
  const open = await fetch(`${system.consoleUrl}/api/v1/devices`);
  expect(open.status).toBe(401);
  expect(open.headers.get('content-type')).toContain('application/problem+json');
  const foreign = await api.administrator.send(
    'POST',
    '/policies',
    { name: 'x', settings: {} },
    {
      origin: 'https://evil.example',
    },
  );
  expect(foreign.status()).toBe(403);
});
