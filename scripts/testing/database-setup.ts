import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { readTestConfig } from '@/lib/config/test-config';
import { applyMigrations } from '../db/apply-migrations';
import { scramVerifier } from '../postgres/scram-verifier';
import { startTemporaryPostgres } from '../postgres/temporary-postgres';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Server, template and roles that every database test clones from. */
    testServer: { ownerUrl: string; template: string; applicationRole: string; applicationPassword: string };
  }
}

let dropEverything = async () => {};

/**
 * Starts one PostgreSQL for the run, or uses TEST_DATABASE_URL, and migrates one template. Test files clone it.
 * Everything made here is dropped again; if the run is killed, the server we started goes with it.
 */
export async function setup(project: TestProject): Promise<void> {
  const external = readTestConfig().TEST_DATABASE_URL;
  const postgres = external === undefined ? await startTemporaryPostgres() : null;
  const serverUrl = postgres?.ownerUrl ?? external ?? '';
  const suffix = randomBytes(6).toString('hex');
  const template = `mobileadmin_template_${suffix}`;
  const applicationRole = `mobileadmin_app_${suffix}`;
  const applicationPassword = randomBytes(16).toString('hex');

  const owner = new Client({ connectionString: serverUrl });
  dropEverything = async () => {
    await owner.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    await owner.query(`DROP ROLE IF EXISTS ${applicationRole}`);
    await owner.end();
    await postgres?.stop();
  };
  await owner.connect();
  try {
    const verifier = owner.escapeLiteral(scramVerifier(applicationPassword));
    await owner.query(`CREATE ROLE ${applicationRole} LOGIN PASSWORD ${verifier}`);
    await owner.query(`CREATE DATABASE ${template} TEMPLATE template0`);
    const templateUrl = new URL(serverUrl);
    templateUrl.pathname = `/${template}`;
    await applyMigrations({ ownerUrl: templateUrl.href, applicationRole });
  } catch (error) {
    await dropEverything();
    throw error;
  }
  project.provide('testServer', { ownerUrl: serverUrl, template, applicationRole, applicationPassword });
}

/** Drops what `setup` made. */
export async function teardown(): Promise<void> {
  await dropEverything();
}
