import { expect, type Page } from '@playwright/test';

/** The list of devices with its search, filters and selection. */
export class DeviceListPage {
  constructor(readonly page: Page) {}

  async open(query: Record<string, string> = {}): Promise<void> {
    const params = new URLSearchParams(query);
    await this.page.goto(`/mobileadmin/devices${params.size > 0 ? `?${params}` : ''}`);
    await expect(this.page.getByRole('heading', { level: 1, name: 'Devices' })).toBeVisible();
  }

  readonly search = () => this.page.getByRole('searchbox', { name: 'Search' });
  readonly table = () => this.page.getByRole('table', { name: 'Devices' });
  readonly row = (text: string) => this.table().getByRole('row').filter({ hasText: text });
  /** Names of the devices in the order shown. */
  readonly names = () => this.table().getByRole('rowheader');
  readonly columnHeader = (name: string) => this.table().getByRole('columnheader', { name });
  readonly total = (text: string) => this.page.getByRole('status').filter({ hasText: text });
  readonly pager = () => this.page.getByRole('navigation', { name: 'Pages of devices' });
  readonly activeFilters = () => this.page.getByRole('list', { name: 'Active filters' });
  readonly selection = () => this.page.getByRole('region', { name: 'Selected devices' });

  async tick(name: string): Promise<void> {
    await this.table()
      .getByRole('checkbox', { name: new RegExp(`^Select ${name} `) })
      .check();
  }

  /** Ticks one value of a filter and closes the filter again. */
  async filter(label: string, value: string): Promise<void> {
    await this.page
      .getByRole('search')
      .getByRole('button', { name: new RegExp(`^${label}(:|$)`) })
      .click();
    await this.page.getByRole('dialog', { name: label }).getByRole('checkbox', { name: value }).check();
    await this.page.keyboard.press('Escape');
    await expect(this.page.getByRole('dialog')).toBeHidden();
  }

  async sortBy(column: string): Promise<void> {
    await this.columnHeader(column).getByRole('button').click();
  }

  async toggleColumn(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Columns' }).click();
    await this.page.getByRole('menuitemcheckbox', { name, exact: true }).click();
    await this.page.keyboard.press('Escape');
    await expect(this.page.getByRole('menu')).toBeHidden();
  }
}
