import { describe, expect, it } from 'vitest';
import { createProgress } from './progress.mjs';

function capture(isTTY: boolean) {
  const texts: string[] = [];
  return { texts, progress: createProgress({ isTTY, write: (text) => texts.push(text) }) };
}

describe('progress', () => {
  it('is plain lines with the time taken where nobody watches', async () => {
    const { texts, progress } = capture(false);
    expect(await progress.step('Building', () => 42)).toBe(42);
    expect(texts.join('')).toMatch(/^Building …\nBuilding: done \(\d+\.\d s\)\n$/);
  });

  it('says which step failed and passes the failure on', async () => {
    const { texts, progress } = capture(false);
    const failing = progress.step('Building', () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(texts.at(-1)).toMatch(/^Building: failed/);
  });

  it('does not tear the moving line of a terminal when something is printed', async () => {
    const { texts, progress } = capture(true);
    await progress.step('Building', () => progress.print('a line'));
    // Every text of a moving line begins by wiping it: so the printed line stands alone.
    const wipe = '\r\u001B[2K';
    expect(texts.slice(0, 2)).toEqual([wipe, 'a line\n']);
    expect(texts[2]?.startsWith(`${wipe}⠙ Building (`)).toBe(true);
    expect(texts.at(-1)?.endsWith(' s)\n')).toBe(true);
  });
});
