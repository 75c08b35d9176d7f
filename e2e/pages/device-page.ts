import { expect, type Locator, type Page, type Response } from '@playwright/test';

/** One device: how it stands, what can be done with it, what became of it. */
export class DevicePage {
  constructor(readonly page: Page) {}

  async open(deviceId: string): Promise<void> {
    await this.page.goto(`/mobileadmin/devices/${deviceId}`);
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible();
  }

  readonly heading = () => this.page.getByRole('heading', { level: 1 });
  /** The banner of the page: name, state and actions. */
  readonly summary = () => this.page.getByRole('region', { name: 'At a glance' });
  readonly policy = () => this.page.getByRole('region', { name: 'Policy', exact: true });
  readonly access = () => this.page.getByRole('region', { name: 'Access', exact: true });
  readonly contacts = () => this.page.getByRole('region', { name: 'Contacts' });
  readonly facts = () => this.page.getByRole('region', { name: 'Details' });

  /** State of the open order, else of the last one. */
  readonly commandState = () => this.page.getByRole('status', { name: /^(Open|Last) command$/ });
  readonly command = () => this.page.getByRole('region', { name: /^(Open|Last) command$/ });
  readonly step = (title: string | RegExp) =>
    this.page.getByRole('list', { name: 'Steps' }).getByRole('listitem').filter({ hasText: title });

  /** Sentences of the device's history, newest first. */
  readonly history = () => this.page.getByRole('region', { name: 'History of this device' }).getByRole('listitem');

  readonly button = (name: string) => this.page.getByRole('button', { name });
  readonly dialog = (name: string) => this.page.getByRole('dialog', { name });
  readonly told = (text: string | RegExp) => this.page.getByRole('status').filter({ hasText: text });

  /** Opens the settings as they go over the wire. */
  async showDocument(): Promise<void> {
    // The first is what unfolds; the second names the table below it.
    await this.policy().getByText('What this device is told').first().click();
  }

  async openMenu(): Promise<Locator> {
    await this.button('Further actions').click();
    return this.page.getByRole('menu');
  }

  /** Opens the dialog and leaves it open, with the effect shown. */
  async beginWipe(): Promise<Locator> {
    await this.button('Wipe …').click();
    const dialog = this.dialog('Wipe this device');
    await expect(dialog.getByRole('textbox', { name: 'Reason' })).toBeVisible();
    return dialog;
  }

  /** @returns the answer to the click */
  async wipe(name: string, reason: string): Promise<Response> {
    const dialog = await this.beginWipe();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
    await dialog.getByRole('textbox', { name: /^Type the name of the device/ }).fill(name);
    const answer = this.answerTo('commands');
    await dialog.getByRole('button', { name: 'Queue the wipe' }).click();
    await expect(dialog).toBeHidden();
    return answer;
  }

  async beginDelete(title: string): Promise<Locator> {
    await this.button('Delete …').click();
    const dialog = this.dialog(title);
    await expect(dialog.getByRole('textbox', { name: 'Reason' })).toBeVisible();
    return dialog;
  }

  async allowAgain(reason: string): Promise<void> {
    await this.button('Allow …').click();
    const dialog = this.dialog('Allow this device');
    await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
    await dialog.getByRole('button', { name: 'Allow the device' }).click();
    await expect(dialog).toBeHidden();
  }

  /** The answer to the next change of this device's sub-resource. */
  answerTo(resource: string): Promise<Response> {
    return this.page.waitForResponse(
      (response) => response.request().method() === 'POST' && new URL(response.url()).pathname.endsWith(`/${resource}`),
    );
  }
}

/** When an answer had arrived in the browser, by the clock that the phones of the test use too. */
export function arrivedAt(response: Response): number {
  const { startTime, responseEnd } = response.request().timing();
  return startTime + responseEnd;
}
