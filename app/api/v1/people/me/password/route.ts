import { sessionCookie } from '@/lib/console/auth/session-token';
import { answer } from '@/lib/console/http/answer';
import { resource } from '@/lib/console/http/route';
import { changePasswordOperation } from '@/lib/console/openapi/operations/people';
import { changeOwnPassword } from '@/lib/domain/people/change-own-password';

/** The change ends all sessions of the person; the one it was made in goes on, under its new version. */
export const { GET, POST, PUT, PATCH, DELETE } = resource({
  POST: answer(changePasswordOperation, async ({ ctx, input, runtime }) => {
    const { sessionVersion } = await changeOwnPassword(ctx, input);
    const cookie = await sessionCookie(runtime, { sub: ctx.actor.id, sessionVersion });
    return new Response(null, { status: 204, headers: { 'set-cookie': cookie } });
  }),
});
