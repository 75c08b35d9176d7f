'use client';

import { useState } from 'react';
import type { AssignmentView, PolicyView } from '@/lib/domain/policies/contract';

type Chosen = Pick<AssignmentView, 'kind' | 'id' | 'name'>;

const keyOf = ({ kind, id }: Pick<Chosen, 'kind' | 'id'>) => `${kind} ${id}`;

/** Who shall have a policy, while it is being decided. */
export function useAssignmentChoice(policy: PolicyView) {
  const [chosen, setChosen] = useState<readonly Chosen[]>(policy.assignments);
  const keys = new Set(chosen.map(keyOf));
  const formerKeys = new Set(policy.assignments.map(keyOf));
  const has = (one: Pick<Chosen, 'kind' | 'id'>) => keys.has(keyOf(one));
  return {
    mailboxes: chosen.filter(({ kind }) => kind === 'mailbox'),
    has,
    add: (one: Chosen) => setChosen((now) => [...now.filter((other) => keyOf(other) !== keyOf(one)), one]),
    remove: (one: Pick<Chosen, 'kind' | 'id'>) =>
      setChosen((now) => now.filter((other) => keyOf(other) !== keyOf(one))),
    addedCount: chosen.filter((one) => !formerKeys.has(keyOf(one))).length,
    removedCount: policy.assignments.filter((one) => !keys.has(keyOf(one))).length,
    input: {
      policyId: policy.id,
      mailboxIds: chosen.filter(({ kind }) => kind === 'mailbox').map(({ id }) => id),
      groupIds: chosen.filter(({ kind }) => kind === 'group').map(({ id }) => id),
    },
  };
}

export type AssignmentChoice = ReturnType<typeof useAssignmentChoice>;
