/** The command cannot be done; `message` is one sentence for the person at the terminal. */
export class AdminError extends Error {
  override readonly name = 'AdminError';
}

/** The words of the command line are wrong. */
export class UsageError extends AdminError {}
