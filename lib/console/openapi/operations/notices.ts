import { operation } from '@/lib/console/openapi/operation';
import { ChooseNoticesInput, NoticeSettings } from '@/lib/domain/notices/contract';

const tag = 'people';

export const getNoticesOperation = operation({
  id: 'getNotices',
  method: 'GET',
  path: '/people/me/notices',
  tag,
  summary: 'Tells what the person who calls is told by mail, and how that went',
  description: 'A token is told nothing.',
  access: 'signed_in',
  output: NoticeSettings,
  refusals: ['permission_denied'],
});

export const chooseNoticesOperation = operation({
  id: 'chooseNotices',
  method: 'PUT',
  path: '/people/me/notices',
  tag,
  summary: 'Chooses what the person who calls is told by mail',
  description:
    'What the role may not be told is left out. A kind that is chosen anew is told from the next thing on. A token is told nothing.',
  access: 'signed_in',
  input: ChooseNoticesInput,
  output: NoticeSettings,
  refusals: ['permission_denied'],
});

export const requestNoticeTestOperation = operation({
  id: 'requestNoticeTest',
  method: 'POST',
  path: '/people/me/notices/test',
  tag,
  summary: 'Asks the engine for a test mail to the person who calls',
  description:
    'The engine sends it within seconds. `test.answeredAt` then tells that the mail server has spoken, and `test.problem` what it said if it did not accept the mail. While one is under way, asking again changes nothing.',
  access: 'signed_in',
  output: NoticeSettings,
  refusals: ['permission_denied', 'notices_not_set_up'],
});
