import { describe, expect, it } from 'vitest';
import { draftChanges, editsAgainst, parseDraft, toDraft } from '@/components/policies/policy-draft';
import { PolicyRules, PolicySettings, type PolicyView } from '@/lib/domain/policies/contract';

const view: PolicyView = {
  id: '019ab000-0000-7000-8000-000000000001',
  name: 'Field staff',
  description: '',
  settings: PolicySettings.parse({ DevicePasswordEnabled: true, MinDevicePasswordLength: 6 }),
  ...PolicyRules.parse({}),
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
    const { name, description, settings } = view;
    expect(parseDraft(draft)).toEqual({
      input: { name, description, settings, ...PolicyRules.parse({}) },
      issues: new Map(),
    });
  });

  it('names the entries that cannot be saved', () => {
    const { input, issues } = parseDraft({ ...draft, name: ' ', MinDevicePasswordLength: Number.NaN });
    expect(input).toBeUndefined();
    expect([...issues.keys()]).toEqual(['name', 'MinDevicePasswordLength']);
  });

  it('names the line of a list that cannot be saved, and none if the list is too long', () => {
    const hash = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';
    const lines = parseDraft({ ...draft, ApprovedApplicationList: [hash, hash.slice(1), 'x'] });
    expect(lines.issues).toEqual(new Map([['ApprovedApplicationList', 1]]));
    const many = Array.from({ length: 101 }, (_, index) => `app${index}.exe`);
    const long = parseDraft({ ...draft, UnapprovedInROMApplicationList: many });
    expect(long.issues).toEqual(new Map([['UnapprovedInROMApplicationList', null]]));
  });

  it('takes no notice of the order of a list', () => {
    const listed = { ...draft, UnapprovedInROMApplicationList: ['a.exe', 'b.exe'] };
    const moved = { ...draft, UnapprovedInROMApplicationList: ['b.exe', 'a.exe', 'b.exe'] };
    expect(draftChanges(listed, moved)).toEqual([]);
    expect(editsAgainst(listed, { UnapprovedInROMApplicationList: ['b.exe', 'a.exe'] })).toEqual({});
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
