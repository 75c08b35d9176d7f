import { expect, type Page } from '@playwright/test';

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** The form that lets people in. */
export class SignInPage {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/mobileadmin/sign-in');
    await expect(this.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  }

  readonly refusal = () => this.page.getByRole('main').getByRole('alert');

  async enter({ email, password }: Credentials): Promise<void> {
    await this.page.getByRole('textbox', { name: 'E-mail address' }).fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  /** Signs in and waits for the console. */
  async signIn(credentials: Credentials): Promise<void> {
    await this.open();
    await this.enter(credentials);
    await expect(this.page.getByRole('navigation', { name: 'Main navigation' })).toBeVisible();
  }
}
