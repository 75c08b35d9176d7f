import type { ParseArgsConfig } from 'node:util';
import type { z } from 'zod';
import type { StartConfig } from '@/lib/config/start-config';
import type { DomainContext } from '@/lib/domain/context';
import type { Terminal } from './terminal';

/** What a command works with. */
export type Session = {
  ctx: DomainContext;
  config: StartConfig;
  terminal: Terminal;
  /** Whether `--json` was given: only for commands that write their result themselves. */
  isJson: boolean;
};

/** What a command has to say, for people and for programs. Nothing, if it has written its result itself. */
export type Answer = {
  text: string;
  json: unknown;
  /** False: what was asked is done, and found wanting. The exit status tells. */
  isGood?: boolean;
  /** The exit status where it says more than that. */
  status?: number;
};

/** An option as help shows it; `value` is missing for switches. */
export type Option = { value?: string; description: string };

export type AdminCommand = {
  /** The words that name it, e.g. `user create`. */
  name: string;
  summary: string;
  /** Name of the one word without an option that may follow, e.g. `ID`. */
  operand?: string;
  options: Readonly<Record<string, Option>>;
  /** What help says below the options. */
  notes?: string;
  /** The exit status if the words are wrong, where 2 means something else. */
  wrongWordsStatus?: number;
  /** Checks the words, before the database is asked for anything. */
  prepare: (values: unknown) => (session: Session) => Promise<Answer | undefined>;
};

type Definition<Schema extends z.ZodType> = Omit<AdminCommand, 'prepare'> & {
  /** Of the options by name, and of `operand`. */
  input: Schema;
  run: (session: Session, input: z.output<Schema>) => Promise<Answer | undefined>;
};

/** A command whose options are what its schema says. */
export function defineCommand<Schema extends z.ZodType>(definition: Definition<Schema>): AdminCommand {
  const { input, run, ...rest } = definition;
  return {
    ...rest,
    prepare: (values) => {
      const parsed = input.parse(values);
      return (session) => run(session, parsed);
    },
  };
}

/** The options as `parseArgs` wants them, with those that every command has. */
export function parseOptions(command: AdminCommand): NonNullable<ParseArgsConfig['options']> {
  const own = Object.entries(command.options).map(([name, { value }]) => [
    name,
    { type: value === undefined ? ('boolean' as const) : ('string' as const) },
  ]);
  return { ...Object.fromEntries(own), json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } };
}
