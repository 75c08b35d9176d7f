import { readFileSync, writeFileSync } from 'node:fs';
import { withSettings } from './settings-reference';

writeFileSync('docs/policies.md', withSettings(readFileSync('docs/policies.md', 'utf8')));
