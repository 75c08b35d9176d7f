// npm start, npm run dev, npm run demo. Plain JavaScript until the packages are there; then scripts/start/main.ts.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { complainAboutNode } from './start/node-version.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

async function start() {
  const { createProgress } = await import('./start/progress.mjs');
  const { install, needsInstall } = await import('./start/install.mjs');
  const progress = createProgress();
  if (needsInstall(root)) await progress.step('Installing packages', () => install(root));

  const require = createRequire(import.meta.url);
  await import(require.resolve('tsx/esm')); // from here on, TypeScript and the alias `@/` are understood
  const { main } = await import('./start/main.ts');
  await main({ root, words: process.argv.slice(2), progress });
}

const complaint = complainAboutNode(process.versions.node);
if (complaint) {
  console.error(complaint);
  process.exitCode = 1;
} else {
  start().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}
