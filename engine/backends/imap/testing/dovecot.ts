import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  accessSync,
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { dovecotConfiguration, type DovecotOptions, NOBODY } from './dovecot-configuration';

const DOVECOT = '/usr/sbin/dovecot';
export type Dovecot = {
  readonly port: number;
  /** 0 without a certificate. */
  readonly tlsPort: number;
  /** Where mail is delivered by LMTP; 0 unless it takes mail or runs scripts. */
  readonly lmtpPort: number;
  /** Maildirs, each under the name of its user. */
  readonly mailFolder: string;
  /** Everything that the server has logged. */
  readonly logged: () => string;
  /** Adds a user, or changes the password. @returns once it holds */
  setPassword(user: string, password: string): Promise<void>;
  /** Of ManageSieve; 0 without. */
  readonly sievePort: number;
  /** What scripts have sent so far: the parameters for the mail system on one line, then the message. */
  readonly sentByScripts: () => string[];
  /** Puts a message into an Inbox as it is, octet by octet, as a delivery agent does. */
  deliver(user: string, raw: Uint8Array): void;
  /** Ends the server; mail and passwords stay. */
  halt(): Promise<void>;
  /** Starts it again, on the same port. */
  resume(): Promise<void>;
  /** For good, with all mail. May be called again. */
  stop(): Promise<void>;
};

/** A real Dovecot of this machine, with its own configuration and mail in a temporary folder, on a free port. */
export async function startDovecot(options: DovecotOptions = {}): Promise<Dovecot> {
  accessSync(DOVECOT);
  const isRoot = process.getuid?.() === 0;
  const uid = isRoot ? NOBODY : userInfo().uid;
  const folder = mkdtempSync(join(tmpdir(), 'dovecot-'));
  chmodSync(folder, 0o755);
  const mail = join(folder, 'mail');
  mkdirSync(mail);
  if (isRoot) chownSync(mail, NOBODY, NOBODY);
  const users = join(folder, 'users');
  mkdirSync(users);
  const port = await freePort();
  const tlsPort = options.certificate ? await freePort() : 0;
  const sievePort = options.sieve ? await freePort() : 0;
  const lmtpPort = options.takesMail || options.sieve ? await freePort() : 0;
  const sent = prepareSending(folder, isRoot);
  const configFile = join(folder, 'dovecot.conf');
  const ports = { port, tlsPort, sievePort, lmtpPort };
  writeFileSync(configFile, dovecotConfiguration({ folder, mail, users, uid, isRoot, ...ports, ...options }));
  let server = run(configFile);
  await untilListening(port, server.ended);
  let delivered = 0;
  const halt = async () => {
    server.process.kill('SIGTERM');
    await server.ended;
  };
  return {
    port,
    tlsPort,
    lmtpPort,
    mailFolder: mail,
    logged: () => readFileSync(join(folder, 'log'), 'utf8'),
    setPassword: async (user, password) => {
      writeFileSync(join(users, user), `${user}:{PLAIN}${password}::::::\n`);
      await untilAccepted(port, user, password);
    },
    sievePort,
    sentByScripts: () =>
      readdirSync(sent)
        .filter((name) => name.endsWith('.eml'))
        .map((name) => readFileSync(join(sent, name), 'utf8')),
    deliver: (user, raw) => {
      delivered += 1;
      const own = join(mail, user);
      for (const path of [own, ...['tmp', 'new', 'cur'].map((name) => join(own, name))]) {
        mkdirSync(path, { recursive: true });
        if (isRoot) chownSync(path, NOBODY, NOBODY);
      }
      // Dovecot numbers new mails by their names; a file that is still being written must not lie there.
      const name = `${Math.floor(Date.now() / 1000)}.${String(delivered).padStart(6, '0')}.test`;
      writeFileSync(join(own, 'tmp', name), raw);
      if (isRoot) chownSync(join(own, 'tmp', name), NOBODY, NOBODY);
      renameSync(join(own, 'tmp', name), join(own, 'new', name));
    },
    halt,
    resume: async () => {
      server = run(configFile);
      await untilListening(port, server.ended);
    },
    stop: async () => {
      await halt();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function run(configFile: string) {
  const process = spawn(DOVECOT, ['-F', '-c', configFile], { stdio: ['ignore', 'ignore', 'inherit'] });
  return { process, ended: once(process, 'exit') };
}

/** A mail system that sends nothing, but keeps what it was given. @returns the folder where */
function prepareSending(folder: string, isRoot: boolean): string {
  const sent = join(folder, 'sent');
  mkdirSync(sent);
  if (isRoot) chownSync(sent, NOBODY, NOBODY);
  const script = [
    '#!/bin/sh',
    `name="${sent}/$$"`,
    '{ echo "$*"; cat; } > "$name.part"',
    'mv "$name.part" "$name.eml"',
  ];
  writeFileSync(join(folder, 'sendmail'), `${script.join('\n')}\n`, { mode: 0o755 });
  return sent;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  // A server that listens on TCP has an address of this form.
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function untilListening(port: number, ended: Promise<unknown>): Promise<void> {
  let hasEnded = false;
  void ended.then(() => (hasEnded = true));
  const giveUpAt = Date.now() + 20_000;
  while (!(await isListening(port))) {
    if (hasEnded) throw new Error('Dovecot ended at once; see its message above');
    if (Date.now() > giveUpAt) throw new Error('Dovecot does not listen');
  }
}

/** Dovecot looks at a user file at most once a second: asks until the new password is good. */
async function untilAccepted(port: number, user: string, password: string): Promise<void> {
  const giveUpAt = Date.now() + 20_000;
  while (!(await isAccepted(port, user, password))) {
    if (Date.now() > giveUpAt) throw new Error('Dovecot does not take the password');
  }
}

async function isAccepted(port: number, user: string, pass: string): Promise<boolean> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass },
    logger: false,
  });
  client.on('error', () => undefined);
  const isConnected = await client.connect().then(
    () => true,
    () => false,
  );
  client.close();
  return isConnected;
}

/** Tries to connect; a refusal takes long enough that trying again at once does no harm. */
async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const isConnected = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return isConnected;
}
