import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';

// What push costs at least: a server of Node that reads each request and then only holds it. The engine is measured
// against it. Arguments: certificate and key, or nothing.

let held = 0;

const listener: RequestListener = (req, res) => {
  if (req.method === 'GET') {
    res.end(`eas_held_requests ${held}\n`);
    return;
  }
  req.resume();
  req.once('end', () => {
    if (req.url?.includes('Cmd=Ping')) {
      held += 1;
      res.once('close', () => (held -= 1));
    } else res.end();
  });
};

const [, , certificate, key] = process.argv;
const server =
  certificate && key
    ? createTlsServer({ cert: readFileSync(certificate), key: readFileSync(key) }, listener)
    : createServer(listener);
server.listen({ host: '127.0.0.1', port: 0 }, () => {
  // A server that listens on TCP has an address of this form.
  process.send?.({ ready: true, port: (server.address() as AddressInfo).port });
});
process.once('disconnect', () => process.exit(0));
