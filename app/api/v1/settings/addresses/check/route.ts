import { resource, route } from '@/lib/console/http/route';
import { checkAddressesOperation } from '@/lib/console/openapi/operations/settings';
import { getRuntime } from '@/lib/console/runtime';
import { createAddressNetwork } from '@/lib/domain/addresses/address-network';
import { checkAddresses } from '@/lib/domain/addresses/check-addresses';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  POST: route(checkAddressesOperation, (ctx) =>
    checkAddresses(ctx, { publicUrl: getRuntime().config.PUBLIC_URL, network: createAddressNetwork() }),
  ),
});
