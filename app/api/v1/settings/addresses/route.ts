import { resource, route } from '@/lib/console/http/route';
import { getAddressesOperation } from '@/lib/console/openapi/operations/settings';
import { getRuntime } from '@/lib/console/runtime';
import { planAddresses } from '@/lib/domain/addresses/plan-addresses';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: route(getAddressesOperation, (ctx) => planAddresses(ctx, getRuntime().config.PUBLIC_URL)),
});
