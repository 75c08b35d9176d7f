import { resource, route } from '@/lib/console/http/route';
import { chooseNoticesOperation, getNoticesOperation } from '@/lib/console/openapi/operations/notices';
import { chooseNotices } from '@/lib/domain/notices/choose-notices';
import { getNoticeSettings } from '@/lib/domain/notices/get-notice-settings';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: route(getNoticesOperation, getNoticeSettings),
  PUT: route(chooseNoticesOperation, chooseNotices),
});
