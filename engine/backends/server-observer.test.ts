import { expect, it } from 'vitest';
import { serverProblemOf } from './server-observer';

const failure = (facts: object, cause?: unknown) => Object.assign(new Error('x', { cause }), facts);

it.each([
  [failure({ code: 'ENOTFOUND' }), 'name_not_found'],
  [failure({}, failure({ code: 'ECONNREFUSED' })), 'cannot_connect'],
  [failure({ code: 'ESOCKET' }, failure({ code: 'ECONNREFUSED' })), 'cannot_connect'],
  [failure({ code: 'ESOCKET', originalCode: 'ECONNREFUSED' }), 'cannot_connect'],
  [failure({ code: 'GREETING_TIMEOUT' }), 'timed_out'],
  [failure({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT', tlsFailed: true }), 'certificate_not_trusted'],
  [failure({ code: 'ETLS' }, failure({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })), 'certificate_not_trusted'],
  [failure({ tlsFailed: true }), 'tls_failed'],
  [failure({ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }), 'tls_failed'],
  [failure({ authenticationFailed: true }), 'sign_in_refused'],
  [failure({ code: 'SOMETHING_ELSE' }), 'refused'],
  ['no error at all', 'refused'],
])('an error of the connection is put into words: %s is %s', (error, problem) => {
  expect(serverProblemOf(error)).toBe(problem);
});

it('errors that are their own cause are looked at only so deep', () => {
  const circle = failure({});
  circle.cause = circle;
  expect(serverProblemOf(circle)).toBe('refused');
});
