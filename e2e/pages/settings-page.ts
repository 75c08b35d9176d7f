import { expect, type Page } from '@playwright/test';

/** One's own password, API tokens, and what this installation is. */
export class SettingsPage {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/mobileadmin/settings');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  }

  async changePassword(current: string, next: string): Promise<void> {
    // Password fields have no role; their label is their name.
    await this.page.getByLabel('Current password', { exact: true }).fill(current);
    await this.page.getByLabel('New password', { exact: true }).fill(next);
    await this.page.getByRole('button', { name: 'Change password' }).click();
    await expect(this.page.getByRole('status').filter({ hasText: 'Your password was changed.' })).toBeVisible();
  }

  readonly token = (name: string) =>
    this.page.getByRole('table', { name: 'All tokens, including former ones' }).getByRole('row', { name });

  /** @returns the token, which is shown once */
  async createToken(name: string, role: string): Promise<string> {
    await this.page.getByRole('button', { name: 'Create token' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Create an API token' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await dialog.getByRole('radio', { name: new RegExp(`^${role}`) }).check();
    await dialog.getByRole('button', { name: 'Create token' }).click();
    const issued = this.page.getByRole('dialog', { name: `Token “${name}”` });
    const token = await issued.getByText(/^mat_/).textContent();
    await this.page.keyboard.press('Escape');
    await expect(issued).toBeHidden();
    return token ?? '';
  }

  async revokeToken(name: string): Promise<void> {
    await this.page.getByRole('button', { name: `Revoke the token ${name}` }).click();
    const dialog = this.page.getByRole('dialog', { name: `Revoke the token “${name}”` });
    await dialog.getByRole('button', { name: 'Revoke token' }).click();
    await expect(dialog).toBeHidden();
    await expect(this.token(name)).toContainText('Revoked');
  }
}
