import type { Database } from '@/lib/db/client';

const ANSWER_WITHIN_MS = 2000;
/** Whoever asks often gets the same answer for a moment. */
const GOOD_FOR_MS = 1000;

/** Says whether the database answers. */
export class Health {
  private latest: { readonly at: number; readonly isWell: Promise<boolean> } | null = null;

  constructor(private readonly db: Database) {}

  isWell(): Promise<boolean> {
    const now = performance.now();
    if (this.latest && now - this.latest.at < GOOD_FOR_MS) return this.latest.isWell;
    const isWell = this.ask();
    this.latest = { at: now, isWell };
    return isWell;
  }

  private async ask(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), ANSWER_WITHIN_MS)));
    const asked = this.db.$queryRaw`SELECT 1`.then(
      () => true,
      () => false,
    );
    return Promise.race([asked, late]).finally(() => clearTimeout(timer));
  }
}
