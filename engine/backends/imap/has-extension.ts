import type { ImapFlow } from 'imapflow';

/** Whether the server can do what an extension adds; IMAP4rev2 has these without naming them (RFC 9051, appendix E). */
export function hasExtension(client: ImapFlow, name: 'UIDPLUS' | 'MOVE' | 'IDLE'): boolean {
  return client.capabilities.has(name) || client.enabled.has('IMAP4REV2');
}
