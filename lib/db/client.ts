import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { Prisma, PrismaClient } from './generated/client';

/** The Prisma client, as every domain function gets it in its context. */
export type Database = PrismaClient;

/** The client inside `db.$transaction(async (tx) => …)`. */
export type Transaction = Prisma.TransactionClient;

export type DatabaseOptions = {
  /** Most connections that this process opens; further queries wait for a free one. */
  max?: number;
  /** Hears of connections that broke while nobody used them; the pool replaces them by itself. */
  onConnectionError?: (error: Error) => void;
};

/**
 * Opens a pool of connections. Nothing is connected before the first query.
 *
 * @returns the client, and `close`, which waits for running queries and ends every connection
 */
export function createDatabase(url: string, options: DatabaseOptions = {}) {
  const onConnectionError = options.onConnectionError ?? (() => undefined);
  const settings = {
    max: options.max ?? 10,
    connectionTimeoutMillis: 10_000,
    // Signing in anew costs more than a query: a burst after some quiet would wait for that.
    idleTimeoutMillis: 300_000,
    keepAlive: true,
  };
  const pool = new Pool({ connectionString: url, ...settings });
  pool.on('error', onConnectionError);
  const adapter = new PrismaPg(pool, { onConnectionError });
  // Changes that leave a trace queue for the history's one writer; a burst of first contacts must wait, not fail.
  const transactionOptions = { maxWait: 10_000, timeout: 20_000 };
  const db: Database = new PrismaClient({ adapter, transactionOptions });
  pools.set(db, pool);
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= db.$disconnect().then(() => pool.end()));
  return { db, close };
}

const pools = new WeakMap<Database, Pool>();

/**
 * The connections of a database, for the few statements that are run so often that Prisma's share of the work counts.
 *
 * @throws if the client was not made by `createDatabase`
 */
export function poolOf(db: Database): Pool {
  const pool = pools.get(db);
  if (!pool) throw new Error('The database was not opened by createDatabase');
  return pool;
}

const UNIQUE_VIOLATION = '23505';

/**
 * Tells whether PostgreSQL refused a write because the row exists already, by a Prisma query or a raw one.
 *
 * @param constraint name of the index in the database, when a write can break more than one
 */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  // The adapter's own report is the only place that names the constraint; a message may not be there.
  const report = JSON.stringify(error.meta ?? {});
  if (error.code !== 'P2002' && !report.includes(`"${UNIQUE_VIOLATION}"`)) return false;
  // Quotation marks around the name depend on the server's language.
  return constraint === undefined || new RegExp(`\\b${constraint}\\b`).test(report);
}
