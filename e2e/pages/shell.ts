import { expect, type Page } from '@playwright/test';

/** What frames every page of the console: navigation, and the menu of who is signed in. */
export class Shell {
  constructor(readonly page: Page) {}

  readonly navigation = () => this.page.getByRole('navigation');
  readonly links = () => this.navigation().first().getByRole('link');
  readonly userMenu = () => this.page.getByRole('button', { name: /(language, appearance|Sprache, Darstellung)/i });

  async goTo(link: string): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Main navigation' })
      .getByRole('link', { name: link, exact: true })
      .click();
    await expect(this.page.getByRole('heading', { level: 1, name: link })).toBeVisible();
  }

  /** Chooses an entry of the user's menu. */
  async choose(entry: string): Promise<void> {
    await this.userMenu().click();
    await this.page.getByRole('menu').getByText(entry, { exact: true }).click();
  }

  async signOut(): Promise<void> {
    await this.userMenu().click();
    await this.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(this.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  }
}
