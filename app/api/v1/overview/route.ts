import { resource, route } from '@/lib/console/http/route';
import { getOverviewOperation } from '@/lib/console/openapi/operations/console';
import { getOverview } from '@/lib/domain/overview/get-overview';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ GET: route(getOverviewOperation, getOverview) });
