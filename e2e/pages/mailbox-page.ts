import { expect, type Page } from '@playwright/test';

/** One mailbox with the roles of its folders. */
export class MailboxPage {
  constructor(readonly page: Page) {}

  async open(mailboxId: string, name: string): Promise<void> {
    await this.page.goto(`/mobileadmin/people/mailboxes/${mailboxId}`);
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible();
  }

  readonly facts = () => this.page.getByRole('region', { name: 'At a glance' });
  readonly folders = () => this.page.getByRole('region', { name: 'Folders' });
  readonly folder = (path: string) => this.folders().getByRole('listitem').filter({ hasText: path });
  readonly role = (path: string) => this.folders().getByRole('combobox', { name: `Role of ${path}`, exact: true });
  readonly reset = (path: string) => this.folders().getByRole('button', { name: `Reset ${path} to what was detected` });
  readonly save = () => this.folders().getByRole('button', { name: 'Save roles' });
  readonly told = (text: string) => this.page.getByRole('status').filter({ hasText: text });
}
