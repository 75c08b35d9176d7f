import { resource, route } from '@/lib/console/http/route';
import { withdrawLinkOperation } from '@/lib/console/openapi/operations/people';
import { withdrawLink } from '@/lib/domain/people/withdraw-link';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ DELETE: route(withdrawLinkOperation, withdrawLink) });
