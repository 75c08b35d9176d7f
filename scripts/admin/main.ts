import { readEnvironment } from '@/lib/config/environment';
import { run } from './run';
import { openTerminal } from './terminal';

// The reader of a pipe may go away (`| head`): not done then, and nothing to say about it.
process.stdout.on('error', () => process.exit(1));

const { stdin: input, stdout: output, stderr: errors } = process;
const terminal = openTerminal({ input, output, errors });
const environment = readEnvironment();
const isAnnouncedByNpm =
  environment['npm_lifecycle_event'] === 'admin' && environment['npm_config_loglevel'] !== 'silent';
if (isAnnouncedByNpm && !output.isTTY) {
  terminal.tell('npm has written lines of its own to standard output; "npm run --silent admin -- …" leaves them out.');
}
process.exitCode = await run({ words: process.argv.slice(2), terminal, environment });
