import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readSendMailRequest,
  readSendMailResponse,
  sendMailRequestOfMime,
  writeSendMailRequest,
  writeSendMailResponse,
} from '@/lib/protocol/eas/send-mail';
import { arbitrary } from '@/lib/protocol/eas/testdata/arbitrary';
import { inDisorder, overTheWire } from '@/lib/protocol/eas/testdata/over-the-wire';
import { refused } from '@/lib/protocol/eas/testdata/refused';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';
import { vector } from '@/lib/protocol/wbxml/testdata/vector';

const mime = Buffer.from('To: bob@example.com\r\n\r\nOK\r\n');
const request = { clientId: 'cm-1', saveInSentItems: false, mime };
const sendMail = (...children: EasElement[]) => el('ComposeMail', 'SendMail', children);
const clientId = el('ComposeMail', 'ClientId', 'cm-1');

describe('SendMail from 14.0 on', () => {
  it('is asked as on the wire', () => {
    const read = readSendMailRequest(vector('sendmail-14-request'));
    expect(read).toMatchObject({ clientId: 'cm-0001', saveInSentItems: true });
    expect(Buffer.from(read.mime).toString()).toMatch(/^From: alice@example\.com\r\n[^]*NUL-free body\.\r\n$/);
    expect(overTheWire(writeSendMailRequest(read))).toEqual(vector('sendmail-14-request'));
  });

  it('comes through in any order, with any values', () => {
    const requests = fc.record({
      clientId: arbitrary.text(40),
      accountId: arbitrary.maybe(arbitrary.id),
      saveInSentItems: arbitrary.flag,
      mime: arbitrary.bytes,
      templateId: arbitrary.maybe(arbitrary.id),
    });
    fc.assert(
      fc.property(requests, (each) => {
        expect(readSendMailRequest(inDisorder(overTheWire(writeSendMailRequest(each))))).toEqual(each);
      }),
      { seed: 20_260_207 },
    );
  });

  it('takes a message sent as base64 text', () => {
    const element = sendMail(clientId, el('ComposeMail', 'Mime', mime.toString('base64')));
    expect(Buffer.from(readSendMailRequest(element).mime)).toEqual(mime);
  });

  it('saves what is sent if the element is there, whatever it holds', () => {
    const saving = (content?: string) =>
      readSendMailRequest(
        sendMail(clientId, el('ComposeMail', 'SaveInSentItems', content), el('ComposeMail', 'Mime', mime)),
      ).saveInSentItems;
    expect([saving(), saving('1'), saving('0')]).toEqual([true, true, true]);
  });

  it('may give its message a name of 40 characters and no more', () => {
    const named = (length: number) => writeSendMailRequest({ ...request, clientId: 'x'.repeat(length) });
    expect(readSendMailRequest(named(40)).clientId).toHaveLength(40);
    expect(() => readSendMailRequest(named(41))).toThrow(refused('value_too_long', 103));
  });

  it.each([
    ['no name', sendMail(el('ComposeMail', 'Mime', mime)), 'missing_element', 103],
    ['no message', sendMail(clientId), 'missing_element', 103],
    ['an empty message', sendMail(clientId, el('ComposeMail', 'Mime')), 'missing_element', 107],
    ['a message of another namespace', sendMail(clientId, el('Email', 'Subject', 'x')), 'missing_element', 103],
    ['another document', el('ComposeMail', 'SmartReply', [clientId]), 'unexpected_document', 103],
  ] as const)('is refused for %s', (_what, element, code, status) => {
    expect(() => readSendMailRequest(element)).toThrow(refused(code, status));
  });

  it('is answered only if it fails', () => {
    expect(writeSendMailResponse({ status: 120 })).toEqual(vector('sendmail-error-response'));
    expect(readSendMailResponse(vector('sendmail-error-response'))).toEqual({ status: 120 });
    expect(() => readSendMailResponse(sendMail())).toThrow(refused('missing_element', 103));
  });
});

describe('SendMail up to 12.1', () => {
  it('is the message itself', () => {
    expect(sendMailRequestOfMime(mime, { saveInSent: true })).toEqual({ saveInSentItems: true, mime });
  });

  it.each([undefined, new Uint8Array()])('is refused without one', (body) => {
    expect(() => sendMailRequestOfMime(body, { saveInSent: false })).toThrow(refused('missing_element', 107));
  });
});
