import { expect, type Page } from '@playwright/test';

/** Rules, limits, and who waits in quarantine. */
export class AccessPage {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/mobileadmin/access');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Access' })).toBeVisible();
  }

  readonly waiting = (mailbox: string) =>
    this.page.getByRole('list', { name: 'Devices in quarantine' }).getByRole('listitem').filter({ hasText: mailbox });
  readonly rule = (name: string) => this.page.getByRole('list', { name: 'Rules' }).getByText(name, { exact: true });

  /** Puts a rule into the draft. */
  async addRule({ name, model }: { name: string; model: string }): Promise<void> {
    await this.page.getByRole('button', { name: 'Add a rule' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Add a rule' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await dialog.getByRole('textbox', { name: 'Model' }).fill(model);
    await dialog.getByRole('button', { name: 'Keep in the draft' }).click();
    await expect(dialog).toBeHidden();
  }

  async preview() {
    await this.page.getByRole('button', { name: 'See whom it hits …' }).click();
    return this.page.getByRole('dialog', { name: 'Apply rules and settings' });
  }

  async apply(reason: string): Promise<void> {
    const dialog = this.page.getByRole('dialog', { name: 'Apply rules and settings' });
    await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
    await dialog.getByRole('button', { name: 'Apply', exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  async allow(mailbox: string, reason: string): Promise<void> {
    await this.waiting(mailbox)
      .getByRole('button', { name: /^Allow / })
      .click();
    const dialog = this.page.getByRole('dialog', { name: 'Allow this device' });
    await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
    await dialog.getByRole('button', { name: 'Allow', exact: true }).click();
    await expect(dialog).toBeHidden();
  }
}
