import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// npm run db:generate
// `prisma generate` looks for the native schema engine, which npm cannot install, but never runs it: generation is done
// in WebAssembly. Any file that exists will do in its place, so no download is tried.

const root = fileURLToPath(new URL('../..', import.meta.url));
const prisma = fileURLToPath(new URL('../../node_modules/prisma/build/index.js', import.meta.url));
const { status } = spawnSync(process.execPath, [prisma, 'generate', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  },
});
process.exit(status ?? 1);
