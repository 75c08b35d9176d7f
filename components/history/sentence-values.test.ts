import { createTranslator } from 'next-intl';
import { describe, expect, it } from 'vitest';
import { actionKinds } from '@/components/history/action-kinds';
import { sentenceValues } from '@/components/history/sentence-values';
import { AuditAction, type AuditEntry } from '@/lib/domain/history/contract';
import german from '@/lib/i18n/messages/de/history.json';
import english from '@/lib/i18n/messages/en/history.json';

type Told = Pick<AuditEntry, 'action'> & Partial<Pick<AuditEntry, 'before' | 'after'>>;

/** The sentence as a reader sees it, with what stands out in brackets. */
function sentence(locale: 'en' | 'de', { action, before = null, after = null }: Told): string {
  const t = createTranslator({ locale, messages: locale === 'en' ? english : german, namespace: 'actions' });
  const { endAt, ...values } = sentenceValues({ before, after, targetName: 'Target' });
  const tags = { actor: () => '[actor]', target: () => '[target]', mailbox: () => '[mailbox]' };
  return t.markup(action, { ...values, end: endAt, ...tags });
}

describe('the sentence of a history entry', () => {
  it.each<[Told, string, string]>([
    [
      { action: 'command_queued', after: { kind: 'wipe', method: 'remote_wipe' } },
      '[actor] queued a wipe for [target] of [mailbox].',
      '[actor] hat eine Remotezurücksetzung für [target] von [mailbox] veranlasst.',
    ],
    [
      { action: 'command_queued', after: { kind: 'delete', method: 'refuse_access' } },
      '[actor] queued a delete for [target] of [mailbox], which speaks an older protocol version: it will be refused, and nothing is erased on it.',
      '[actor] hat eine Kontozurücksetzung für [target] von [mailbox] veranlasst. Das Gerät spricht eine ältere Protokollversion: Es wird abgewiesen; darauf wird nichts gelöscht.',
    ],
    [
      { action: 'command_acknowledged', after: { kind: 'wipe', proof: 'former_password' } },
      '[target] of [mailbox] acknowledged the wipe as done (signed in with its former password).',
      '[target] von [mailbox] hat die Remotezurücksetzung als ausgeführt bestätigt (angemeldet mit dem früheren Kennwort).',
    ],
    [
      { action: 'command_acknowledged', after: { kind: 'delete', proof: 'password' } },
      '[target] of [mailbox] acknowledged the delete as done.',
      '[target] von [mailbox] hat die Kontozurücksetzung als ausgeführt bestätigt.',
    ],
    [
      { action: 'policy_assigned', before: { a: null, b: 'Target' }, after: { a: 'Target', b: null } },
      '[actor] changed who has the policy [target]: 1 was added, 1 was taken away.',
      '[actor] hat geändert, für wen die Richtlinie [target] gilt: 1 kam hinzu, 1 fiel weg.',
    ],
    [
      { action: 'mailbox_moved', before: { group: 'Sales' }, after: { group: null } },
      '[actor] took [mailbox] out of the group “Sales”.',
      '[actor] hat [mailbox] aus der Gruppe „Sales“ genommen.',
    ],
    [
      {
        action: 'person_changed',
        before: { name: 'A', role: 'auditor' },
        after: { name: 'A', role: 'helpdesk' },
      },
      '[actor] changed the role of [target] from auditor to helpdesk; all their sessions ended.',
      '[actor] hat die Rolle von [target] von Prüfer in Helpdesk geändert; alle Sitzungen wurden beendet.',
    ],
    [
      { action: 'exception_added', after: { approvedBy: 'the board', endsAt: null } },
      '[actor] exempted [mailbox] from the policy until someone ends it, approved by the board.',
      '[actor] hat [mailbox] ohne Enddatum von der Richtlinie ausgenommen, genehmigt von the board.',
    ],
    [
      { action: 'history_exported', after: { from: '2026-03-02T00:00:00Z', action: [] } },
      '[actor] exported the history (filtered).',
      '[actor] hat den Verlauf exportiert (gefiltert).',
    ],
    [
      { action: 'history_exported', after: { action: [] } },
      '[actor] exported the history (complete).',
      '[actor] hat den Verlauf exportiert (vollständig).',
    ],
  ])('says in both languages what %o is', (told, inEnglish, inGerman) => {
    expect([sentence('en', told), sentence('de', told)]).toEqual([inEnglish, inGerman]);
  });

  it.each(AuditAction.options)('can be told of %s even if the entry holds nothing else', (action) => {
    for (const locale of ['en', 'de'] as const) expect(sentence(locale, { action })).toMatch(/^[^{}]+\.$/);
  });
});

describe('the filter by action', () => {
  it('offers every action once', () => {
    expect(Object.values(actionKinds).flat().toSorted()).toEqual(AuditAction.options.toSorted());
  });
});
