import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// The baseline: a server of Node that reads each request and answers the bytes that the engine answered, with its headers.
// Arguments: the body in base64, may be empty.

const body = Buffer.from(process.argv[2] ?? '', 'base64');
const headers = {
  'MS-Server-ActiveSync': '16.1',
  'Cache-Control': 'private',
  'Content-Type': 'application/vnd.ms-sync.wbxml',
  'Content-Length': body.length,
};
const server = createServer((req, res) => {
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  req.once('end', () => {
    Buffer.concat(chunks);
    res.writeHead(200, headers);
    res.end(body);
  });
});
server.listen({ host: '127.0.0.1', port: 0 }, () => {
  // A server that listens on TCP has an address of this form.
  process.send?.({ ready: true, port: (server.address() as AddressInfo).port });
});
process.once('disconnect', () => process.exit(0));
