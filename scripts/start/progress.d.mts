export type Progress = {
  /** Writes something of its own without disturbing the moving line. */
  print: (text: string) => void;
  /** Runs one step. Its outcome is shown with the seconds it took; a failure passes through. */
  step: <T>(title: string, run: () => T | Promise<T>) => Promise<T>;
};

/** Shows what is going on: a line that moves at a terminal, plain lines elsewhere (a service's journal, CI). */
export function createProgress(output?: { isTTY?: boolean; write: (text: string) => unknown }): Progress;
