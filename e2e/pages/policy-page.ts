import { expect, type Locator, type Page } from '@playwright/test';

/** List of policies, and the editor of one. */
export class PolicyPage {
  constructor(readonly page: Page) {}

  async openList(): Promise<void> {
    await this.page.goto('/mobileadmin/policies');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Policies' })).toBeVisible();
  }

  readonly list = () => this.page.getByRole('table', { name: 'Policies' });

  /** Creates an empty policy and lands in its editor. */
  async create(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Create policy' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Create a policy' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await dialog.getByRole('button', { name: 'Create and edit' }).click();
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible();
  }

  async open(policyId: string): Promise<void> {
    await this.page.goto(`/mobileadmin/policies/${policyId}`);
    await expect(this.page.getByRole('region', { name: 'Device password' })).toBeVisible();
  }

  /** Narrows the editor to the settings that have these words in their name or explanation. */
  async find(words: string): Promise<void> {
    await this.page.getByRole('searchbox', { name: 'Find a setting' }).fill(words);
  }

  readonly shownCount = () => this.page.getByRole('search', { name: 'Find settings' }).getByRole('status');
  readonly groupLinks = () => this.page.getByRole('navigation', { name: 'Groups of settings' });
  readonly group = (name: string) => this.page.getByRole('region', { name, exact: true });

  /** Opens one of the dialogs about the policy as a whole. */
  async openDialog(button: 'Versions' | 'Compare', title: string): Promise<Locator> {
    await this.page.getByRole('button', { name: button, exact: true }).click();
    const dialog = this.page.getByRole('dialog', { name: title });
    await expect(dialog).toBeVisible();
    return dialog;
  }

  readonly checkbox = (name: string) => this.page.getByRole('checkbox', { name });
  readonly field = (name: string) => this.page.getByRole('textbox', { name });
  readonly saveBar = () => this.page.getByRole('region', { name: 'Unsaved changes' });

  /** Opens the dialog that shows what saving does. */
  async review(name: string): Promise<Locator> {
    await this.saveBar().getByRole('button', { name: 'Review and save' }).click();
    const dialog = this.page.getByRole('dialog', { name: `Save the policy “${name}”` });
    await expect(dialog.getByRole('button', { name: 'Save policy' })).toBeVisible();
    return dialog;
  }

  /** Puts a mailbox under the policy. */
  async assign(name: string, mailbox: string): Promise<void> {
    await this.page.getByRole('region', { name: 'Who has it' }).getByRole('button', { name: 'Change' }).click();
    const dialog = this.page.getByRole('dialog', { name: `Who has “${name}”` });
    await dialog.getByRole('searchbox', { name: 'Find mailboxes' }).fill(mailbox);
    await dialog.getByRole('button', { name: `Add ${mailbox}` }).click();
    await dialog.getByRole('button', { name: 'Save assignment' }).click();
    await expect(dialog).toBeHidden();
  }
}
