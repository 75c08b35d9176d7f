import { parseSmtpUrl, type SmtpServer } from './smtp-url';

/** The server for notices, and how to sign in there; null: not at all. */
export type NoticeServer = {
  readonly server: SmtpServer;
  readonly signIn: { readonly username: string; readonly password: string } | null;
};

/**
 * Reads `NOTICE_SMTP_URL`: `smtps://user:password@host[:465]` or `smtp://user:password@host[:587]`, where the parts of the
 * sign-in are percent-encoded and may be missing. Otherwise as `SMTP_URL`.
 *
 * @throws Error that says what is wrong, without repeating the URL
 */
export function parseNoticeUrl(text: string): NoticeServer {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) throw new Error('NOTICE_SMTP_URL must look like smtps://user:password@mail.example.com');
  const [username, password] = [decoded(url.username), decoded(url.password)];
  if ((username === '') !== (password === '')) {
    throw new Error('NOTICE_SMTP_URL must hold a user name and a password, or none of the two');
  }
  url.username = '';
  url.password = '';
  // The name is sent as it stands here, whatever the domain.
  url.searchParams.set('login', 'typed');
  if (username === '') url.searchParams.set('auth', 'off');
  try {
    const server = parseSmtpUrl(url.href, { domain: null, login: 'typed' });
    return { server, signIn: username === '' ? null : { username, password } };
  } catch (error) {
    throw new Error(error instanceof Error ? error.message.replace('SMTP_URL', 'NOTICE_SMTP_URL') : String(error), {
      cause: error,
    });
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw new Error('NOTICE_SMTP_URL: user name and password must be percent-encoded', { cause });
  }
}
