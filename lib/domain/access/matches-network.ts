import { BlockList, isIP, SocketAddress } from 'node:net';

/** Lists are parsed once each; a list of a rule lives as long as the rules do. */
const parsed = new WeakMap<readonly string[], BlockList>();

/** Whether an address lies in one of the networks. IPv4 in IPv6 counts as IPv4, in the address and in the networks. */
export function matchesNetwork(address: string, networks: readonly string[]): boolean {
  const place = socketAddress(address);
  if (place === null) return false;
  const list = parsed.get(networks) ?? parseNetworks(networks);
  parsed.set(networks, list);
  return list.check(place);
}

/** Asked last: all rules are asked of one device, one after the other. */
let latest: { address: string; place: SocketAddress | null } | null = null;

/** Null: it is no address. */
function socketAddress(address: string): SocketAddress | null {
  if (latest?.address === address) return latest.place;
  const bare = plainAddress(address);
  const family = isIP(bare);
  const place = family === 0 ? null : new SocketAddress({ address: bare, family: family === 6 ? 'ipv6' : 'ipv4' });
  latest = { address, place };
  return place;
}

function parseNetworks(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address);
    const type = family === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, type);
    else list.addSubnet(address, Number(bits), type);
  }
  return list;
}

/** Without the zone of a link-local address. */
function plainAddress(address: string): string {
  const bare = address.replace(/%.*$/, '');
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare;
}
