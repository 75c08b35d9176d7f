/** How a server knows its users. */
export type NamingRules = {
  /** Appended to names without one. Null: names are as they are. */
  readonly domain: string | null;
  /** What the server takes as user name: what the phone presented, the part before the @, or always the address. */
  readonly login: 'typed' | 'user' | 'address';
  readonly host: string;
};

/** Under which name to sign in at the server, and which mailbox that is. */
export type UserName = {
  readonly login: string;
  readonly mailbox: string;
  /** Where the owner sends from: without a domain known, the host of the mail server stands for it. */
  readonly address: string;
};

/**
 * Brings the forms of a user name together: with a domain configured, `anna` and `anna@example.com` are one mailbox.
 *
 * @returns null for what cannot be a user name, and for another domain where the server takes no domain
 */
export function resolveUserName(username: string, { domain, login, host }: NamingRules): UserName | null {
  const typed = username.trim();
  if (!/^[^\s\\"\p{Cc}]{1,254}$/u.test(typed)) return null;
  const at = typed.lastIndexOf('@');
  const user = at < 0 ? typed : typed.slice(0, at);
  const own = at < 0 ? domain : typed.slice(at + 1).toLowerCase();
  if (user === '' || own === '') return null;
  const address = `${user}@${own ?? host.replace(/^(?:imap|mail|smtp)\d*\./i, '')}`;
  const mailbox = (own === null ? user : address).toLowerCase();
  if (login === 'address') return { login: own === null ? user : address, mailbox, address };
  if (login === 'typed') return { login: typed, mailbox, address };
  // The server would sign in anna of its own domain, whatever domain was typed: that is another person's name.
  return own === domain ? { login: user, mailbox, address } : null;
}
