import { fileURLToPath } from 'node:url';
import { isBuilt } from '../start/build';
import { prepare } from '../testing/system';

// What the browser tests run: console and engine as they are shipped.
await prepare();
// Next likes to improve tsconfig.json. Then every other start would build again, and the clone would not be clean.
if (!isBuilt(fileURLToPath(new URL('../..', import.meta.url)))) {
  console.error('The build has changed one of the files that it is made from; see: git status');
  process.exit(1);
}
