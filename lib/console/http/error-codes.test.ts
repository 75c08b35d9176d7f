import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { locales } from '@/lib/console/i18n/locale';
import { loadMessages } from '@/lib/console/i18n/messages';
import { errorCatalog } from '@/lib/errors/domain-error';

const codes = [...Object.keys(errorCatalog), 'unreachable'].sort((a, b) => a.localeCompare(b));
const guide = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');

/** Sections of the guide by code. */
const sections = new Map(
  guide
    .split(/^### /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section] as const),
);

describe('every error code', () => {
  it.each(locales)('has a message in %s, and no message is without a code', async (locale) => {
    const { errors } = await loadMessages(locale);
    expect(Object.keys(Object(errors)).sort((a, b) => a.localeCompare(b))).toEqual(codes);
  });

  it('has a section in the guide, and no section is without a code', () => {
    expect([...sections.keys()].sort((a, b) => a.localeCompare(b))).toEqual(codes);
  });

  it.each(Object.entries(errorCatalog))('%s is explained with its status and with what to do', (code, { status }) => {
    expect(sections.get(code)).toContain(`**Status ${status}.**`);
    expect(sections.get(code)).toMatch(/^\*\*What to do:\*\* \S/m);
  });
});
