import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readOrCreateAuthSecret } from './auth-secret';
import { ConfigError } from './config-error';
import { loadConsoleConfig } from './console-config';
import { loadEngineConfig } from './engine-config';
import { readEnvironment } from './environment';
import { loadStartConfig } from './start-config';

const folder = mkdtempSync(join(tmpdir(), 'mobileadmin-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const complaintsOf = (load: () => unknown): readonly string[] => {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.complaints;
    throw error;
  }
  return [];
};

const DATABASE_URL = 'postgresql://app:hidden@127.0.0.1:5432/mobileadmin';

describe('start configuration', () => {
  it('needs nothing at all and then stays on this machine', () => {
    expect(loadStartConfig({})).toMatchObject({
      BACKEND: 'demo',
      CONSOLE_HOST: '127.0.0.1',
      CONSOLE_PORT: 3000,
      DEMO_PASSWORD: 'demo',
      ENGINE_HOST: '127.0.0.1',
      ENGINE_PORT: 8080,
      ENGINE_PING_DEFAULT_SECONDS: 900,
      TRUST_PROXY: { kind: 'count', count: 0 },
    });
  });

  it('names every complaint at once, also what variables have to agree on', () => {
    const complaints = complaintsOf(() =>
      loadStartConfig({
        ADMIN_EMAIL: 'a@example.com',
        BACKEND: 'imap',
        CONSOLE_PORT: '99999',
        DATABASE_URL: 'mysql://x',
        ENGINE_PING_DEFAULT_SECONDS: '100',
        ENGINE_PING_MIN_SECONDS: '200',
        LOG_LEVEL: 'loud',
        SMTP_URL: 'smtp://mail.example.com',
        TRUST_PROXY: 'everybody',
      }),
    );
    expect([...complaints].sort()).toEqual([
      'ADMIN_PASSWORD must be set together with ADMIN_EMAIL',
      'CONSOLE_PORT must be a whole number from 1 to 65535',
      'DATABASE_URL must be an address like postgresql://user:password@host:5432/database',
      'ENGINE_PING_DEFAULT_SECONDS must lie between ENGINE_PING_MIN_SECONDS and ENGINE_PING_MAX_SECONDS',
      'IMAP_URL must be set with BACKEND=imap',
      'LOG_LEVEL must be silent, error, warn, info or debug',
      'TRUST_PROXY must be a number of proxies, or their addresses separated by commas',
    ]);
  });

  it('never repeats a secret in a complaint', () => {
    const secrets = { ADMIN_PASSWORD: 'short-one', AUTH_SECRET: 'too-short', DATABASE_URL: 'http://u:pass-word@h/d' };
    const text = complaintsOf(() => loadStartConfig(secrets)).join('\n');
    expect(text).toContain('AUTH_SECRET');
    for (const value of Object.values(secrets)) expect(text).not.toContain(value);
  });

  it('takes an empty value for one that is not set', () => {
    expect(loadStartConfig({ CONSOLE_PORT: '', DATABASE_URL: '' })).toMatchObject({ CONSOLE_PORT: 3000 });
  });

  it.each(['0.0.0.0', '192.168.1.5', '::'])('refuses to show the demo to others on %s', (ENGINE_HOST) => {
    expect(complaintsOf(() => loadStartConfig({ ENGINE_HOST }))).toEqual([
      'ENGINE_HOST must be an address of this machine alone with BACKEND=demo, unless DEMO_PUBLIC=1',
    ]);
    expect(loadStartConfig({ ENGINE_HOST, DEMO_PUBLIC: '1' }).ENGINE_HOST).toBe(ENGINE_HOST);
  });

  it('shows the demo to others when told so', () => {
    expect(loadStartConfig({ DEMO_PUBLIC: '1' })).toMatchObject({ CONSOLE_HOST: '0.0.0.0', ENGINE_HOST: '0.0.0.0' });
  });

  it('is read from .env, which the environment overrides', () => {
    writeFileSync(join(folder, '.env'), 'CONSOLE_PORT=3001\nENGINE_PORT=8081\n');
    const environment = { ...readEnvironment(folder), ENGINE_PORT: '8082' };
    expect(loadStartConfig(environment)).toMatchObject({ CONSOLE_PORT: 3001, ENGINE_PORT: 8082 });
  });
});

describe('configuration of a process', () => {
  it('is not complete without a database', () => {
    expect(complaintsOf(() => loadEngineConfig({}))).toEqual(['DATABASE_URL must be set']);
    expect(complaintsOf(() => loadConsoleConfig({}))).toEqual(['DATABASE_URL must be set', 'AUTH_SECRET must be set']);
  });

  it('does not mind what other processes are told', () => {
    expect(loadEngineConfig({ DATABASE_URL, AUTH_SECRET: 'short' })).not.toHaveProperty('AUTH_SECRET');
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(loadEngineConfig({ DATABASE_URL }))).toBe(true);
  });
});

describe('the secret of the sessions', () => {
  it('is made once and readable by its owner only', () => {
    const first = readOrCreateAuthSecret(join(folder, 'data'));
    expect(first.length).toBeGreaterThanOrEqual(32);
    expect(readOrCreateAuthSecret(join(folder, 'data'))).toBe(first);
    expect(statSync(join(folder, 'data/auth-secret')).mode & 0o777).toBe(0o600);
  });
});
