import { describe, expect, it } from 'vitest';
import type { AddressNetwork, SeenCertificate } from '@/lib/domain/addresses/address-network';
import { checkAddresses } from '@/lib/domain/addresses/check-addresses';
import { AddressCheck, AddressPlan } from '@/lib/domain/addresses/contract';
import { planAddresses } from '@/lib/domain/addresses/plan-addresses';
import { useDatabase } from '@/scripts/testing/database';
import { testContexts } from '@/scripts/testing/domain/test-context';

const { db } = await useDatabase();
const { administrator, auditor, helpdesk, phone, clock } = testContexts(db);
const publicUrl = 'https://phones.example.net';

const names = ['a@example.com', 'b@example.com', 'c@example.org', 'anna', 'x@-bad-.example', 'y@müller.example'];
await db.mailbox.createMany({ data: names.map((name) => ({ name })) });

const daysFromNow = (days: number) => new Date(clock.now().getTime() + days * 86_400_000);
const certificate = (facts: Partial<SeenCertificate> = {}): SeenCertificate => ({
  validFrom: daysFromNow(-10),
  validTo: daysFromNow(80),
  isTrusted: true,
  covers: (host) => host === 'phones.example.net' || host === 'autodiscover.example.com',
  ...facts,
});

type Zone = Readonly<Record<string, readonly string[]>>;

/** A network of which a test knows every answer; a name with `!` makes DNS fail. */
function network(zone: Zone, seen: SeenCertificate | null = certificate()): AddressNetwork {
  const answer = async (kind: string, name: string) => {
    const found = zone[`${kind} ${name}`] ?? [];
    if (found.includes('!')) throw new Error('SERVFAIL');
    return found;
  };
  return {
    aliases: (name) => answer('CNAME', name),
    addresses: (name) => answer('A', name),
    services: async (name) =>
      (await answer('SRV', name)).map((text) => ({ name: text.split(':')[0] ?? '', port: Number(text.split(':')[1]) })),
    certificate: async () => {
      if (!seen) throw new Error('ECONNREFUSED');
      return seen;
    },
  };
}

const check = async (zone: Zone, seen?: SeenCertificate | null) =>
  AddressCheck.parse(await checkAddresses(auditor, { publicUrl, network: network(zone, seen) }));
const recordsOf = async (zone: Zone, domain = 'example.com') =>
  (await check(zone)).domains.find((one) => one.domain === domain)?.records.map(({ state, found }) => [state, found]);

const here = { 'A phones.example.net': ['192.0.2.1', '2001:db8::1'] };

describe('the records to set', () => {
  it('are an alias and a service for every mail domain, the one with most mailboxes first', async () => {
    const plan = AddressPlan.parse(await planAddresses(auditor, publicUrl));
    expect(plan).toMatchObject({ state: 'ready', host: 'phones.example.net', port: 443, hasMoreDomains: false });
    expect(plan.domains.map(({ domain }) => domain)).toEqual(['example.com', 'example.org', 'xn--mller-kva.example']);
    expect(plan.domains[0]?.records).toEqual([
      { type: 'CNAME', name: 'autodiscover.example.com', value: 'phones.example.net' },
      { type: 'SRV', name: '_autodiscover._tcp.example.com', value: '0 0 443 phones.example.net' },
    ]);
  });

  it('leave out an alias that would lead nowhere: of itself, or of another port', async () => {
    const own = await planAddresses(auditor, 'https://autodiscover.example.com');
    expect(own.domains[0]?.records.map(({ type }) => type)).toEqual(['SRV']);
    const other = await planAddresses(auditor, `${publicUrl}:8443`);
    expect(other.domains[0]?.records).toMatchObject([{ value: '0 0 8443 phones.example.net' }]);
  });

  it.each([
    [undefined, 'no_public_url'],
    ['https://192.0.2.1', 'no_name'],
    ['https://[2001:db8::1]:8443', 'no_name'],
    ['http://localhost:8080', 'no_name'],
  ])('are none for %s', async (url, state) => {
    const plan = AddressPlan.parse(await planAddresses(auditor, url));
    expect(plan.state).toBe(state);
    expect(plan.domains.flatMap(({ records }) => records)).toEqual([]);
    const checked = await checkAddresses(auditor, { publicUrl: url, network: network({}) });
    expect(checked).toMatchObject({ host: null, certificate: null, domains: [] });
  });
});

describe('the check', () => {
  it('finds what is as it should be, by alias or by address, whatever the spelling', async () => {
    const service = { 'SRV _autodiscover._tcp.example.com': ['Phones.example.net.:443'] };
    for (const zone of [
      { ...here, ...service, 'CNAME autodiscover.example.com': ['PHONES.example.net'] },
      { ...here, ...service, 'A autodiscover.example.com': ['2001:db8::1'] },
    ]) {
      expect(await recordsOf(zone)).toEqual([
        ['ok', []],
        ['ok', []],
      ]);
    }
    expect((await check(here)).host).toEqual({ state: 'ok', addresses: ['192.0.2.1', '2001:db8::1'] });
  });

  it('says what is missing, and what leads to another place, and where to', async () => {
    expect(await recordsOf(here)).toEqual([
      ['missing', []],
      ['missing', []],
    ]);
    const zone = {
      ...here,
      'CNAME autodiscover.example.com': ['outlook.example'],
      'A autodiscover.example.com': ['198.51.100.9'],
      'SRV _autodiscover._tcp.example.com': ['phones.example.net:8443'],
    };
    expect(await recordsOf(zone)).toEqual([
      ['elsewhere', ['outlook.example', '198.51.100.9']],
      ['elsewhere', ['phones.example.net:8443']],
    ]);
  });

  it('does not call missing what DNS did not answer', async () => {
    const failing = { 'A autodiscover.example.com': ['!'], 'SRV _autodiscover._tcp.example.com': ['!'] };
    expect(await recordsOf({ ...here, ...failing })).toEqual([
      ['unknown', []],
      ['unknown', []],
    ]);
    const hidden = { 'A phones.example.net': ['!'], 'A autodiscover.example.com': ['198.51.100.9'] };
    expect((await check(hidden)).host).toEqual({ state: 'unknown', addresses: [] });
    expect((await recordsOf(hidden))?.[0]).toEqual(['unknown', ['198.51.100.9']]);
  });

  it.each<[string, Partial<SeenCertificate>]>([
    ['ok', {}],
    ['ends_soon', { validTo: daysFromNow(13) }],
    ['ended', { validTo: daysFromNow(-1), isTrusted: false }],
    ['not_begun', { validFrom: daysFromNow(1) }],
    ['wrong_name', { covers: () => false }],
    ['not_trusted', { isTrusted: false }],
  ])('reads the certificate: %s', async (state, facts) => {
    expect((await check(here, certificate(facts))).certificate?.state).toBe(state);
  });

  it('says for which domains the certificate is good, and that it could not be seen', async () => {
    const inCertificate = (await check(here)).domains.map(({ isInCertificate }) => isInCertificate);
    expect(inCertificate).toEqual([true, false, false]);
    const unseen = await check(here, null);
    expect(unseen.certificate).toEqual({ state: 'unreachable', validFrom: null, validTo: null });
    expect(unseen.domains.every(({ isInCertificate }) => isInCertificate === null)).toBe(true);
  });

  it('is for those who may read settings', async () => {
    await expect(planAddresses(administrator, publicUrl)).resolves.toBeDefined();
    for (const ctx of [helpdesk, phone]) {
      await expect(planAddresses(ctx, publicUrl)).rejects.toMatchObject({ code: 'permission_denied' });
      await expect(checkAddresses(ctx, { publicUrl, network: network({}) })).rejects.toMatchObject({
        code: 'permission_denied',
      });
    }
  });
});
