import { expect, it } from 'vitest';
import { contentSecurityPolicy } from '@/lib/console/http/content-security-policy';

it('lets no page of a built console evaluate text as code, nor be framed, nor load from elsewhere', () => {
  const policy = contentSecurityPolicy('abc', false);
  expect(policy).not.toContain('unsafe-eval');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/https?:|\*/);
});
