import { PrismaPg } from '@prisma/adapter-pg';
import {
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import { Client, DatabaseError, Pool, types } from 'pg';

/**
 * Prisma's adapter for PostgreSQL, mended in three places where the schema engine needs more of it than the client does:
 *
 * - It cuts scripts at every semicolon, even inside a function's body or a comment. Here PostgreSQL gets the script as a
 *   whole, which also makes it all or nothing.
 * - It refuses columns of the catalogue's one-letter type `"char"`. They pass it as text and reach the engine as letters.
 * - It makes a shadow database by overriding the name in its options, which a connection address in the same options
 *   wins over: the "shadow" would be the real database. So the shadow is made here.
 */
export function engineAdapter(url: string): EngineAdapter {
  const { provider, adapterName } = new PrismaPg(url);
  const opened: SqlDriverAdapter[] = [];
  const keep = async (adapter: Promise<SqlDriverAdapter>) => {
    opened.push(await adapter);
    return adapter;
  };
  return {
    factory: {
      provider,
      adapterName,
      connect: () => keep(connect(url)),
      connectToShadowDb: () => keep(connectToShadow(url)),
    },
    close: async () => {
      for (const adapter of opened) await adapter.dispose();
    },
  };
}

export type EngineAdapter = {
  factory: SqlMigrationAwareDriverAdapterFactory;
  /** Ends all connections. The engine ends only those to shadow databases, and keeps its advisory lock until then. */
  close: () => Promise<void>;
};

async function connect(url: string, afterwards?: () => Promise<void>): Promise<SqlDriverAdapter> {
  // One connection, so that the engine's advisory lock and its statements share a session.
  const pool = new Pool({ connectionString: url, max: 1 });
  // One connection answers one query at a time, so these are the columns of the answer being read.
  let letterColumns: boolean[] = [];
  pool.on('connect', (client) => {
    client.connection.prependListener('rowDescription', ({ fields }: { fields: { dataTypeID: number }[] }) => {
      letterColumns = fields.map((field) => field.dataTypeID === types.builtins.CHAR);
      for (const [index, field] of fields.entries()) if (letterColumns[index]) field.dataTypeID = types.builtins.TEXT;
    });
  });
  const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect();
  const mended: Pick<SqlDriverAdapter, 'queryRaw' | 'executeScript' | 'dispose'> = {
    queryRaw: async (query) => {
      const result = await adapter.queryRaw(query);
      const columnTypes = result.columnTypes.map((type, index) =>
        letterColumns[index] ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    },
    executeScript: async (script) => {
      await pool.query(script).catch((error: unknown) => {
        throw toAdapterError(error);
      });
    },
    dispose: async () => {
      if (pool.ended) return;
      await adapter.dispose();
      await afterwards?.();
    },
  };
  return new Proxy(adapter, {
    get: (target, property) => {
      if (Object.hasOwn(mended, property)) return Reflect.get(mended, property);
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

async function connectToShadow(url: string): Promise<SqlDriverAdapter> {
  const name = `mobileadmin_shadow_${crypto.randomUUID().replaceAll('-', '')}`;
  const shadowUrl = new URL(url);
  shadowUrl.pathname = `/${name}`;
  await execute(url, `CREATE DATABASE ${name} TEMPLATE template0`);
  return connect(shadowUrl.href, () => execute(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** What the engine needs to record a failure; any other error stays what it is. */
function toAdapterError(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) return error;
  const { code = '', severity = 'ERROR', message, detail, column, hint } = error;
  return new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
}
