import { expect, type Download, type Page } from '@playwright/test';

/** Everything that happened: filters, entries, exports, verification. */
export class HistoryPage {
  constructor(readonly page: Page) {}

  async open(query: Record<string, string> = {}): Promise<void> {
    const params = new URLSearchParams(query);
    await this.page.goto(`/mobileadmin/history${params.size > 0 ? `?${params}` : ''}`);
    await expect(this.page.getByRole('heading', { level: 1, name: 'History' })).toBeVisible();
  }

  readonly entries = () => this.page.getByRole('main').getByRole('listitem').filter({ has: this.details() });
  readonly entry = (text: string | RegExp) => this.entries().filter({ hasText: text });
  readonly activeFilters = () => this.page.getByRole('list', { name: 'Active filters' });
  readonly filter = (name: string) => this.page.getByRole('searchbox', { name, exact: true });

  /** Ticks one action of the filter "What". */
  async filterAction(action: string): Promise<void> {
    await this.page.getByRole('button', { name: /^What/ }).click();
    await this.page.getByRole('dialog', { name: 'What' }).getByRole('checkbox', { name: action, exact: true }).check();
    await this.page.keyboard.press('Escape');
    await expect(this.page.getByRole('dialog')).toBeHidden();
  }

  async download(format: 'CSV' | 'JSON'): Promise<Download> {
    const downloading = this.page.waitForEvent('download');
    await this.page.getByRole('link', { name: `Export ${format}` }).click();
    return downloading;
  }

  private readonly details = () => this.page.getByRole('button', { name: /^Details of entry/ });
}
