// Plain JavaScript without packages: it also shows the step that installs them.

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
const REMINDER_MS = 15_000;

/**
 * Shows what is going on: a line that moves at a terminal, plain lines elsewhere (a service's journal, CI).
 *
 * @param {{ isTTY?: boolean, write: (text: string) => unknown }} output
 */
export function createProgress(output = process.stdout) {
  const isTerminal = output.isTTY === true;
  /** @type {{ redraw: () => void } | null} */
  let current = null;

  const clear = () => {
    if (current && isTerminal) output.write('\r\x1b[2K');
  };

  return {
    /** Writes something of its own without disturbing the moving line. */
    print(/** @type {string} */ text) {
      clear();
      output.write(text.endsWith('\n') ? text : `${text}\n`);
      current?.redraw();
    },

    /** Runs one step. Its outcome is shown with the seconds it took; a failure passes through. */
    async step(/** @type {string} */ title, /** @type {() => unknown} */ run) {
      const startedAt = Date.now();
      const seconds = () => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
      let frame = 0;
      const redraw = () => {
        if (isTerminal) output.write(`\r\x1b[2K${FRAMES[(frame += 1) % FRAMES.length]} ${title} (${seconds()})`);
      };
      const remind = () => {
        if (isTerminal) redraw();
        else output.write(`  ${title} … ${seconds()}\n`);
      };
      if (!isTerminal) output.write(`${title} …\n`);
      const timer = setInterval(remind, isTerminal ? FRAME_MS : REMINDER_MS);
      current = { redraw };
      try {
        const result = await run();
        clear();
        output.write(isTerminal ? `\x1b[32m✓\x1b[0m ${title} (${seconds()})\n` : `${title}: done (${seconds()})\n`);
        return result;
      } catch (error) {
        clear();
        output.write(isTerminal ? `\x1b[31m✗\x1b[0m ${title} (${seconds()})\n` : `${title}: failed (${seconds()})\n`);
        throw error;
      } finally {
        clearInterval(timer);
        current = null;
      }
    },
  };
}
