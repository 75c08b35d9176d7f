/** Signing in and out. */
export { handleAuth as GET, handleAuth as POST } from '@/lib/console/auth/auth-handler';
