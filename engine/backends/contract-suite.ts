import type { BackendUnderTest } from './contract-suite/backend-under-test';
import { describeAutomaticReplies } from './contract-suite/describe-automatic-replies';
import { describeChanging } from './contract-suite/describe-changing';
import { describeFolders } from './contract-suite/describe-folders';
import { describeReading } from './contract-suite/describe-reading';
import { describeSearching } from './contract-suite/describe-searching';
import { describeSending } from './contract-suite/describe-sending';
import { describeSigningIn } from './contract-suite/describe-signing-in';
import { describeWatching } from './contract-suite/describe-watching';
import { type SignIn, signInTo } from './contract-suite/signed-in-backend';

/** What every back end guarantees to the engine. */
export function describeBackend(name: string, start: () => Promise<BackendUnderTest>): void {
  const signIn: SignIn = async () => signInTo(await start());
  describeSigningIn(name, start);
  describeFolders(name, signIn);
  describeReading(name, signIn);
  describeChanging(name, signIn);
  describeSearching(name, signIn);
  describeSending(name, signIn);
  describeAutomaticReplies(name, signIn);
  describeWatching(name, signIn);
}
