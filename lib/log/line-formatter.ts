import type { DestinationStream } from 'pino';

const ALWAYS_KNOWN = new Set(['level', 'time', 'pid', 'name', 'msg', 'err']);

/** Turns JSON lines into short ones for people at a terminal: time, process, level, message, fields, error. */
export function lineFormatter(output: { write: (text: string) => unknown }): DestinationStream {
  return { write: (line: string) => void output.write(formatLine(line)) };
}

/** One line of the log in readable form; what is not a JSON object passes unchanged. */
export function formatLine(line: string): string {
  const entry = parse(line);
  if (!entry) return line;
  const { time, level, name, msg, err } = entry;
  const fields = Object.entries(entry)
    .filter(([key]) => !ALWAYS_KNOWN.has(key))
    .map(([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const head = `${String(time).slice(11, 19)} ${String(name).padEnd(7)} ${String(level).padEnd(5)} ${typeof msg === 'string' ? msg : ''}`;
  return `${head}${fields.join('')}\n${formatError(err)}`;
}

function formatError(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const text = 'stack' in error ? error.stack : 'message' in error ? error.message : JSON.stringify(error);
  return `${String(text).replaceAll(/^/gm, '  ')}\n`;
}

function parse(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(line);
    // A text that starts with a brace and parses is an object.
    return value as Record<string, unknown>;
  } catch {
    return null; // not ours: printed as it is
  }
}
