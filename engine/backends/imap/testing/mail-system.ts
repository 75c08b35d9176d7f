import { ImapBackend } from '@/engine/backends/imap/imap-backend';
import { parseImapUrl } from '@/engine/backends/imap/imap-url';
import { type Dovecot, startDovecot } from '@/engine/backends/imap/testing/dovecot';
import type { DovecotOptions } from '@/engine/backends/imap/testing/dovecot-configuration';
import { MailSender } from '@/engine/backends/smtp/mail-sender';
import { parseSmtpUrl } from '@/engine/backends/smtp/smtp-url';
import { type SmtpPeer, startSmtpPeer } from '@/engine/backends/smtp/testing/smtp-peer';
import type { MailBackend } from '@/engine/backends/contract';
import type { FolderRegistry } from '@/engine/backends/folder-registry';
import { createLogger } from '@/lib/log/logger';

export type MailSystemOptions = {
  readonly registry: FolderRegistry;
  readonly dovecot?: DovecotOptions;
  /** Another way to the IMAP server, e.g. through a proxy. @returns the port to connect to */
  readonly imapPort?: (dovecotPort: number) => Promise<number>;
};

export type MailSystem = {
  readonly dovecot: Dovecot;
  /** Takes what is sent. */
  readonly smtp: SmtpPeer;
  readonly backend: MailBackend;
  /** As the engine's configuration has them. */
  readonly imapUrl: string;
  readonly smtpUrl: string;
  stop(): Promise<void>;
};

/** A real Dovecot, a server that takes outgoing mail, and the back end of both; users are of `example.com`. */
export async function startMailSystem({
  registry,
  dovecot: options,
  imapPort,
}: MailSystemOptions): Promise<MailSystem> {
  const dovecot = await startDovecot(options);
  const smtp = await startSmtpPeer();
  const imapUrl = `imap://127.0.0.1:${(await imapPort?.(dovecot.port)) ?? dovecot.port}?domain=example.com`;
  const smtpUrl = `smtp://127.0.0.1:${smtp.port}`;
  const server = parseImapUrl(imapUrl);
  const certificateAuthorities: string[] = [];
  const log = createLogger({ name: 'test', level: 'silent' });
  const sender = new MailSender({ server: parseSmtpUrl(smtpUrl, server), certificateAuthorities, log });
  const backend = new ImapBackend({ server, certificateAuthorities, sender, registry });
  const stop = async () => {
    await smtp.stop();
    await dovecot.stop();
  };
  return { dovecot, smtp, backend, imapUrl, smtpUrl, stop };
}
