import { prepare } from '../testing/system';

// What the browser tests run: console and engine as they are shipped.
await prepare();
