// npm test. Plain JavaScript until the packages are there; then scripts/test/main.ts.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { complainAboutNode } from './start/node-version.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

async function test() {
  const { createProgress } = await import('./start/progress.mjs');
  const { install, needsInstall } = await import('./start/install.mjs');
  const progress = createProgress();
  if (needsInstall(root)) await progress.step('Installing packages', () => install(root));

  const require = createRequire(import.meta.url);
  await import(require.resolve('tsx/esm')); // from here on, TypeScript and the alias `@/` are understood
  const { main } = await import('./test/main.ts');
  return main({ root, progress });
}

function fail(error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

const complaint = complainAboutNode(process.versions.node);
if (complaint) fail(complaint);
else test().catch(fail);
