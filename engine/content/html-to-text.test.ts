import { describe, expect, it } from 'vitest';
import { cutOctets } from './cut-octets';
import { htmlToText } from './html-to-text';
import { htmlWithUtf8 } from './html-with-utf8';
import { linesToHtml, textToHtml } from './text-to-html';
import { threadTopic } from './thread-topic';
import { processorTimeOf } from '@/scripts/testing/processor-time';

describe('HTML as text', () => {
  it.each([
    ['<p>One</p><p>Two &amp; three</p>', 'One\nTwo & three'],
    ['a<br>b<BR/>c', 'a\nb\nc'],
    ['<ul><li>x</li><li>y</li></ul>', '- x\n- y'],
    ['<style>p{}</style><script>alert(1)</script>text<!-- no -->', 'text'],
    ['<html><head><TITLE>not shown</TITLE></head>shown', 'shown'],
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc'],
    ['&auml;&#8364;&#x20AC;&nope;&#0;', 'ä€€&nope;'],
    ['it&rsquo;s &laquo;fine&raquo;&nbsp;&copy;&#146;&zwnj;', 'it’s «fine» ©’'],
    ['<script>never closed', ''],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['İstanbul<STYLE>x</STYLE>y', 'İstanbuly'],
  ])('%j reads %j', (html, expected) => expect(htmlToText(html)).toBe(expected));

  it('is linear in its input, also for markup that never closes', async () => {
    for (const piece of ['<', '<p ', '<!--', '<style', '&', '<script></script', '\n \n', '<title'])
      expect(await processorTimeOf(() => htmlToText(piece.repeat(100_000)))).toBeLessThan(1000);
  });
});

describe('text as HTML', () => {
  it('reads the same, and nothing in it is markup', () => {
    expect(linesToHtml('a < b & "c"\r\n  two  spaces\n')).toBe(
      'a &lt; b &amp; &quot;c&quot;<br>\r\n&nbsp; two&nbsp; spaces<br>\r\n',
    );
    expect(htmlToText(textToHtml('<b>1</b>\nline 2'))).toBe('<b>1</b>\nline 2');
  });
});

describe('the charset that HTML claims', () => {
  it.each([
    ['<meta charset=latin1>', '<meta charset=utf-8>'],
    [
      "<META http-equiv='content-type' content='text/html;charset=Shift_JIS'>",
      "<META http-equiv='content-type' content='text/html;charset=utf-8'>",
    ],
    ['<?xml version="1.0" encoding="iso-8859-1"?><html>', '<?xml version="1.0" encoding="utf-8"?><html>'],
    ['<p>charset=latin1</p>', '<p>charset=latin1</p>'],
  ])('%j becomes %j', (html, expected) => expect(htmlWithUtf8(html)).toBe(expected));
});

describe('octets that are cut', () => {
  it('end between characters', () => {
    const text = Buffer.from('aä€😀');
    expect([1, 2, 3, 4, 5, 6, 9, 10].map((limit) => cutOctets(text, limit).toString())).toEqual([
      'a',
      'a',
      'aä',
      'aä',
      'aä',
      'aä€',
      'aä€',
      'aä€😀',
    ]);
  });

  it('are just cut where they are no text', () => {
    expect(cutOctets(Buffer.alloc(20, 0x80), 10)).toHaveLength(10);
  });
});

describe('a thread topic', () => {
  it.each([
    ['Re: AW: Fwd: Budget', 'Budget'],
    ['RE[2]: Budget', 'Budget'],
    ['回复：Budget', 'Budget'],
    ['Regarding: Budget', 'Regarding: Budget'],
    ['re:'.repeat(1000), 're:'.repeat(980)],
    ['', ''],
  ])('of %j is %j', (subject, expected) => expect(threadTopic(subject)).toBe(expected));
});
