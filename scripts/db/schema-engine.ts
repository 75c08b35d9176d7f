import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import { engineAdapter } from './engine-adapter';
import { MigrationError } from './migration-error';

// Implementation notes
// The engine that `prisma migrate` downloads as a native program also exists as WebAssembly, which npm can install. Its
// package expects a bundler to load the .wasm file, so we do that by hand. It reaches the database through the same
// driver adapter as the client and keeps `_prisma_migrations` just as `prisma migrate deploy` does.

/** What the engine rejected, in its own words. */
export class SchemaEngineError extends Error {
  override readonly name = 'SchemaEngineError';
}

/** Nothing in the database belongs to somebody else. */
export const NO_FILTERS = { externalTables: [], externalEnums: [] };

let isLoaded = false;

/**
 * Runs Prisma's schema engine against a database for the time of `use`.
 *
 * @throws SchemaEngineError
 */
export async function withSchemaEngine<T>(url: string, use: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  load();
  const adapter = engineAdapter(url);
  const factory = bindMigrationAwareSqlAdapterFactory(adapter.factory);
  let engine: SchemaEngine | undefined;
  try {
    engine = await engineModule.SchemaEngine.new({ datamodels: undefined }, () => undefined, factory);
    return await use(engine);
  } catch (cause) {
    if (cause instanceof MigrationError) throw cause;
    throw new SchemaEngineError(firstLines(cause), { cause });
  } finally {
    engine?.free();
    await adapter.close();
  }
}

function load(): void {
  if (isLoaded) return;
  const packageFolder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const compiled = new WebAssembly.Module(readFileSync(join(packageFolder, 'schema_engine_bg.wasm')));
  // The glue code is the module's only import; its type is that of a JavaScript module, not of an import object.
  const imports = { './schema_engine_bg.js': { ...engineModule } as unknown as WebAssembly.ModuleImports };
  const { exports } = new WebAssembly.Instance(compiled, imports);
  engineModule.__wbg_set_wasm(exports);
  const start = exports['__wbindgen_start'];
  if (typeof start === 'function') start();
  isLoaded = true;
}

/** The engine appends a trace of its own calls, which helps nobody who runs it. */
function firstLines(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split(/\n\s+0: /)[0] ?? text;
}
