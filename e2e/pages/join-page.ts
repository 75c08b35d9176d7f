import { expect, type Page } from '@playwright/test';

/** The page behind a one-time link: set-up, invitation, new password. */
export class JoinPage {
  constructor(readonly page: Page) {}

  readonly open = (token: string) => this.page.goto(`/mobileadmin/join/${token}`);
  readonly heading = () => this.page.getByRole('heading', { level: 1 });
  readonly email = () => this.page.getByRole('textbox', { name: 'E-mail address' });
  readonly name = () => this.page.getByRole('textbox', { name: 'Your name' });
  readonly password = () => this.page.getByLabel('Password', { exact: true });
  readonly notUsable = () => this.page.getByRole('heading', { name: 'This link cannot be used' });

  async submit(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button }).click();
    await expect(this.page.getByRole('navigation', { name: 'Main navigation' })).toBeVisible();
  }
}
