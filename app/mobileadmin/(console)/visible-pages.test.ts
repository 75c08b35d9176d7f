import { describe, expect, it } from 'vitest';
import { visiblePages } from './visible-pages';

describe('the navigation', () => {
  it('shows an administrator everything', () => expect(visiblePages('administrator')).toHaveLength(9));

  it('shows helpdesk neither policies nor exceptions nor the history', () => {
    expect(visiblePages('helpdesk')).toEqual(['overview', 'devices', 'people', 'settings', 'api']);
  });

  it('shows an auditor everything there is to read', () => expect(visiblePages('auditor')).toContain('history'));
});
