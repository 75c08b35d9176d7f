import { describe, expect, it } from 'vitest';
import { formatLine } from './line-formatter';
import { createLogger, type LogLevel } from './logger';

function capture(level: LogLevel = 'debug') {
  const lines: string[] = [];
  return { lines, logger: createLogger({ name: 'engine', level, destination: { write: (line) => lines.push(line) } }) };
}

describe('the log', () => {
  it('carries the request and the device on every line of a child', () => {
    const { lines, logger } = capture();
    logger.child({ requestId: 'r1', deviceId: 'd1' }).info({ folders: 3 }, 'Folder hierarchy sent');
    const expected = { level: 'info', name: 'engine', requestId: 'r1', deviceId: 'd1', folders: 3 };
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ ...expected, msg: 'Folder hierarchy sent' });
  });

  it('never writes a secret, on its own or within a field', () => {
    const { lines, logger } = capture();
    const secrets = {
      password: 'hush-1',
      token: 'hush-2',
      secret: 'hush-3',
      authorization: 'hush-4',
      cookie: 'hush-5',
    };
    logger.info(secrets, 'Top');
    logger.info({ headers: secrets, device: { passwordHash: 'hush-6', policyKey: 4711 } }, 'Nested');
    expect(lines).toHaveLength(2);
    expect(lines.join('')).not.toMatch(/hush|4711/);
  });

  it('takes the password out of an address that an error quotes, in its causes too', () => {
    const { lines, logger } = capture();
    const cause = new Error('cannot reach postgresql://app:hush@db:5432/x');
    logger.error({ err: new Error('Database lost', { cause }) }, 'Fault');
    expect(lines[0]).toContain('postgresql://app:[redacted]@db:5432/x');
    expect(lines[0]).not.toContain('hush');
  });

  it('leaves out what is below its level', () => {
    const { lines, logger } = capture('warn');
    logger.info('Not written');
    logger.warn('Written');
    expect(lines).toHaveLength(1);
  });

  it('is short and readable at a terminal, with the error below', () => {
    const { lines, logger } = capture();
    logger.warn({ port: 8080, err: new Error('boom') }, 'Port is busy');
    const [first = '', second = ''] = formatLine(lines[0] ?? '').split('\n');
    expect(first).toMatch(/^\d\d:\d\d:\d\d engine {2}warn {2}Port is busy port=8080$/);
    expect(second).toContain('Error: boom');
    expect(formatLine('plain text\n')).toBe('plain text\n');
  });
});
