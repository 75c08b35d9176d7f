import { describe, expect, it } from 'vitest';
import { bytesOf, child, children, el, optional, text, textOf } from '@/lib/protocol/wbxml/element';

describe('making elements', () => {
  it('writes numbers in decimal and booleans as digits', () => {
    expect(el('Provision', 'Status', 1).text).toBe('1');
    expect([el('Settings', 'Enabled', true).text, el('Settings', 'Enabled', false).text]).toEqual(['1', '0']);
  });

  it('makes no difference between empty text and an empty tag', () => {
    expect(el('Ping', 'Id', '')).toEqual(el('Ping', 'Id'));
  });

  it('leaves out children that are absent', () => {
    const element = el('Ping', 'Ping', [
      undefined,
      false,
      optional('Ping', 'MaxFolders', undefined),
      el('Ping', 'Status', 1),
    ]);
    expect(element.children).toEqual([el('Ping', 'Status', 1)]);
  });

  it('keeps an optional value that is false or zero', () => {
    expect([optional('Ping', 'Status', 0)?.text, optional('Settings', 'Enabled', false)?.text]).toEqual(['0', '0']);
  });
});

describe('reading elements', () => {
  const root = el('Provision', 'Provision', [
    el('Settings', 'Status', 5),
    el('Provision', 'Status', 1),
    el('Provision', 'Policies', [el('Provision', 'Policy'), el('Provision', 'Policy')]),
  ]);

  it('looks in the namespace of the parent unless another is named', () => {
    expect([text(root, 'Status'), text(root, 'Status', 'Settings')]).toEqual(['1', '5']);
  });

  it('finds all children of a name', () => {
    const policies = child(root, 'Policies');
    expect(policies && children(policies, 'Policy')).toHaveLength(2);
  });

  it('tells an empty tag from none', () => {
    expect([text(root, 'Policies'), text(root, 'RemoteWipe')]).toEqual(['', undefined]);
  });

  it('reads opaque bytes as text and base64 text as bytes, as clients mix them up', () => {
    expect(textOf(el('Ping', 'Id', Uint8Array.of(0xc3, 0xa4)))).toBe('ä');
    expect([...bytesOf(el('Email2', 'ConversationId', 'AQID'))]).toEqual([1, 2, 3]);
  });
});
