import { describe, expect, it } from 'vitest';
import { deviceOf, followPolicy, givePolicy, until, useEngine } from '@/engine/engine-under-test';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url);

describe('a wrong password', () => {
  it('is 401 at first and "try later" when it goes on, while the owner’s other phone is not affected', async () => {
    const owner = engine.phone();
    await owner.folderSync('0');
    const stranger = engine.phone({ user: owner.user, deviceId: 'STRANGER' });
    const answers = [];
    for (let guess = 0; guess < 8; guess += 1) {
      stranger.password = `guess ${guess}`;
      answers.push(await stranger.folderSync('0'));
    }
    expect(answers.slice(0, 5).map(({ http }) => http)).toEqual([401, 401, 401, 401, 401]);
    const last = answers.at(-1);
    expect(last?.http).toBe(503);
    expect(Number(last?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await owner.folderSync('0')).response?.status).toBe(1);
    expect(await db.device.count({ where: { deviceKey: 'stranger' } })).toBe(0);
  });
});

describe('a password', () => {
  const secret = 'demo-Ünïque-7731';

  it('is in no log line, however the request ends', async () => {
    const phone = engine.phone();
    await givePolicy(db, phone.user, { settings: { DevicePasswordEnabled: true } });
    await followPolicy(phone);
    const other = engine.phone({ password: secret });
    await other.folderSync('0');
    await other.options();
    await other.post('FolderSync', Buffer.from('junk'));
    await other.raw('Ping');
    await until(async () => (await deviceOf(db, phone)).passwordHash);
    const lines = engine.logged();
    const encoded = Buffer.from(`${other.user}:${secret}`).toString('base64');
    for (const text of [secret, encoded, 'Basic ', 'authorization', '"demo"', ':demo'])
      expect(lines).not.toContain(text);
    expect(lines).toContain('Policy acknowledged');
  });

  it('is kept as argon2id only, of a device that signed in', async () => {
    const phone = engine.phone();
    await phone.folderSync('0');
    const hash = await until(async () => (await deviceOf(db, phone)).passwordHash);
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await phone.folderSync('0');
    await engine.engine.passwords.close();
    expect((await deviceOf(db, phone)).passwordHash).toBe(hash);
  });
});
