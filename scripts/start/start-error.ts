/** The start cannot go on; `message` is what the person at the terminal has to know, usually one sentence. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
