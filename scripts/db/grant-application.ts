import type { Client } from 'pg';

/** History may be read and added to. */
const APPEND_ONLY = ['audit_event', 'device_event'];
/** Evidence: changes its state, never goes. */
const NEVER_DELETED = ['device_command', 'administrator', 'policy_exception'];

/**
 * Gives the application's role what console and engine need and no more. Repeated after every migration, so that new
 * tables are covered.
 */
export async function grantApplication(owner: Client, role: string): Promise<void> {
  const name = owner.escapeIdentifier(role);
  const list = (tables: string[]) => tables.map((table) => owner.escapeIdentifier(table)).join(', ');
  await owner.query(`
    BEGIN;
    GRANT USAGE ON SCHEMA public TO ${name};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${name};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${name};
    REVOKE UPDATE, DELETE, TRUNCATE ON ${list(APPEND_ONLY)} FROM ${name};
    REVOKE DELETE, TRUNCATE ON ${list(NEVER_DELETED)} FROM ${name};
    REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON _prisma_migrations FROM ${name};
    COMMIT;
  `);
}
