import { afterAll } from 'vitest';
import { type EngineUnderTest, useEngine } from '@/engine/engine-under-test';
import { type MailSystem, type MailSystemOptions, startMailSystem } from '@/engine/backends/imap/testing/mail-system';
import type { EngineOptions } from '@/engine/start-engine';
import { DatabaseFolderRegistry } from '@/engine/sync-state/folder-registry';
import type { EasClient, EasClientConfig } from '@/engine/testing/eas-client';
import { createDatabase } from '@/lib/db/client';

const PASSWORD = 'tulip';

export type EngineOverDovecot = MailSystem & {
  readonly engine: EngineUnderTest;
  /** A phone of this mailbox, which is made if there is none. */
  readonly phone: (user: string, config?: Partial<EasClientConfig>) => Promise<EasClient>;
};

/** An engine over its real port, with a real mail server behind it; all of it is stopped when the file is through. */
export async function useEngineOverDovecot(
  databaseUrl: string,
  mail: Omit<MailSystemOptions, 'registry'> = {},
  engineOptions: Partial<EngineOptions> = {},
): Promise<EngineOverDovecot> {
  const { db, close } = createDatabase(databaseUrl, { max: 5 });
  afterAll(close);
  const system = await startMailSystem({ ...mail, registry: new DatabaseFolderRegistry(db, () => new Date()) });
  afterAll(system.stop);
  const engine = await useEngine(databaseUrl, { backend: system.backend, demo: null, ...engineOptions });
  const known = new Set<string>();
  const phone = async (user: string, config: Partial<EasClientConfig> = {}) => {
    if (!known.has(user)) await system.dovecot.setPassword(user, PASSWORD);
    known.add(user);
    return engine.phone({ user, password: PASSWORD, ...config });
  };
  return { ...system, engine, phone };
}
