import type { Method } from './fixtures/api';
import { expect, test } from './fixtures/test';
import { DevicePage } from './pages/device-page';
import { Shell } from './pages/shell';
import { DeviceView } from '@/lib/domain/devices/contract';
import type { Role } from '@/lib/domain/people/contract';
import { PolicyList } from '@/lib/domain/policies/contract';

const everything = [
  'Overview',
  'Devices',
  'Policies',
  'Exceptions',
  'Access',
  'History',
  'People',
  'Settings',
  'API reference',
];

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

const reads: readonly [string, readonly Role[]][] = [
  ['/overview', ['administrator', 'helpdesk', 'auditor']],
  ['/devices', ['administrator', 'helpdesk', 'auditor']],
  ['/devices/export', ['administrator', 'helpdesk', 'auditor']],
  ['/mailboxes', ['administrator', 'helpdesk', 'auditor']],
  ['/policies', ['administrator', 'auditor']],
  ['/exceptions', ['administrator', 'auditor']],
  ['/history', ['administrator', 'auditor']],
  ['/history/export?format=csv', ['administrator', 'auditor']],
  ['/people', ['administrator', 'auditor']],
  ['/tokens', ['administrator', 'auditor']],
];

test('the API lets each role read what it may, and no more', async ({ api }) => {
  for (const [path, allowed] of reads) {
    for (const role of ['administrator', 'helpdesk', 'auditor'] as const) {
      const answer = await api[role].send('GET', path);
      const expected = allowed.includes(role) ? 200 : 403;
      expect.soft(answer.status(), `${role} reads ${path}`).toBe(expected);
    }
  }
});

test('the API refuses changes that the role may not make, whatever the page shows', async ({ api, phones }) => {
  const phone = await phones.connect();
  const { mailbox, deviceId } = phone;
  const { policies } = await api.administrator.get('/policies', PolicyList);
  const policyId = policies[0]?.id ?? '';
  const name = 'made by somebody who may not';
  const reason = 'a try';
  // Each is complete: nothing but the role stands against it.
  const forBoth: readonly [Method, string, unknown][] = [
    ['POST', `/devices/${deviceId}/access`, { decision: 'block', reason }],
    ['DELETE', `/devices/${deviceId}`, { reason }],
    ['POST', '/policies', { name, settings: {} }],
    ['DELETE', `/policies/${policyId}`, undefined],
    ['POST', `/policies/${policyId}/default`, undefined],
    ['PUT', `/policies/${policyId}/assignments`, { mailboxIds: [], groupIds: [] }],
    ['POST', '/exceptions', { mailbox, reason, approvedBy: name, endsAt: null }],
    ['POST', '/groups', { name }],
    ['POST', '/people/invitations', { email: 'nobody@example.com', role: 'administrator' }],
    ['POST', '/tokens', { name, role: 'administrator' }],
  ];
  const forAuditor: readonly [Method, string, unknown][] = [
    ['POST', `/devices/${deviceId}/commands`, { kind: 'wipe', reason }],
    ['POST', '/commands', { deviceIds: [deviceId], kind: 'delete', reason }],
  ];
  for (const [role, requests] of [
    ['helpdesk', forBoth],
    ['auditor', [...forBoth, ...forAuditor]],
  ] as const) {
    for (const [method, path, body] of requests) {
      const answer = await api[role].send(method, path, body);
      expect.soft(answer.status(), `${role}: ${method} ${path}`).toBe(403);
      expect.soft(await answer.json()).toMatchObject({ code: 'permission_denied' });
    }
  }
  expect(phone.phone.activity).toBe('pinging');
  expect(phone.heard('wipe-ordered')).toEqual([]);
  const device = await api.auditor.get(`/devices/${deviceId}`, DeviceView);
  expect(device).toMatchObject({ state: 'active', access: 'allowed', lastCommand: null });
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
