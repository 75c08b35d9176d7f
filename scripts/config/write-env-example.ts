import { writeFileSync } from 'node:fs';
import { renderEnvExample } from './env-example';

// npm run config:example
writeFileSync(new URL('../../.env.example', import.meta.url), renderEnvExample());
