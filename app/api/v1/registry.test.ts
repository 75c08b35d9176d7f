import { describe, expect, it } from 'vitest';
import type { Handler } from '@/lib/console/http/answer';
import { operations } from '@/lib/console/openapi/operations';

const files = import.meta.glob<Record<string, Partial<Handler>>>('./**/route.ts', { eager: true });

/** What the files serve: method and path of each handler, and the operation it runs. */
const served = Object.entries(files).flatMap(([file, methods]) => {
  const path = file
    .replace(/^\.|\/route\.ts$/g, '')
    .replaceAll('[', '{')
    .replaceAll(']', '}');
  return Object.entries(methods).flatMap(([method, { operation }]) => (operation ? [{ method, path, operation }] : []));
});

describe('the files of the API', () => {
  it('serve every operation of the description, and nothing else', () => {
    const name = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
    expect(served.map(name).toSorted()).toEqual(operations.map(name).toSorted());
  });

  it('run each operation where the description says', () => {
    for (const { method, path, operation } of served) expect(operation).toMatchObject({ method, path });
    expect(new Set(served.map(({ operation }) => operation))).toEqual(new Set(operations));
  });

  it('answer every method, so that no refusal is without its problem', () => {
    for (const methods of Object.values(files)) {
      expect(Object.keys(methods).toSorted()).toEqual(['DELETE', 'GET', 'PATCH', 'POST', 'PUT']);
    }
  });
});
