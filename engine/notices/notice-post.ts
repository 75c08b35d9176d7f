import { setTimeout as pause } from 'node:timers/promises';
import type { NoticeMailer, NoticeMessage } from '@/engine/backends/notice-mailer';
import { composeNoticeMail, composeTestMail } from '@/engine/notices/compose-notice-mail';
import type { Database } from '@/lib/db/client';
import { claimNoticeMail, type NoticeClaim } from '@/lib/domain/notices/claim-notice-mail';
import { claimNoticeTest, recordNoticeTest } from '@/lib/domain/notices/claim-notice-test';
import { gatherNotices } from '@/lib/domain/notices/gather-notices';
import { loadNoticeMail, loadReader } from '@/lib/domain/notices/load-notice-mail';
import { ATTEMPT_MS } from '@/lib/domain/notices/notice-pace';
import { putNoticeOff, recordNoticeFailure, recordNoticeSent } from '@/lib/domain/notices/record-notice-mail';
import type { Logger } from '@/lib/log/logger';

/** What was accepted and cannot be marked goes out again once the claim has run out: worth some tries. */
const MARK_TRIES = 5;
const MARK_PAUSE_MS = 2000;

export type NoticePostOptions = {
  readonly db: Database;
  readonly mailer: NoticeMailer;
  /** Of the console; null: mails lead nowhere. */
  readonly publicUrl: string | null;
  readonly now: () => Date;
  readonly log: Logger;
};

/** Looks up what there is to tell and sends it to whom it concerns. Any number of these may share the work. */
export class NoticePost {
  private readonly end = new AbortController();

  constructor(private readonly options: NoticePostOptions) {}

  /** Everything that is due now, one mail after the other. */
  async work(): Promise<void> {
    const { db, now } = this.options;
    await this.sendTests();
    await gatherNotices(db, now());
    while (!this.end.signal.aborted) {
      const claim = await claimNoticeMail(db, now());
      if (!claim) return;
      await this.send(claim);
      await this.sendTests();
    }
  }

  /** Test mails that somebody waits for. */
  async sendTests(): Promise<void> {
    const { db, now, publicUrl } = this.options;
    while (!this.end.signal.aborted) {
      const claim = await claimNoticeTest(db, now());
      if (!claim) return;
      const reader = await loadReader(db, claim.personId);
      const problem = reader ? await this.attempt(composeTestMail(reader, { publicUrl, now: now() })) : null;
      if (problem !== null && this.end.signal.aborted) return; // the claim runs out
      await recordNoticeTest(db, claim, { problem, now: now() });
    }
  }

  /** Breaks off what is being sent: nobody can tell whether the mail server takes it, so it is sent again. */
  close(): void {
    this.end.abort(new Error('The engine stops'));
  }

  private async send(claim: NoticeClaim): Promise<void> {
    const { db, now, publicUrl, log } = this.options;
    const mail = await loadNoticeMail(db, claim.personId, now());
    if (!mail) return putNoticeOff(db, claim, now());
    const { noticeIds } = mail;
    const { personId } = claim;
    const problem = await this.attempt(composeNoticeMail(mail, { publicUrl, now: now() }));
    if (problem !== null && this.end.signal.aborted) return putNoticeOff(db, claim, now());
    if (problem === null) {
      await this.mark(() => recordNoticeSent(db, { ...claim, noticeIds, now: now() }));
      log.info({ personId, notices: noticeIds.length }, 'Notices were sent');
      return;
    }
    const isGivenUp = await recordNoticeFailure(db, { ...claim, noticeIds, now: now() }, problem);
    if (isGivenUp)
      log.error({ personId, problem, notices: noticeIds.length }, 'Notices could not be sent and are given up');
    else log.warn({ personId, problem }, 'Notices could not be sent; trying again later');
  }

  /** @returns null once the mail server has accepted it, else why it did not */
  private async attempt(message: NoticeMessage): Promise<string | null> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error('The mail server did not finish in time')), ATTEMPT_MS);
    try {
      await this.options.mailer.send(message, AbortSignal.any([late.signal, this.end.signal]));
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      clearTimeout(timer);
    }
  }

  private async mark(record: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await record();
      } catch (err) {
        if (tries === MARK_TRIES) throw err;
        this.options.log.warn({ err }, 'A notice that was sent could not be marked; trying again');
        await pause(MARK_PAUSE_MS);
      }
    }
  }
}
