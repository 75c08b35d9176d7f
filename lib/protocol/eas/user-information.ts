import { readBoolean, readText } from '@/lib/protocol/eas/fields';
import { isAtLeast, type ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { child, children, type EasElement, el, optional, textOf } from '@/lib/protocol/wbxml/element';

export interface UserAccount {
  /** Absent for the main account. */
  readonly accountId?: string;
  readonly accountName?: string;
  readonly displayName?: string;
  readonly isSendDisabled?: boolean;
  /** The first one is the primary address unless another is named. */
  readonly addresses: readonly string[];
  readonly primaryAddress?: string;
}

/**
 * The content of `UserInformation/Get` in an answer: accounts from 14.1 on, before that the addresses of the first.
 *
 * @see [MS-ASCMD] 2.2.3.192 UserInformation
 */
export function writeUserInformation(accounts: readonly UserAccount[], version: ProtocolVersion): EasElement {
  if (isAtLeast(version, '14.1')) {
    return el('Settings', 'Get', [el('Settings', 'Accounts', accounts.map(writeAccount))]);
  }
  return el('Settings', 'Get', [el('Settings', 'EmailAddresses', writeAddresses(accounts[0]?.addresses ?? []))]);
}

const writeAddresses = (addresses: readonly string[]): EasElement[] =>
  addresses.map((address) => el('Settings', 'SMTPAddress', address));

const writeAccount = (account: UserAccount): EasElement =>
  el('Settings', 'Account', [
    optional('Settings', 'AccountId', account.accountId),
    optional('Settings', 'AccountName', account.accountName),
    optional('Settings', 'UserDisplayName', account.displayName),
    optional('Settings', 'SendDisabled', account.isSendDisabled),
    el('Settings', 'EmailAddresses', [
      ...writeAddresses(account.addresses),
      optional('Settings', 'PrimarySmtpAddress', account.primaryAddress ?? account.addresses[0]),
    ]),
  ]);

/**
 * Reads `UserInformation/Get` of an answer in either form, as a client.
 *
 * @throws EasFormatError with Status 2
 */
export function readUserInformation(get: EasElement): UserAccount[] {
  const accounts = child(get, 'Accounts');
  return accounts ? children(accounts, 'Account').map(readAccount) : [{ addresses: readAddresses(get) }];
}

function readAddresses(parent: EasElement): string[] {
  const list = child(parent, 'EmailAddresses');
  return list ? children(list, 'SMTPAddress').map(textOf) : [];
}

function readAccount(account: EasElement): UserAccount {
  const status = 2;
  const list = child(account, 'EmailAddresses');
  return {
    accountId: readText(account, { name: 'AccountId', status }),
    accountName: readText(account, { name: 'AccountName', status }),
    displayName: readText(account, { name: 'UserDisplayName', status }),
    isSendDisabled: readBoolean(account, { name: 'SendDisabled', status }),
    addresses: readAddresses(account),
    primaryAddress: list && readText(list, { name: 'PrimarySmtpAddress', status }),
  };
}
