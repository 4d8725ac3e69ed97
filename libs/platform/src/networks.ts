import { BlockList, isIP } from 'node:net';

const NETWORK = /^([^/]+)\/(\d{1,3})$/;

/** Whether text is an IP address, or a network such as `10.1.0.0/16`. */
export function isNetwork(text: string): boolean {
  const [, address = text, prefix] = NETWORK.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(prefix ?? 0) <= (version === 4 ? 32 : 128);
}

/** Whether an address is, or is within, one of these. */
export function isWithin(networks: readonly string[], address: string): boolean {
  const list = new BlockList();
  for (const text of networks) {
    const [, network = text, prefix] = NETWORK.exec(text) ?? [];
    const family = isIP(network) === 4 ? 'ipv4' : 'ipv6';
    if (prefix === undefined) list.addAddress(network, family);
    else list.addSubnet(network, Number(prefix), family);
  }
  // A socket that takes both families names addresses of the older one so.
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}
