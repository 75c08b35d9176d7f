import type { AddressNetwork, SeenCertificate } from '@/lib/domain/addresses/address-network';
import type {
  AddressCheck,
  AddressRecord,
  AddressState,
  CertificateView,
  CheckedRecord,
} from '@/lib/domain/addresses/contract';
import { autodiscoverHost, planAddresses } from '@/lib/domain/addresses/plan-addresses';
import type { DomainContext } from '@/lib/domain/context';

const FOUND_LIMIT = 5;
const ENDS_SOON_MS = 14 * 24 * 60 * 60_000;

type Looked<Value> = { readonly value: Value } | null;
type Seen = { readonly host: string; readonly port: number; readonly addresses: Looked<readonly string[]> };

/**
 * Looks up every record of the plan, and the certificate that the public address shows. Nothing is asked but DNS and that
 * one host, whose name the operator has configured.
 *
 * @throws DomainError `permission_denied`
 */
export async function checkAddresses(
  ctx: DomainContext,
  { publicUrl, network }: { publicUrl: string | undefined; network: AddressNetwork },
): Promise<AddressCheck> {
  const { state, host, port, domains } = await planAddresses(ctx, publicUrl);
  const checkedAt = ctx.now();
  if (state !== 'ready' || host === null || port === null) {
    return { checkedAt: checkedAt.toISOString(), host: null, certificate: null, domains: [] };
  }
  const [addresses, certificate] = await Promise.all([
    look(network.addresses(host)),
    look(network.certificate(host, port)),
  ]);
  const seen = { host, port, addresses };
  return {
    checkedAt: checkedAt.toISOString(),
    host: {
      state: addresses === null ? 'unknown' : addresses.value.length > 0 ? 'ok' : 'missing',
      addresses: (addresses?.value ?? []).slice(0, FOUND_LIMIT),
    },
    certificate: certificateView(certificate?.value ?? null, host, checkedAt),
    domains: await Promise.all(
      domains.map(async ({ domain, records }) => ({
        domain,
        records: await Promise.all(records.map((record) => checkRecord(record, seen, network))),
        isInCertificate: certificate && certificate.value.covers(autodiscoverHost(domain)),
      })),
    ),
  };
}

async function look<Value>(question: Promise<Value>): Promise<Looked<Value>> {
  try {
    return { value: await question };
  } catch {
    // No answer, whatever the reason: it is shown as not known.
    return null;
  }
}

async function checkRecord(record: AddressRecord, seen: Seen, network: AddressNetwork): Promise<CheckedRecord> {
  const { state, found } =
    record.type === 'SRV'
      ? await checkService(record.name, seen, network)
      : await checkAlias(record.name, seen, network);
  return { ...record, state, found: found.slice(0, FOUND_LIMIT) };
}

type Finding = { state: AddressState; found: string[] };

async function checkService(name: string, { host, port }: Seen, network: AddressNetwork): Promise<Finding> {
  const services = await look(network.services(name));
  if (!services) return { state: 'unknown', found: [] };
  const isRight = services.value.some((service) => service.port === port && isSameName(service.name, host));
  const found = services.value.map((service) => `${service.name}:${service.port}`);
  return { state: isRight ? 'ok' : found.length > 0 ? 'elsewhere' : 'missing', found: isRight ? [] : found };
}

/** An alias is as good as the same address. */
async function checkAlias(name: string, { host, addresses }: Seen, network: AddressNetwork): Promise<Finding> {
  const [aliases, own] = await Promise.all([look(network.aliases(name)), look(network.addresses(name))]);
  if (aliases?.value.some((alias) => isSameName(alias, host))) return { state: 'ok', found: [] };
  if (!own) return { state: 'unknown', found: [] };
  if (own.value.some((address) => addresses?.value.includes(address))) return { state: 'ok', found: [] };
  const found = [...(aliases?.value ?? []), ...own.value];
  if (found.length === 0) return { state: 'missing', found };
  // Whether it is the same place can only be told if the place is known.
  return { state: addresses === null ? 'unknown' : 'elsewhere', found };
}

const isSameName = (left: string, right: string): boolean =>
  left.toLowerCase().replace(/\.$/, '') === right.toLowerCase().replace(/\.$/, '');

function certificateView(certificate: SeenCertificate | null, host: string, now: Date): CertificateView {
  if (!certificate) return { state: 'unreachable', validFrom: null, validTo: null };
  const { validFrom, validTo } = certificate;
  return {
    state: certificateState(certificate, host, now),
    validFrom: validFrom.toISOString(),
    validTo: validTo.toISOString(),
  };
}

function certificateState(certificate: SeenCertificate, host: string, now: Date): CertificateView['state'] {
  const { validFrom, validTo, isTrusted } = certificate;
  if (validTo <= now) return 'ended';
  if (validFrom > now) return 'not_begun';
  if (!certificate.covers(host)) return 'wrong_name';
  if (!isTrusted) return 'not_trusted';
  return validTo.getTime() - now.getTime() < ENDS_SOON_MS ? 'ends_soon' : 'ok';
}
