import { expect, type Locator, type Page } from '@playwright/test';

interface NewException {
  readonly mailbox: string;
  readonly reason: string;
  readonly approvedBy: string;
}

/** Mailboxes that are exempt from policy. */
export class ExceptionPage {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/mobileadmin/exceptions');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Exceptions' })).toBeVisible();
  }

  readonly row = (mailbox: string) => this.page.getByRole('row').filter({ hasText: mailbox });
  readonly view = (name: string) => this.page.getByRole('tab', { name, exact: true });

  /** Exempts a mailbox until the end of a day (YYYY-MM-DD). */
  async add({ mailbox, reason, approvedBy }: NewException, lastDay: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Add exception' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Add an exception' });
    await dialog.getByRole('combobox', { name: 'Mailbox' }).fill(mailbox);
    await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
    await dialog.getByRole('textbox', { name: 'Approved by' }).fill(approvedBy);
    await dialog.getByRole('radio', { name: 'A certain day' }).check();
    await dialog.getByLabel('Last day').fill(lastDay);
    await dialog.getByRole('button', { name: 'Add exception' }).click();
    await expect(dialog).toBeHidden();
  }

  /** Exempts a mailbox from one setting, by its name in the policy editor. */
  async addForSetting(exception: NewException, setting: string, lastDay: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Add exception' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Add an exception' });
    await dialog.getByRole('combobox', { name: 'Mailbox' }).fill(exception.mailbox);
    await dialog.getByRole('radio', { name: 'Certain settings' }).check();
    await dialog.getByRole('searchbox', { name: 'Search the settings' }).fill(setting);
    await dialog.getByRole('checkbox', { name: setting }).check();
    await this.decide(dialog, exception, lastDay);
    await dialog.getByRole('button', { name: 'Add exception' }).click();
    await expect(dialog).toBeHidden();
  }

  async openRenewal(mailbox: string): Promise<void> {
    await this.page.getByRole('button', { name: `Renew the exception of ${mailbox}` }).click();
    await expect(this.page.getByRole('dialog').getByRole('checkbox', { checked: true })).toBeVisible();
  }

  async renew(mailbox: string, approvedBy: string, lastDay: string): Promise<void> {
    const dialog = this.page.getByRole('dialog', { name: `Renew the exception of ${mailbox}` });
    await this.decide(dialog, { approvedBy }, lastDay);
    await dialog.getByRole('button', { name: 'Renew exception' }).click();
    await expect(dialog).toBeHidden();
  }

  private async decide(dialog: Locator, { reason, approvedBy }: Partial<NewException>, lastDay: string): Promise<void> {
    if (reason !== undefined) await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
    await dialog.getByRole('textbox', { name: 'Approved by' }).fill(approvedBy ?? '');
    await dialog.getByRole('radio', { name: 'A certain day' }).check();
    await dialog.getByLabel('Last day').fill(lastDay);
  }

  async end(mailbox: string, reason: string): Promise<void> {
    await this.page.getByRole('button', { name: `End the exception of ${mailbox}` }).click();
    const dialog = this.page.getByRole('dialog', { name: `End the exception of ${mailbox}` });
    await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
    await dialog.getByRole('button', { name: 'End exception' }).click();
    await expect(dialog).toBeHidden();
  }
}
