import type { NodemailerError } from 'nodemailer/lib/errors';
import { BackendUnavailable, SendRefused } from '@/engine/backends/contract';

/** What a failure to send means: a refusal for good, or a mail system that is to be asked again later. */
export function refusalOf(error: unknown): SendRefused | BackendUnavailable {
  if (error instanceof SendRefused || error instanceof BackendUnavailable) return error;
  const later = new BackendUnavailable('The mail system does not take messages', { cause: error });
  if (!(error instanceof Error)) return later;
  // nodemailer writes these onto its errors; every one of them may be missing.
  const { code, command, permanent, rejectedErrors } = error as NodemailerError;
  if (rejectedErrors?.some((refused) => refused.permanent)) return new SendRefused('recipients', { cause: error });
  // A server that refuses to greet or to encrypt says nothing about the message.
  const isAboutMessage = code === 'EENVELOPE' || code === 'EMESSAGE' || code === 'EAUTH';
  if (permanent && isAboutMessage) return new SendRefused(codeOf(error), { cause: error });
  // What nodemailer itself does not send: addresses that are none, and what is larger than the server said it takes.
  if (code === 'EENVELOPE' && command === 'API') {
    return new SendRefused(/sender/i.test(error.message) ? 'sender' : 'recipients', { cause: error });
  }
  if (code === 'EMESSAGE' && command === 'MAIL FROM') return new SendRefused('size', { cause: error });
  return later;
}

/** By enhanced status code (RFC 3463) where there is one, else by the command that was refused. */
function codeOf({ command = '', response = '', responseCode }: NodemailerError): SendRefused['code'] {
  const enhanced = /^\d{3}[ -](\d\.\d+\.\d+)/.exec(response)?.[1] ?? '';
  if (enhanced === '5.3.4' || enhanced === '5.2.3') return 'size';
  if (command === 'RCPT TO') return 'recipients';
  if (enhanced === '5.2.2') return 'quota';
  if (responseCode === 552) return 'size';
  if (command === 'MAIL FROM' || command.startsWith('AUTH')) return 'sender';
  return 'content';
}
