import { resource, route } from '@/lib/console/http/route';
import { requestNoticeTestOperation } from '@/lib/console/openapi/operations/notices';
import { requestNoticeTest } from '@/lib/domain/notices/request-notice-test';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  POST: route(requestNoticeTestOperation, requestNoticeTest),
});
