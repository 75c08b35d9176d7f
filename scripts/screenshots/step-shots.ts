import type { Page } from '@playwright/test';
import type { Examples } from './examples';
import type { Shot, Step } from './shot';
import type { Words } from './words';

const SELECTED = 4;
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const clickOn =
  (key: string, values?: Parameters<Words>[1]): Step =>
  (page, say) =>
    button(page, say(key, values)).first().click();
const chooseOf =
  (menu: Parameters<Words>, item: string): Step =>
  async (page, say) => {
    await button(page, say(...menu)).click();
    await page.getByRole('menuitem', { name: say(item), exact: true }).click();
  };

/** What no address leads to. */
export function stepShots(examples: Examples): readonly Shot[] {
  return [...deviceSteps(examples), ...policySteps(examples), ...accessSteps, ...peopleSteps, ...otherSteps];
}

function deviceSteps({ returningId, autoBlockedId, loopingId }: Examples): Shot[] {
  const of = (id: string) => `/mobileadmin/devices/${id}`;
  const devices = '/mobileadmin/devices';
  // On small screens there is no box for all of them.
  const selectSome: Step = async (page) => {
    const boxes = page.locator('tbody').getByRole('checkbox');
    for (let index = 0; index < SELECTED; index += 1) await boxes.nth(index).check();
  };
  const bulk = (action: string): Step => {
    return async (page, say) => {
      await selectSome(page, say);
      await button(page, say(action)).click();
    };
  };
  return [
    { name: 'device-carry-over', path: of(returningId), prepare: clickOn('continuity.allow.open') },
    { name: 'device-release', path: of(autoBlockedId), prepare: clickOn('autoBlock.end.open') },
    { name: 'device-retry', path: of(loopingId), prepare: clickOn('devices.policyLoop.retry.open') },
    { name: 'device-menu', path: of(loopingId), prepare: clickOn('devices.detail.actions') },
    { name: 'devices-selected', path: devices, prepare: selectSome },
    { name: 'devices-bulk-wipe', path: devices, prepare: bulk('devices.list.wipeSelected') },
    { name: 'devices-bulk-delete', path: devices, prepare: bulk('devices.list.deleteSelected') },
    { name: 'devices-columns', path: devices, prepare: clickOn('common.table.columns') },
  ];
}

function policySteps({ changedPolicyId }: Examples): Shot[] {
  const policy = `/mobileadmin/policies/${changedPolicyId}`;
  const exceptions = '/mobileadmin/exceptions';
  const shorten: Step = async (page, say) => {
    await page
      .locator('input')
      .and(page.getByLabel(say('policies.fields.MinDevicePasswordLength.label')))
      .fill('8');
    await page
      .getByRole('textbox', { name: say('policies.fields.description.label'), exact: true })
      .fill('Longer since the audit.');
  };
  return [
    { name: 'policy-edited', path: policy, prepare: shorten },
    {
      name: 'policy-save',
      path: policy,
      prepare: async (page, say) => {
        await shorten(page, say);
        await button(page, say('policies.save.review')).click();
      },
    },
    {
      name: 'exceptions-add-settings',
      path: `${exceptions}?dialog=add`,
      prepare: async (page, say) => {
        await page.getByRole('radio', { name: say('exceptions.add.holderGroup') }).check();
        await page.getByRole('radio', { name: say('exceptions.add.scopeSettings') }).check();
        await button(page, say('exceptions.add.action')).click();
      },
    },
    {
      name: 'exceptions-end',
      path: exceptions,
      prepare: clickOn('exceptions.end.buttonFor', { mailbox: 'grace.sullivan@example.com' }),
    },
    {
      name: 'exceptions-renew',
      path: exceptions,
      prepare: clickOn('exceptions.renew.buttonFor', { holder: 'grace.sullivan@example.com' }),
    },
  ];
}

const access = '/mobileadmin/access';
const switchRule: Step = (page, say) =>
  page.getByRole('switch', { name: say('access.rules.enabled', { name: 'Outlook for iOS and Android' }) }).click();

const accessSteps: Shot[] = [
  { name: 'access-rule-add', path: access, prepare: clickOn('access.rules.add') },
  {
    name: 'access-rule-problem',
    path: access,
    prepare: async (page, say) => {
      await clickOn('access.rules.add')(page, say);
      await button(page, say('access.rule.keep')).click();
    },
  },
  {
    name: 'access-rule-edit',
    path: access,
    prepare: clickOn('access.rules.edit', { name: 'Handhelds of the warehouse' }),
  },
  { name: 'access-draft', path: access, prepare: switchRule },
  {
    name: 'access-apply',
    path: access,
    prepare: async (page, say) => {
      const limits = page.getByRole('group', { name: say('access.settings.title') });
      await limits.getByRole('combobox').nth(1).selectOption('14.0');
      await clickOn('access.rules.remove', { name: 'Android without security updates' })(page, say);
      await button(page, say('access.bar.preview')).click();
      await button(page, say('access.apply.action')).waitFor();
    },
  },
  {
    name: 'access-decide',
    path: access,
    prepare: async (page, say) => {
      const cards = page.getByRole('list', { name: say('access.quarantine.list') });
      await cards.getByRole('checkbox').nth(0).check();
      await cards.getByRole('checkbox').nth(1).check();
      await button(page, say('access.quarantine.allowSelected', { count: 2 })).click();
    },
  },
  {
    name: 'access-switch',
    path: access,
    prepare: clickOn('access.switches.resetOne', { name: 'freya.berg@partners.example.net' }),
  },
  {
    name: 'access-find',
    path: access,
    prepare: async (page, say) => {
      await page.getByLabel(say('access.switches.find')).fill('an');
      await page.getByRole('list', { name: say('access.switches.found') }).waitFor();
    },
  },
];

const mailboxes = '/mobileadmin/people?tab=mailboxes';
const group = 'Head office';
const settled = (page: Page) => page.waitForLoadState('networkidle');

const peopleSteps: Shot[] = [
  {
    name: 'group-create',
    path: mailboxes,
    prepare: async (page, say) => {
      await button(page, say('people.groups.create.open')).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox').nth(0).fill('Sales');
      await dialog.getByRole('textbox').nth(1).fill('partners.example.net\na*@example.com');
      await settled(page);
    },
  },
  {
    name: 'group-edit',
    path: mailboxes,
    prepare: async (page, say) => {
      await chooseOf(['people.groups.actionsFor', { group }], 'people.groups.edit.open')(page, say);
      await page.getByRole('dialog').getByRole('textbox').nth(1).fill('a*@example.com');
      await settled(page);
    },
  },
  {
    name: 'group-delete',
    path: mailboxes,
    prepare: chooseOf(['people.groups.actionsFor', { group }], 'people.groups.delete.open'),
  },
  {
    name: 'group-delete-used',
    path: mailboxes,
    prepare: chooseOf(['people.groups.actionsFor', { group: 'Management' }], 'people.groups.delete.open'),
  },
  { name: 'group-order', path: mailboxes, prepare: clickOn('people.groups.order.down', { group: 'Meeting rooms' }) },
  {
    name: 'group-order-moves',
    path: mailboxes,
    prepare: async (page, say) => {
      for (let step = 0; step < 3; step += 1) {
        await clickOn('people.groups.order.down', { group: 'Meeting rooms' })(page, say);
      }
      await settled(page);
    },
  },
  {
    name: 'mailbox-move',
    path: mailboxes,
    prepare: clickOn('people.mailboxes.move.buttonFor', { mailbox: 'anna.keller@example.com' }),
  },
  ...(['change', 'reset', 'deactivate'] as const).map((action) => ({
    name: `people-${action}`,
    path: '/mobileadmin/people',
    prepare: chooseOf(['people.actionsFor', { name: 'Henrike Brandt' }], `people.${action}.open`),
  })),
  {
    name: 'people-withdraw',
    path: '/mobileadmin/people',
    prepare: clickOn('people.withdraw.buttonFor', { email: 'maximilian.hohenstein-wassermann@example.com' }),
  },
];

const otherSteps: Shot[] = [
  {
    name: 'history-details',
    path: '/mobileadmin/history?action=policy_changed,access_rules_applied,device_decision_carried_over,group_created',
    prepare: async (page) => {
      const closed = page.locator('button[aria-expanded="false"][aria-label]:not([aria-haspopup])');
      for (let left = Math.min(6, await closed.count()); left > 0; left -= 1) await closed.first().click();
    },
  },
  {
    name: 'history-actions',
    path: '/mobileadmin/history',
    prepare: async (page, say) => {
      await page
        .getByRole('button', { name: say('history.filters.action') })
        .first()
        .click();
    },
  },
  {
    name: 'settings-revoke',
    path: '/mobileadmin/settings',
    prepare: clickOn('settings.tokens.revoke.buttonFor', { name: 'Nightly export to the asset register' }),
  },
  {
    name: 'navigation',
    path: '/mobileadmin',
    prepare: async (page, say) => {
      const drawer = button(page, say('shell.openNavigation'));
      if (await drawer.isVisible()) await drawer.click();
    },
  },
];
