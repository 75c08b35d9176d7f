import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { createAddressNetwork } from '@/lib/domain/addresses/address-network';

const folder = mkdtempSync(join(tmpdir(), 'address-network-'));
const ends: (() => void)[] = [() => rmSync(folder, { recursive: true })];
afterAll(() => ends.forEach((end) => end()));

const HEADER_OCTETS = 12;

/** A name server on the loopback interface: it answers with a code and no record, or not at all. */
async function nameServer(code: number | null): Promise<string> {
  const socket = createSocket('udp4');
  socket.on('message', (question, peer) => {
    if (code === null) return;
    const answer = Buffer.from(question);
    answer.writeUInt16BE(0x8180 | code, 2); // an answer, by recursion
    answer.fill(0, 6, HEADER_OCTETS); // no records, of no kind
    socket.send(answer, peer.port, peer.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  ends.push(() => socket.close());
  return `127.0.0.1:${socket.address().port}`;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => server.close());
  // A server that listens on TCP has an address of this form.
  return (server.address() as AddressInfo).port;
}

describe('DNS', () => {
  it.each([
    ['there is no such name', 3],
    ['there is no such record', 0],
  ])('that says that %s has none', async (_what, code) => {
    const network = createAddressNetwork({ servers: [await nameServer(code)] });
    expect(await network.aliases('autodiscover.example.com')).toEqual([]);
    expect(await network.addresses('autodiscover.example.com')).toEqual([]);
    expect(await network.services('_autodiscover._tcp.example.com')).toEqual([]);
  });

  it.each([
    ['fails', 2],
    ['does not answer', null],
  ])('that %s is not taken for one that has nothing, and is not waited for without end', async (_what, code) => {
    const network = createAddressNetwork({ servers: [await nameServer(code)], timeoutMs: 50 });
    await expect(network.addresses('autodiscover.example.com')).rejects.toThrow(/^query/);
    await expect(network.services('_autodiscover._tcp.example.com')).rejects.toThrow(/^query/);
  });
});

describe('the certificate', () => {
  const files = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') };
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=DNS:phones.example.net,DNS:*.example.com'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', ...kind, ...subject, '-keyout', files.key, '-out', files.cert], { stdio: 'pipe' });
  const network = createAddressNetwork({ tlsTimeoutMs: 200 });

  it('is read as it is, with dates, names and whether it is trusted', async () => {
    const server = createServer({ key: readFileSync(files.key), cert: readFileSync(files.cert) });
    const port = await listen(server);
    const seen = await network.certificate('127.0.0.1', port);
    expect(seen.isTrusted).toBe(false);
    expect(seen.validTo.getTime() - seen.validFrom.getTime()).toBe(2 * 86_400_000);
    expect(['phones.example.net', 'autodiscover.example.com', 'example.net'].map((name) => seen.covers(name))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('of a server that is not there, says nothing, or hangs up is an error before long', async () => {
    const sockets: Socket[] = [];
    ends.push(() => sockets.forEach((socket) => socket.destroy()));
    const silent = await listen(createTcpServer((socket) => void sockets.push(socket)));
    const rude = await listen(createTcpServer((socket) => void socket.destroy()));
    await expect(network.certificate('127.0.0.1', silent)).rejects.toThrow('No TLS within 200 ms');
    await expect(network.certificate('127.0.0.1', rude)).rejects.toThrow(/disconnected|ECONNRESET|closed/);
    await expect(network.certificate('127.0.0.1', 1)).rejects.toThrow('ECONNREFUSED');
  });
});
