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
import { dirname, join } from 'node:path';
import { ImapFlow } from 'imapflow';

const DOVECOT = '/usr/sbin/dovecot';
/** With root rights, mail is kept by an ordinary user: Dovecot gives root no mailbox. */
const NOBODY = 65_534;

export type DovecotOptions = {
  /** Capabilities that the server does not tell of, so that it looks like an older one. */
  readonly without?: readonly string[];
  readonly separator?: '/' | '.';
  /** Before all names but that of the Inbox. */
  readonly prefix?: 'INBOX.' | 'INBOX/';
  /** No folder is marked for what it is used for. */
  readonly hasNoSpecialUse?: boolean;
  /** Also runs the scripts of users for what is delivered, and lets them be changed. */
  readonly sieve?: {
    /** Extensions that the server does not have. */
    readonly without?: readonly string[];
    readonly maxScriptBytes?: number;
    /** Run for whoever has no script; users see it under the name `organisation`. */
    readonly defaultScript?: string;
  };
  /** PEM files; with them, the server also speaks TLS on another port, and STARTTLS. */
  readonly certificate?: { readonly certificateFile: string; readonly keyFile: string };
  /** Of one user from one address. */
  readonly connectionsPerUser?: number;
  /** Octets that one mailbox may hold; no limit if it is left out. */
  readonly quotaBytes?: number;
  /** How long a wrong password waits for its answer; 0 unless told otherwise. */
  readonly failureDelaySeconds?: number;
  /** Connections at a time, of all users together. Default: as many as Dovecot takes by itself. */
  readonly connections?: number;
  /** Takes mail by LMTP as well, for its users. */
  readonly takesMail?: boolean;
};

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
  writeFileSync(configFile, configuration({ folder, mail, users, uid, isRoot, ...ports, ...options }));
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

/** Not compiled beforehand, of which Dovecot complains in its log and no more. */
function writeDefault(file: string, script: string): void {
  mkdirSync(dirname(file));
  writeFileSync(file, script);
}

function sieveServices({ folder, mail, sievePort, isRoot, sieve = {} }: Settings): string {
  const { without = [], maxScriptBytes, defaultScript } = sieve;
  const defaultFile = join(mail, 'default', 'organisation.sieve');
  if (defaultScript !== undefined) writeDefault(defaultFile, defaultScript);
  const chroot = isRoot ? '' : 'chroot =';
  return `sendmail_path = ${folder}/sendmail
plugin {
  sieve = file:${mail}/%u/scripts;active=${mail}/%u/active.sieve
  ${without.length > 0 ? `sieve_extensions = ${without.map((name) => `-${name}`).join(' ')}` : ''}
  ${maxScriptBytes === undefined ? '' : `sieve_max_script_size = ${maxScriptBytes}B`}
  ${defaultScript === undefined ? '' : `sieve_default = ${defaultFile}\n  sieve_default_name = organisation`}
}
protocol lmtp {
  mail_plugins = $mail_plugins sieve
}
service managesieve-login {
  ${chroot}
  inet_listener sieve {
    port = ${sievePort}
  }
}
`;
}

type Settings = DovecotOptions & {
  folder: string;
  mail: string;
  users: string;
  port: number;
  tlsPort: number;
  sievePort: number;
  lmtpPort: number;
  uid: number;
  isRoot: boolean;
};

/** What this Dovecot tells of itself after the sign-in. */
const CAPABILITIES =
  'IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE SORT SORT=DISPLAY THREAD=REFERENCES THREAD=REFS THREAD=ORDEREDSUBJECT MULTIAPPEND URL-PARTIAL CATENATE UNSELECT CHILDREN NAMESPACE UIDPLUS LIST-EXTENDED I18NLEVEL=1 CONDSTORE QRESYNC ESEARCH ESORT SEARCHRES WITHIN CONTEXT=SEARCH LIST-STATUS BINARY MOVE SNIPPET=FUZZY PREVIEW=FUZZY PREVIEW STATUS=SIZE SAVEDATE NOTIFY SPECIAL-USE LITERAL+'.split(
    ' ',
  );

function configuration(settings: Settings): string {
  const { folder, mail, users, uid, isRoot, certificate, without = [], prefix = '' } = settings;
  const { separator = '/', hasNoSpecialUse = false, connectionsPerUser = 100 } = settings;
  const { failureDelaySeconds = 0, quotaBytes } = settings;
  const specialUse = (kind: string) => (hasNoSpecialUse ? '' : `special_use = \\${kind}`);
  const capability = CAPABILITIES.filter((name) => !without.includes(name)).join(' ');
  const tls = certificate
    ? `ssl = yes\nssl_cert = <${certificate.certificateFile}\nssl_key = <${certificate.keyFile}`
    : 'ssl = no';
  const user = userInfo().username;
  // Without root rights nothing can change its user or root folder.
  const own = `default_internal_user = ${user}\ndefault_login_user = ${user}\ndefault_internal_group =\n`;
  return `
protocols = imap${settings.sieve ? ' sieve' : ''}${settings.lmtpPort > 0 ? ' lmtp' : ''}
listen = 127.0.0.1
${tls}
disable_plaintext_auth = no
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
auth_failure_delay = ${failureDelaySeconds} secs
auth_default_realm = example.com
auth_username_format = %Lu
auth_mechanisms = plain login
mail_location = maildir:${mail}/%u
mail_max_userip_connections = ${connectionsPerUser}
login_trusted_networks = 127.0.0.0/8
${without.length > 0 ? `imap_capability = ${capability}` : ''}
${quotaBytes === undefined ? '' : quotaConfiguration(quotaBytes)}
first_valid_uid = 1
first_valid_gid = 0
${isRoot ? '' : own}
${settings.sieve ? sieveServices(settings) : ''}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${users}/%Lu
}
userdb {
  driver = static
  args = uid=${uid} gid=${isRoot ? NOBODY : userInfo().gid} home=${mail}/%u
}
namespace inbox {
  inbox = yes
  separator = ${separator}
  prefix = ${prefix}
  mailbox Drafts {
    auto = create
    ${specialUse('Drafts')}
  }
  mailbox "Sent Mail" {
    auto = create
    ${specialUse('Sent')}
  }
  mailbox Trash {
    auto = create
    ${specialUse('Trash')}
  }
  mailbox Projects${separator}Halden {
    auto = create
  }
}
${services(settings)}`;
}

const quotaConfiguration = (bytes: number): string => `mail_plugins = quota
protocol imap {
  mail_plugins = quota imap_quota
}
plugin {
  quota = count:User quota
  quota_vsizes = yes
  quota_rule = *:bytes=${bytes}
  quota_grace = 0
}`;

function services({ port, tlsPort, lmtpPort, isRoot, connections }: Settings): string {
  const chroot = isRoot ? '' : 'chroot =';
  const many = connections === undefined ? '' : manyConnections(connections);
  const lmtp = lmtpPort === 0 ? '' : lmtpService(lmtpPort, chroot);
  return `${many}${lmtp}service imap-login {
  ${chroot}
  process_min_avail = 1
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
service anvil {
  ${chroot}
  # No pause after refused sign-ins: the engine's own are under test.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  ${chroot}
}
`;
}

/**
 * A process of `imap` for each connection, but none for each sign-in; the services that all of them ask have to keep up.
 */
const manyConnections = (connections: number): string => `default_client_limit = ${4 * connections + 1000}
default_process_limit = ${connections}
service imap {
  process_limit = ${connections}
}
service imap-login {
  service_count = 0
}
`;

const lmtpService = (port: number, chroot: string): string => `postmaster_address = postmaster@example.com
service lmtp {
  ${chroot}
  process_min_avail = 2
  inet_listener lmtp {
    port = ${port}
  }
}
`;

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
