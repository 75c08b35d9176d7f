/** Migrations cannot be applied; `message` is one sentence for the person at the terminal. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}
