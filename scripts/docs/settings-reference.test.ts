import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settingCatalog } from '@/components/policies/setting-catalog';
import { withSettings } from './settings-reference';

const page = readFileSync('docs/policies.md', 'utf8');

describe('docs/policies.md', () => {
  it('says of every setting what the editor says', () => {
    expect(page).toBe(withSettings(page));
    for (const { name } of settingCatalog) expect(page).toContain(`\`${name}\` · `);
  });

  it('is not written without the marks of its part', () => {
    expect(() => withSettings('# Policies')).toThrow('docs/policies.md needs');
  });
});
