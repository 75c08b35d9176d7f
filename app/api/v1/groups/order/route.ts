import { resource, route } from '@/lib/console/http/route';
import { orderGroupsOperation } from '@/lib/console/openapi/operations/mailboxes';
import { orderGroups } from '@/lib/domain/mailboxes/order-groups';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ PUT: route(orderGroupsOperation, orderGroups) });
