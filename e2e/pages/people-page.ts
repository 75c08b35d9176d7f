import { expect, type Page } from '@playwright/test';
import type { Role } from '@/lib/domain/people/contract';

/** Who uses the console, and who is invited to. */
export class PeoplePage {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/mobileadmin/people');
    await expect(this.page.getByRole('heading', { level: 1, name: 'People' })).toBeVisible();
  }

  /** @returns the token of the link, which is shown once */
  async invite(email: string, role: Role): Promise<string> {
    await this.page.getByRole('button', { name: 'Invite someone' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Invite someone' });
    await dialog.getByRole('textbox', { name: 'E-mail address' }).fill(email);
    await dialog.getByRole('radio', { name: new RegExp(`^${role}`, 'i') }).check();
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    const issued = this.page.getByRole('dialog', { name: `Invitation for ${email}` });
    const link = await issued.getByText(/\/mobileadmin\/join\//).textContent();
    return link?.split('/join/')[1] ?? '';
  }
}
