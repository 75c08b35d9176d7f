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
    await this.openUserMenu();
    await this.page.getByRole('menu').getByText(entry, { exact: true }).click();
  }

  async signOut(): Promise<void> {
    await this.openUserMenu();
    await this.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(this.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  }

  /** Opens it as a person does on a page just loaded: by a second click if the first came before the page's script. */
  private async openUserMenu(): Promise<void> {
    const menu = this.page.getByRole('menu');
    await expect(async () => {
      if (!(await menu.isVisible())) await this.userMenu().click();
      await expect(menu).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 30_000 });
  }
}
