import type { Client } from 'pg';
import { APPLICATION_ROLE, DATABASE_NAME, type Credentials } from './credentials';
import { scramVerifier } from './scram-verifier';

/** Makes sure that the application's role and the database exist, and that the role's password is the one we keep. */
export async function prepareRoles(owner: Client, credentials: Credentials): Promise<void> {
  const role = await owner.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [APPLICATION_ROLE]);
  const verb = role.rowCount === 0 ? 'CREATE' : 'ALTER';
  const verifier = owner.escapeLiteral(scramVerifier(credentials.applicationPassword));
  await owner.query(
    `${verb} ROLE ${APPLICATION_ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD ${verifier}`,
  );
  const database = await owner.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE_NAME]);
  if (database.rowCount === 0) await owner.query(`CREATE DATABASE ${DATABASE_NAME}`);
}
