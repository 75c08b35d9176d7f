import { expect, it } from 'vitest';
import { explainFailure } from '../postgres/explain-failure';
import { explainFault } from './explain-fault';
import { StartError } from './start-error';

const systemError = (code: string) => Object.assign(new Error(`${code}: whatever`), { code, path: '/data/x' });

it.each([
  [new StartError('One sentence.'), 'One sentence.'],
  [systemError('ENOSPC'), '/data/x is on a disk that is full.'],
  [systemError('EACCES'), '/data/x may not be written by this user.'],
])('what can be expected is one sentence: %s', (error, sentence) => expect(explainFault(error)).toBe(sentence));

it('what cannot be expected is told whole', () => {
  expect(explainFault(new TypeError('x is not a function'))).toMatch(/TypeError: x is not a function\n {4}at /);
});

it.each([
  ['FATAL:  could not write lock file "postmaster.pid": No space left on device', 'The disk that holds /d is full.'],
  ['initdb: error: could not create directory "/d/pg_wal": Disk quota exceeded', 'The disk that holds /d is full.'],
  [
    'FATAL:  database files are incompatible with server\nDETAIL:  The data directory was initialized by PostgreSQL version 17',
    '/d was made by another version of PostgreSQL.',
  ],
  ['FATAL:  something new happened', 'PostgreSQL does not start: something new happened.'],
  ['', 'PostgreSQL does not start: it gave no reason.'],
])('the words of PostgreSQL become a sentence: %j', (output, sentence) => {
  expect(explainFailure(output, '/d')).toBe(sentence);
});
