import { expect, type Locator, type Page } from '@playwright/test';

/** The mailboxes of a search, and the groups beside them. */
export class GroupsPage {
  constructor(readonly page: Page) {}

  async open(search: string): Promise<void> {
    await this.page.goto(`/mobileadmin/people?tab=mailboxes&search=${encodeURIComponent(search)}`);
    await expect(this.section()).toBeVisible();
  }

  readonly section = () => this.page.getByRole('region', { name: 'Groups' });
  readonly group = (name: string) =>
    this.section()
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('link', { name, exact: true }) });
  readonly row = (mailbox: string) => this.page.getByRole('row').filter({ hasText: mailbox });
  readonly newOrder = () => this.page.getByRole('region', { name: 'New order, not saved' });

  async create(): Promise<Locator> {
    await this.section().getByRole('button', { name: 'Create' }).click();
    return this.page.getByRole('dialog', { name: 'Create a group' });
  }

  async change(group: string): Promise<Locator> {
    await this.section()
      .getByRole('button', { name: `Actions for the group ${group}` })
      .click();
    await this.page.getByRole('menuitem', { name: 'Change' }).click();
    return this.page.getByRole('dialog', { name: `Change the group “${group}”` });
  }

  async remove(group: string): Promise<Locator> {
    await this.section()
      .getByRole('button', { name: `Actions for the group ${group}` })
      .click();
    await this.page.getByRole('menuitem', { name: 'Delete' }).click();
    return this.page.getByRole('dialog', { name: `Delete the group “${group}”` });
  }

  /** Says in the dialog of the mailbox which group it is in. */
  async choose(mailbox: string, group: string): Promise<void> {
    await this.page.getByRole('button', { name: `Move ${mailbox} to another group` }).click();
    const dialog = this.page.getByRole('dialog', { name: `Group of ${mailbox}` });
    await dialog.getByRole('combobox', { name: 'Group' }).selectOption(group);
    await dialog.getByRole('button', { name: 'Move', exact: true }).click();
    await expect(dialog).toBeHidden();
  }
}
