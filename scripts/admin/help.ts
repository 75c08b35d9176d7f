import type { AdminCommand } from './command';
import { renderFacts } from './render';

const everywhere: AdminCommand['options'] = {
  json: { description: 'Answers, and complaints, as JSON' },
  help: { description: 'Shows this' },
};

/** All commands, one a line. */
export function helpOverview(commands: readonly AdminCommand[]): string {
  return [
    'Usage: npm run --silent admin -- COMMAND [OPTIONS]',
    '',
    renderFacts(commands.map(({ name, summary }) => [`  ${name}`, summary])),
    '',
    'COMMAND --help tells more. Works whether or not the server runs. Exit status: 0 done, 1 not done, 2 wrong usage;',
    'policy plan: 0 nothing to change, 1 failed, 2 changes.',
  ].join('\n');
}

/** One command with its options. */
export function helpCommand(command: AdminCommand): string {
  const { name, operand, summary } = command;
  const options = Object.entries({ ...command.options, ...everywhere });
  return [
    `Usage: npm run --silent admin -- ${name}${operand === undefined ? '' : ` [${operand}]`} [OPTIONS]`,
    '',
    `${summary}.`,
    '',
    renderFacts(
      options.map(([option, { value, description }]) => [
        `  --${option}${value === undefined ? '' : ` ${value}`}`,
        description,
      ]),
    ),
    ...(command.notes === undefined ? [] : ['', command.notes]),
  ].join('\n');
}
