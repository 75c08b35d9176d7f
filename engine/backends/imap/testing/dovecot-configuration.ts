import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';

/** With root rights, mail is kept by an ordinary user: Dovecot gives root no mailbox. */
export const NOBODY = 65_534;

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

/** Not compiled beforehand, of which Dovecot complains in its log and no more. */
function writeDefault(file: string, script: string): void {
  mkdirSync(dirname(file));
  writeFileSync(file, script);
}

function sieveServices({ folder, mail, sievePort, isRoot, sieve = {} }: DovecotSettings): string {
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

/** The options, and what this machine and this start add to them. */
export type DovecotSettings = DovecotOptions & {
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

/** The text of the configuration file; writes the script that is run by default, where there is one. */
export function dovecotConfiguration(settings: DovecotSettings): string {
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

function services({ port, tlsPort, lmtpPort, isRoot, connections }: DovecotSettings): string {
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
