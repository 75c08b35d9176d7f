import { chownSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import type { Dovecot } from '@/engine/backends/imap/testing/dovecot';
import { benchMail } from './bench-mail';
import { mailboxName, sideBySide } from './load-orders';

export const PASSWORD = 'demo';
const LANES = 8;

export type Filling = { readonly mailboxes: readonly number[]; readonly mails: number };

/** Mailboxes of the demo, filled by its letter box. */
export async function fillDemo(port: number, { mailboxes, mails }: Filling): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  await sideBySide(mailboxes, LANES, async (index) => {
    for (let number = 0; number < mails; number += 1) {
      await deliver({ port, agent, name: mailboxName(index) }, benchMail(number, mailboxName(index)));
    }
  });
  agent.destroy();
}

/** One more mail in a mailbox of the demo. */
export function deliver(
  { port, agent, name }: { port: number; agent?: Agent; name: string },
  mail: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const path = `/demo/messages/${encodeURIComponent(name)}`;
    const posting = request({ host: '127.0.0.1', port, path, method: 'POST', agent }, (response) => {
      response.resume();
      response.once('end', resolve);
    });
    posting.once('error', reject);
    posting.end(mail);
  });
}

/** Mailboxes of a Dovecot: their Maildirs are written, which is far quicker than by its protocols. */
export async function fillDovecot(dovecot: Dovecot, { mailboxes, mails }: Filling): Promise<void> {
  await sideBySide(mailboxes, LANES, (index) => dovecot.setPassword(mailboxName(index), PASSWORD));
  for (const index of mailboxes) fillMaildir(dovecot.mailFolder, mailboxName(index), mails);
}

function fillMaildir(mailFolder: string, to: string, mails: number): void {
  const { uid, gid } = statSync(mailFolder);
  const folder = join(mailFolder, to);
  const current = join(folder, 'cur');
  for (const path of [folder, current, join(folder, 'new'), join(folder, 'tmp')]) {
    if (existsSync(path)) continue;
    mkdirSync(path);
    chownSync(path, uid, gid);
  }
  for (let number = 0; number < mails; number += 1) {
    const file = join(current, `${1_767_225_600 + number}.M${number}.bench:2,${number % 3 === 0 ? '' : 'S'}`);
    writeFileSync(file, benchMail(number, to).replaceAll('\r\n', '\n'));
    chownSync(file, uid, gid);
  }
}
