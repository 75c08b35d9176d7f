import type { VariableName, Variables } from './variables';

/** Something that several variables have to agree on; tried once each of them is valid by itself. */
export type Rule = {
  /** The first one is named in the complaint. */
  names: readonly [VariableName, ...VariableName[]];
  isMet: (values: Variables) => boolean;
  complaint: string;
};

const isLoopback = (host: string | undefined) =>
  host === undefined || host === 'localhost' || host === '::1' || host.startsWith('127.');

const demoStaysHome = (name: 'CONSOLE_HOST' | 'ENGINE_HOST'): Rule => ({
  names: [name, 'BACKEND', 'DEMO_PUBLIC'],
  isMet: (values) => values.BACKEND !== 'demo' || values.DEMO_PUBLIC || isLoopback(values[name]),
  complaint: 'must be an address of this machine alone with BACKEND=demo, unless DEMO_PUBLIC=1',
});

const neededForImap = (name: 'IMAP_URL' | 'SMTP_URL'): Rule => ({
  names: [name, 'BACKEND'],
  isMet: (values) => values.BACKEND !== 'imap' || values[name] !== undefined,
  complaint: 'must be set with BACKEND=imap',
});

const rules: readonly Rule[] = [
  neededForImap('IMAP_URL'),
  neededForImap('SMTP_URL'),
  demoStaysHome('CONSOLE_HOST'),
  demoStaysHome('ENGINE_HOST'),
  {
    names: ['ENGINE_PORT', 'CONSOLE_PORT'],
    isMet: (values) => values.ENGINE_PORT !== values.CONSOLE_PORT,
    complaint: 'must differ from CONSOLE_PORT',
  },
  {
    names: ['DATABASE_OWNER_URL', 'DATABASE_URL'],
    isMet: (values) => values.DATABASE_OWNER_URL === undefined || values.DATABASE_URL !== undefined,
    complaint: 'makes no sense without DATABASE_URL',
  },
  {
    names: ['ADMIN_PASSWORD', 'ADMIN_EMAIL'],
    isMet: (values) => (values.ADMIN_EMAIL === undefined) === (values.ADMIN_PASSWORD === undefined),
    complaint: 'must be set together with ADMIN_EMAIL',
  },
  {
    names: ['NOTICE_FROM', 'NOTICE_SMTP_URL'],
    isMet: (values) => (values.NOTICE_FROM === undefined) === (values.NOTICE_SMTP_URL === undefined),
    complaint: 'must be set together with NOTICE_SMTP_URL',
  },
  {
    names: ['ENGINE_TLS_KEY', 'ENGINE_TLS_CERTIFICATE'],
    isMet: (values) => (values.ENGINE_TLS_KEY === undefined) === (values.ENGINE_TLS_CERTIFICATE === undefined),
    complaint: 'must be set together with ENGINE_TLS_CERTIFICATE',
  },
  {
    names: ['ENGINE_PING_DEFAULT_SECONDS', 'ENGINE_PING_MIN_SECONDS', 'ENGINE_PING_MAX_SECONDS'],
    isMet: (values) =>
      values.ENGINE_PING_MIN_SECONDS <= values.ENGINE_PING_DEFAULT_SECONDS &&
      values.ENGINE_PING_DEFAULT_SECONDS <= values.ENGINE_PING_MAX_SECONDS,
    complaint: 'must lie between ENGINE_PING_MIN_SECONDS and ENGINE_PING_MAX_SECONDS',
  },
];

/** The rules of which a process reads every variable. */
export function rulesFor(names: ReadonlySet<string>): Rule[] {
  return rules.filter((rule) => rule.names.every((name) => names.has(name)));
}
