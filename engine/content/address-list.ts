import type { Address } from '@/engine/backends/contract';

/** [MS-ASEMAIL] 2.2.2.79 To: the longest list a client takes. */
const MAX_LENGTH = 32_768;

/** `"Name" <address>`, comma-separated. Undefined if there is none; addresses that no longer fit are left out. */
export const addressList = (addresses: readonly Address[], separator = ', '): string | undefined =>
  joined(
    addresses.map(({ name, address }) => (name === '' ? address : `${quoted(name)} <${address}>`)),
    separator,
  );

/** Names alone, or addresses where there is no name. */
export const displayNames = (addresses: readonly Address[]): string | undefined =>
  joined(
    addresses.map(({ name, address }) => name || address),
    '; ',
  );

/** Some clients show an error where a sender has no name. */
export const named = ({ name, address }: Address): Address => ({
  name: name || (address.split('@')[0] ?? ''),
  address,
});

const quoted = (name: string): string => `"${name.replaceAll(/["\\\r\n]/g, '')}"`;

function joined(entries: readonly string[], separator: string): string | undefined {
  let list: string | undefined;
  for (const entry of entries) {
    const longer = list === undefined ? entry : list + separator + entry;
    if (longer.length > MAX_LENGTH) break;
    list = longer;
  }
  return list;
}
