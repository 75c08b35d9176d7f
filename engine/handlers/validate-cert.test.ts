import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { validateCertStatus as status } from '@/lib/protocol/eas/validate-cert';
import { validate } from './validate-cert';

const folder = mkdtempSync(join(tmpdir(), 'validate-cert-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string) => join(folder, name);

/** Makes a certificate and its key with openssl. Without an issuer it signs itself. */
function certificate(name: string, extensions: readonly string[], issuer?: string): X509Certificate {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file(`${name}.key`)];
  const signer = issuer ? ['-CA', file(`${issuer}.pem`), '-CAkey', file(`${issuer}.key`)] : [];
  const more = extensions.flatMap((each) => ['-addext', each]);
  const args = ['req', '-x509', '-days', '10', '-subj', `/CN=${name}`, ...key, ...signer, ...more];
  execFileSync('openssl', [...args, '-out', file(`${name}.pem`)], { stdio: 'pipe' });
  return new X509Certificate(readFileSync(file(`${name}.pem`)));
}

const isAuthority = ['basicConstraints=critical,CA:TRUE'];
const forMail = ['basicConstraints=CA:FALSE', 'extendedKeyUsage=emailProtection'];
const root = certificate('root', isAuthority);
const between = certificate('between', isAuthority, 'root');
const mail = certificate('mail', forMail, 'between');
const web = certificate('web', ['basicConstraints=CA:FALSE', 'extendedKeyUsage=serverAuth'], 'between');
const stranger = certificate('stranger', forMail);
const ofNoAuthority = certificate('of-no-authority', forMail, 'mail');

/** The same certificate with another signature. */
function forged(original: X509Certificate): X509Certificate {
  const bytes = Buffer.from(original.raw);
  // The signature is what a certificate ends with.
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  return new X509Certificate(bytes);
}

const trust = { chain: [between], roots: [root], now: new Date() };
const DAY_MS = 86_400_000;

describe('a certificate for mail', () => {
  it('is good if its chain leads to a root that is trusted', () => {
    expect(validate(mail, trust)).toBe(status.success);
  });

  it.each([
    ['its signature is not that of its issuer', forged(mail), trust, status.invalidSignature],
    ['a signature in between is not', mail, { ...trust, chain: [forged(between)] }, status.invalidSignature],
    ['its issuer is missing', mail, { ...trust, chain: [] }, status.untrustedSource],
    ['its root is not trusted', mail, { ...trust, roots: [] }, status.untrustedSource],
    ['it signed itself', stranger, trust, status.untrustedSource],
    ['it is over', mail, { ...trust, now: new Date(Date.now() + 11 * DAY_MS) }, status.expired],
    ['it has not begun', mail, { ...trust, now: new Date(Date.now() - DAY_MS) }, status.expired],
    ['it is for something else', web, trust, status.notForMail],
    ['it is an authority', between, trust, status.wrongUse],
    ['its issuer may not issue any', ofNoAuthority, { ...trust, chain: [mail, between] }, status.wrongUseOfAuthority],
  ])('is refused if %s', (_why, subject, given, expected) => {
    expect(validate(subject, given)).toBe(expected);
  });
});
