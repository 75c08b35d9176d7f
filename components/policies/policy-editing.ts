'use client';

import { useState } from 'react';
import {
  draftChanges,
  editsAgainst,
  parseDraft,
  toDraft,
  type DraftEdits,
  type DraftName,
  type PolicyDraft,
} from '@/components/policies/policy-draft';
import { settingDefaults, type SettingName } from '@/components/policies/setting-catalog';
import type { PolicyView } from '@/lib/domain/policies/contract';

export type ChangeDraft = <Name extends DraftName>(name: Name, value: PolicyDraft[Name]) => void;

/**
 * Edits of a policy on top of the version they were begun with. While there are none, the form follows what is saved;
 * with the first edit that version is held, so that somebody else's saving can be seen and told apart from one's own.
 */
export function usePolicyEditing(latest: PolicyView) {
  const [editing, setEditing] = useState<{ base: PolicyView; edits: DraftEdits } | null>(null);
  const base = editing?.base ?? latest;
  const draft: PolicyDraft = { ...toDraft(base), ...editing?.edits };

  function keep(on: PolicyView, edits: DraftEdits) {
    const left = editsAgainst(toDraft(on), edits);
    setEditing(Object.keys(left).length === 0 ? null : { base: on, edits: left });
  }
  const change: ChangeDraft = (name, value) => keep(base, { ...editing?.edits, [name]: value });

  return {
    base,
    draft,
    ...parseDraft(draft),
    changes: draftChanges(toDraft(base), draft),
    /** What somebody else saved since the first edit; empty if nobody did. */
    othersChanges: draftChanges(toDraft(base), toDraft(latest)),
    isBehind: base.version !== latest.version,
    change,
    /** Puts a setting back to what it says if nobody has set it. */
    reset: (name: SettingName) => keep(base, { ...editing?.edits, [name]: settingDefaults[name] }),
    /** Puts what another version asked for into the draft; name and description stay. */
    takeOver: (demands: DraftEdits) => keep(base, { ...editing?.edits, ...demands }),
    /** Puts the edits on top of what is saved now. */
    rebase: () => keep(latest, editing?.edits ?? {}),
    discard: () => setEditing(null),
  };
}

export type PolicyEditing = ReturnType<typeof usePolicyEditing>;
