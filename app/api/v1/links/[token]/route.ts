import { resource, route } from '@/lib/console/http/route';
import { previewLinkOperation, redeemLinkOperation } from '@/lib/console/openapi/operations/people';
import { previewLink } from '@/lib/domain/people/preview-link';
import { redeemLink } from '@/lib/domain/people/redeem-link';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: route(previewLinkOperation, (ctx, { token }) => previewLink(ctx, token)),
  POST: route(redeemLinkOperation, redeemLink),
});
