import { writeFileSync } from 'node:fs';
import { renderCoverage } from './spec-coverage';

writeFileSync('docs/spec-coverage.md', renderCoverage(process.cwd()));
