import { describe, expect, it } from 'vitest';
import type { Message } from '@/engine/backends/contract';
import { children, text } from '@/lib/protocol/wbxml/element';
import { el } from '@/lib/protocol/wbxml/element';
import type { EasElement } from '@/lib/protocol/wbxml/element';
import { emailProperties } from './email-properties';
import { htmlToText } from './html-to-text';

const message: Message = {
  uid: 1,
  isRead: false,
  receivedAt: new Date('2026-03-04T09:15:00Z'),
  from: [{ name: '', address: 'joerg@example.com' }],
  to: [{ name: 'Weber, "Kat" Katrin', address: 'weber@example.com' }],
  cc: [],
  replyTo: [],
  subject: 'Re: AW: Fwd: Budget',
  importance: 'normal',
  body: { format: 'text', content: 'Grüße\nJörg', sizeBytes: 12, isTruncated: false },
};

const bodyOf = (properties: EasElement[]) =>
  properties.find(({ name }) => name === 'Body') ?? el('AirSyncBase', 'Body');
const preference = (rest: object) => ({ bodyPreferences: [{ type: 1 as const, allOrNone: false, ...rest }] });
const none = { bodyPreferences: [] };

describe('a mail as an item', () => {
  it('has every property that clients stumble without', () => {
    const root = el('AirSync', 'ApplicationData', emailProperties(message, none, '16.1'));
    const value = (name: Parameters<typeof text>[1]) => text(root, name, 'Email');
    expect(value('To')).toBe('"Weber, Kat Katrin" <weber@example.com>');
    expect(value('From')).toBe('"joerg" <joerg@example.com>');
    expect(value('DateReceived')).toBe('2026-03-04T09:15:00.000Z');
    expect(value('ThreadTopic')).toBe('Budget');
    expect(value('Importance')).toBe('1');
    expect(value('Read')).toBe('0');
    expect(children(root, 'Cc', 'Email')).toEqual([]);
  });

  it('has its text with CRLF, its size, and no Truncated where nothing was cut', () => {
    const body = bodyOf(emailProperties(message, none, '14.1'));
    expect(text(body, 'Data')).toBe('Grüße\r\nJörg');
    expect(text(body, 'EstimatedDataSize')).toBe('14');
    expect(text(body, 'Truncated')).toBeUndefined();
  });

  it('is cut between characters at the size the client names', () => {
    const body = bodyOf(emailProperties(message, preference({ truncationBytes: 3 }), '14.1'));
    expect(text(body, 'Data')).toBe('Gr');
    expect(text(body, 'Truncated')).toBe('1');
    const allOrNone = bodyOf(emailProperties(message, preference({ truncationBytes: 3, allOrNone: true }), '14.1'));
    expect(text(allOrNone, 'Data')).toBeUndefined();
  });

  it('has a preview from 14.0 on', () => {
    const options = preference({ preview: 7 });
    expect(text(bodyOf(emailProperties(message, options, '14.0')), 'Preview')).toBe('Grüße J');
    expect(text(bodyOf(emailProperties(message, options, '12.1')), 'Preview')).toBeUndefined();
  });
});

describe('HTML as text', () => {
  it.each([
    ['<p>One</p><p>Two &amp; three</p>', 'One\nTwo & three'],
    ['a<br>b<BR/>c', 'a\nb\nc'],
    ['<ul><li>x</li><li>y</li></ul>', '- x\n- y'],
    ['<style>p{}</style><script>alert(1)</script>text<!-- no -->', 'text'],
    ['&auml;&#8364;&#x20AC;&nope;&#0;', 'ä€€&nope;'],
    ['<script>never closed', ''],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
  ])('%j reads %j', (html, expected) => expect(htmlToText(html)).toBe(expected));

  it('is linear in its input, also for markup that never closes', () => {
    const began = performance.now();
    for (const piece of ['<', '<p ', '<!--', '<style', '&', '<script></script', '\n \n'])
      htmlToText(piece.repeat(100_000));
    expect(performance.now() - began).toBeLessThan(5000);
  });
});
