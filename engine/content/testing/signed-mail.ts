import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withCrlf } from '@/engine/content/header-block';

const HEAD = 'From: old@example.com\nTo: joerg@example.com\nBcc: boss@example.com\nSubject: Signed\n';

/** Signs, encrypts and verifies with openssl and a key of its own. */
export class SecureMail {
  private readonly folder = mkdtempSync(join(tmpdir(), 'secure-mail-'));

  constructor() {
    const names = [
      '-subj',
      '/CN=Katrin/emailAddress=katrin@example.com',
      '-addext',
      'extendedKeyUsage=emailProtection',
    ];
    const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', this.file('key.pem'), '-out', this.file('cert.pem')];
    this.openssl('req', '-x509', '-days', '2', ...key, ...names);
  }

  /** A message with a signature beside its content. */
  signed(content = 'Content-Type: text/plain; charset=utf-8\n\nGrüße\n'): Buffer {
    writeFileSync(this.file('content'), withCrlf(Buffer.from(content)));
    this.openssl('smime', '-sign', '-binary', '-crlfeol', ...this.inOut('content', 'signed'), ...this.keys());
    return Buffer.concat([withCrlf(Buffer.from(HEAD)), withCrlf(readFileSync(this.file('signed')))]);
  }

  encrypted(content = 'Content-Type: text/plain\n\nSecret\n'): Buffer {
    writeFileSync(this.file('content'), content);
    this.openssl('smime', '-encrypt', '-aes256', ...this.inOut('content', 'encrypted'), this.file('cert.pem'));
    return Buffer.concat([withCrlf(Buffer.from(HEAD)), withCrlf(readFileSync(this.file('encrypted')))]);
  }

  /** What was signed. @throws if the signature does not hold */
  verified(message: Buffer): string {
    writeFileSync(this.file('message'), message);
    this.openssl('smime', '-verify', '-crlfeol', ...this.inOut('message', 'out'), '-CAfile', this.file('cert.pem'));
    return readFileSync(this.file('out'), 'utf8');
  }

  decrypted(message: Buffer): string {
    writeFileSync(this.file('message'), message);
    const keys = ['-recip', this.file('cert.pem'), '-inkey', this.file('key.pem')];
    this.openssl('smime', '-decrypt', ...this.inOut('message', 'out'), ...keys);
    return readFileSync(this.file('out'), 'utf8');
  }

  close(): void {
    rmSync(this.folder, { recursive: true });
  }

  private readonly file = (name: string) => join(this.folder, name);
  private readonly inOut = (from: string, to: string) => ['-in', this.file(from), '-out', this.file(to)];
  private readonly keys = () => ['-signer', this.file('cert.pem'), '-inkey', this.file('key.pem')];
  private readonly openssl = (...args: string[]) =>
    execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
}
