import { describe, expect, it } from 'vitest';
import { pageOfPath } from '@/components/shell/navigation';

describe('the page marked in the navigation', () => {
  it.each([
    ['/mobileadmin', 'overview'],
    ['/mobileadmin/devices', 'devices'],
    ['/mobileadmin/devices/0190', 'devices'],
    ['/mobileadmin/devicesother', undefined],
    ['/mobileadmin/nothing', undefined],
  ])('of %s is %s', (path, page) => expect(pageOfPath(path)).toBe(page));
});
