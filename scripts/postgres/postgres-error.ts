/** The database cannot be started or reached; `message` is one sentence for the person at the terminal. */
export class PostgresError extends Error {
  override readonly name = 'PostgresError';
}
