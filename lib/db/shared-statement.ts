import { DatabaseError, type QueryConfig } from 'pg';
import { type Database, poolOf } from './client';

// Implementation notes
// - Thousands of phones that come back at once ask the same question, each for itself. What is asked while a statement is
//   under way goes together into the next one: the busier, the fewer statements for each question. An idle engine asks at
//   once and alone. Two at a time are slower: what counts is how seldom engine and database have to wake each other.
// - A question is never answered by a statement that began before it was asked: what was committed by then is seen.
// - A value that the database cannot take fails its own question only: the others are asked again, each alone.

/** Questions in one statement: long enough to save work, short enough to keep the others waiting only for moments. */
const MOST_TOGETHER = 200;
/** So many at once mean that more are coming: worth a moment's wait. */
const CROWD = 8;
const PAUSE_MS = 5;
/** Phones are told to try later after 25 seconds. */
const TIMEOUT_MS = 15_000;

/** Every row names the question that it answers. */
type Row = { readonly place: number };

type Waiting<Question, Answer> = {
  readonly question: Question;
  readonly resolve: (answers: Answer[]) => void;
  readonly reject: (error: unknown) => void;
};

export type StatementText<Question> = {
  /** Unique in the process: the database keeps the plan under this name. */
  readonly name: string;
  /** Selects, among other things, `place`: the index of the question that the row belongs to. */
  readonly text: string;
  readonly values: (questions: readonly Question[]) => unknown[];
};

/** A prepared statement that many ask at once and the database answers together. */
export class SharedStatement<Question, Answer extends Row> {
  private readonly queues = new WeakMap<Database, StatementQueue<Question, Answer>>();

  constructor(private readonly statement: StatementText<Question>) {}

  /** The rows for this question, as the driver gives them: to be validated where that is not plain. */
  ask(db: Database, question: Question): Promise<Answer[]> {
    const queue = this.queues.get(db) ?? new StatementQueue<Question, Answer>(db, this.statement);
    this.queues.set(db, queue);
    return queue.add(question);
  }
}

class StatementQueue<Question, Answer extends Row> {
  private waiting: Waiting<Question, Answer>[] = [];
  private isRunning = false;
  private isCrowded = false;

  constructor(
    private readonly db: Database,
    private readonly statement: StatementText<Question>,
  ) {}

  add(question: Question): Promise<Answer[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ question, resolve, reject });
      if (!this.isRunning) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    // What arrives in the same turn of the event loop goes along.
    for (let batch = await this.gather(); batch.length > 0; batch = await this.gather()) await this.answer(batch);
  }

  /** Empty, and at rest, when nobody asks any more. */
  private gather(): Promise<Waiting<Question, Answer>[]> {
    return new Promise((resolve) => {
      const give = () => {
        const batch = this.take();
        this.isRunning = batch.length > 0;
        this.isCrowded = batch.length >= CROWD;
        resolve(batch);
      };
      if (this.isCrowded) setTimeout(give, PAUSE_MS);
      else setImmediate(give);
    });
  }

  private take(): Waiting<Question, Answer>[] {
    const batch = this.waiting.slice(0, MOST_TOGETHER);
    this.waiting = this.waiting.slice(MOST_TOGETHER);
    return batch;
  }

  private async answer(batch: readonly Waiting<Question, Answer>[]): Promise<void> {
    const { name, text, values } = this.statement;
    try {
      const questions = batch.map(({ question }) => question);
      // Others wait behind it: a connection that hangs is given up before they are. The types do not know this field.
      const query: QueryConfig & { query_timeout: number } = {
        name,
        text,
        values: values(questions),
        query_timeout: TIMEOUT_MS,
      };
      const { rows } = await poolOf(this.db).query<Answer>(query);
      const answers = batch.map((): Answer[] => []);
      for (const row of rows) answers[row.place]?.push(row);
      for (const [place, { resolve }] of batch.entries()) resolve(answers[place] ?? []);
    } catch (error) {
      if (batch.length > 1 && isAboutValues(error)) for (const each of batch) await this.answer([each]);
      else for (const { reject } of batch) reject(error);
    }
  }
}

/** Class 22 of SQLSTATE: data exceptions. */
function isAboutValues(error: unknown): boolean {
  return error instanceof DatabaseError && (error.code?.startsWith('22') ?? false);
}
