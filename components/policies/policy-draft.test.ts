import { describe, expect, it } from 'vitest';
import { draftChanges, editsAgainst, parseDraft, toDraft } from '@/components/policies/policy-draft';
import { PolicySettings, type PolicyView } from '@/lib/domain/policies/contract';

const view: PolicyView = {
  id: '019ab000-0000-7000-8000-000000000001',
  name: 'Field staff',
  description: '',
  settings: PolicySettings.parse({ DevicePasswordEnabled: true, MinDevicePasswordLength: 6 }),
  allowNonProvisionable: true,
  refreshIntervalHours: null,
  isDefault: false,
  version: 3,
  createdAt: '2026-03-02T09:00:00.000Z',
  updatedAt: '2026-03-02T09:00:00.000Z',
  assignments: [],
  deviceCount: 0,
  compliantCount: 0,
};

describe('a policy draft', () => {
  const draft = toDraft(view);

  it('saves what it was opened with unchanged', () => {
    const { name, description, settings, allowNonProvisionable, refreshIntervalHours } = view;
    expect(parseDraft(draft)).toEqual({
      input: { name, description, settings, allowNonProvisionable, refreshIntervalHours },
      issues: new Set(),
    });
  });

  it('names the entries that cannot be saved', () => {
    const { input, issues } = parseDraft({ ...draft, name: ' ', MinDevicePasswordLength: Number.NaN });
    expect(input).toBeUndefined();
    expect(issues).toEqual(new Set(['name', 'MinDevicePasswordLength']));
  });

  it('lists what differs with both sides', () => {
    expect(draftChanges(draft, { ...draft, MinDevicePasswordLength: null })).toEqual([
      { name: 'MinDevicePasswordLength', before: 6, after: null },
    ]);
  });

  it('keeps only edits that say something else than what is saved', () => {
    const edits = { MinDevicePasswordLength: 6, DevicePasswordHistory: 5 };
    expect(editsAgainst(draft, edits)).toEqual({ DevicePasswordHistory: 5 });
  });
});
