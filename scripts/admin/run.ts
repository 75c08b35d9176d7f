import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Environment } from '@/lib/config/environment';
import { loadStartConfig } from '@/lib/config/start-config';
import { createDatabase } from '@/lib/db/client';
import { UsageError } from './admin-error';
import { type AdminCommand, type Answer, parseOptions } from './command';
import { commands } from './commands';
import { explainError } from './explain-error';
import { helpCommand, helpOverview } from './help';
import { openDatabase } from './open-database';
import { operator } from './operator';
import type { Terminal } from './terminal';

const DONE = 0;
const NOT_DONE = 1;
const WRONG_WORDS = 2;

/** What the command line was started with. */
export type Invocation = { words: readonly string[]; terminal: Terminal; environment: Environment };

/** Does what the words say. Returns the exit status: 0 only if it is done. */
export async function run(invocation: Invocation): Promise<number> {
  const { words, terminal } = invocation;
  try {
    const command = findCommand(words);
    if (!command) return await showOverview(words, terminal);
    return await runCommand(command, invocation);
  } catch (error) {
    const complaint = explainError(error);
    terminal.tell(words.includes('--json') ? JSON.stringify(complaint) : complaint.message);
    const isUsage = error instanceof UsageError || error instanceof z.ZodError;
    return isUsage ? (findCommand(words)?.wrongWordsStatus ?? WRONG_WORDS) : NOT_DONE;
  }
}

function findCommand(words: readonly string[]): AdminCommand | undefined {
  const called = (command: AdminCommand) => command.name.split(' ').every((word, index) => words[index] === word);
  return commands.find(called);
}

async function showOverview(words: readonly string[], terminal: Terminal): Promise<number> {
  const [first] = words;
  const isAsked = first === undefined || first === 'help' || first === '--help' || first === '-h';
  if (isAsked) {
    await terminal.write(`${helpOverview(commands)}\n`);
    return first === undefined ? WRONG_WORDS : DONE;
  }
  const similar = commands.filter(({ name }) => name.split(' ')[0] === first);
  const hint = similar.length > 0 ? ` There are: ${similar.map(({ name }) => name).join(', ')}.` : '';
  throw new UsageError(`There is no command "${words.slice(0, 2).join(' ')}".${hint} --help lists all.`);
}

async function runCommand(command: AdminCommand, invocation: Invocation): Promise<number> {
  const { words, terminal, environment } = invocation;
  const { isJson, isHelp, values } = readWords(command, words.slice(command.name.split(' ').length));
  if (isHelp) {
    await terminal.write(`${helpCommand(command)}\n`);
    return DONE;
  }
  const execute = command.prepare(values);
  const config = loadStartConfig(environment);
  const opened = await openDatabase(config);
  const { db, close } = createDatabase(opened.url, { max: 4 });
  try {
    const actor = operator(environment);
    const ctx = { db, actor, requestId: randomUUID(), address: null, now: () => new Date() };
    const answer = await execute({ ctx, config, terminal, isJson });
    if (answer) await terminal.write(render(answer, isJson));
    return answer?.status ?? (answer?.isGood === false ? NOT_DONE : DONE);
  } finally {
    await close();
    await opened.close();
  }
}

function readWords(command: AdminCommand, words: readonly string[]) {
  const parsed = parse(command, words);
  const { json, help, ...values } = parsed.values;
  const [operand, ...more] = parsed.positionals;
  const stray = command.operand === undefined ? operand : more[0];
  if (stray !== undefined) throw new UsageError(`"${stray}" is one word too many for ${command.name}.`);
  return {
    isJson: json === true,
    isHelp: help === true,
    values: command.operand === undefined ? values : { ...values, operand },
  };
}

function parse(command: AdminCommand, words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: parseOptions(command), allowPositionals: true, strict: true });
  } catch (cause) {
    const [sentence = ''] = cause instanceof Error ? cause.message.split('. ') : [];
    throw new UsageError(`${sentence.replace(/\.$/, '')}. See ${command.name} --help.`, { cause });
  }
}

function render({ text, json }: Answer, isJson: boolean): string {
  return isJson ? `${JSON.stringify(json, null, 2)}\n` : `${text}\n`;
}
