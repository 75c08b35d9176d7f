import type { Page } from '@playwright/test';
import type { Words } from './words';

/** What a person does on a page before the picture is taken; `say` gives the words of the page's language. */
export type Step = (page: Page, say: Words) => Promise<void>;

/** One picture: where, and under which name. */
export interface Shot {
  readonly name: string;
  readonly path: string;
  /** What to do there first, for what no address leads to. */
  readonly prepare?: Step;
}
