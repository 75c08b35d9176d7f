import { expect, type Page } from '@playwright/test';

/** One's own password, API tokens, and what this installation is. */
export class SettingsPage {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/mobileadmin/settings');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  }

  async changePassword(current: string, next: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Current password' }).fill(current);
    await this.page.getByRole('textbox', { name: 'New password' }).fill(next);
    await this.page.getByRole('button', { name: 'Change password' }).click();
    await expect(this.page.getByRole('status').filter({ hasText: 'password' })).toBeVisible();
  }

  /** @returns the token, which is shown once */
  async createToken(name: string, role: string): Promise<string> {
    await this.page.getByRole('button', { name: 'Create token' }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await dialog.getByLabel(role).check();
    await dialog.getByRole('button', { name: 'Create' }).click();
    return (await this.page.getByRole('dialog').getByText(/^mat_/).textContent()) ?? '';
  }

  async revokeToken(name: string): Promise<void> {
    await this.page.getByRole('row', { name }).getByRole('button', { name: 'Revoke' }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  }
}
