import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import type { AddressPlan, AddressRecord } from '@/lib/domain/addresses/contract';
import type { DomainContext } from '@/lib/domain/context';
import { requirePermission } from '@/lib/domain/permissions';

const DOMAIN_LIMIT = 20;
const HTTPS_PORT = 443;
/** Names of hosts as DNS has them; what phones sign in with may be anything. */
const domainForm = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * The DNS records that let phones find this server by the mail address alone, for every domain of a known mailbox.
 *
 * @param publicUrl as it is configured
 * @throws DomainError `permission_denied`
 */
export async function planAddresses(ctx: DomainContext, publicUrl: string | undefined): Promise<AddressPlan> {
  requirePermission(ctx.actor, 'setting:read');
  const url = publicUrl === undefined ? null : new URL(publicUrl);
  const host = url && url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url && portOf(url);
  const state = host === null ? 'no_public_url' : isName(host) ? 'ready' : 'no_name';
  const domains = await findDomains(ctx);
  return {
    state,
    host,
    port,
    domains: domains.slice(0, DOMAIN_LIMIT).map((domain) => ({
      domain,
      records: state === 'ready' && host !== null && port !== null ? recordsOf(domain, { host, port }) : [],
    })),
    hasMoreDomains: domains.length > DOMAIN_LIMIT,
  };
}

/** The host at which phones look for the settings of a domain. */
export const autodiscoverHost = (domain: string): string => `autodiscover.${domain}`;

function recordsOf(domain: string, { host, port }: { host: string; port: number }): AddressRecord[] {
  const service: AddressRecord = { type: 'SRV', name: `_autodiscover._tcp.${domain}`, value: `0 0 ${port} ${host}` };
  // By this name phones ask at the usual port only; and a name cannot be an alias of itself.
  if (port !== HTTPS_PORT || host === autodiscoverHost(domain)) return [service];
  return [{ type: 'CNAME', name: autodiscoverHost(domain), value: host }, service];
}

/** Phones speak TLS: a public URL without it and without a port has something in front that does. */
const portOf = ({ port }: URL): number => (port === '' ? HTTPS_PORT : Number(port));

const isName = (host: string): boolean => isIP(host) === 0 && domainForm.test(host);

async function findDomains(ctx: DomainContext): Promise<string[]> {
  const rows = await ctx.db.$queryRaw<{ domain: string }[]>`
    SELECT lower(split_part(name, '@', 2)) AS domain FROM mailbox WHERE name LIKE '%@%'
    GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 200`;
  return rows.map(({ domain }) => domainToASCII(domain)).filter((domain) => domainForm.test(domain));
}
