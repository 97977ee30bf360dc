import { expect, test } from 'vitest';
import { deedOf } from './deed';

test.each([
  ['POST', '/api/v1/segments', { verb: 'POST', thing: 'segments', id: undefined }],
  ['PUT', '/api/v1/segments/7', { verb: 'PUT', thing: 'segments', id: '7' }],
  ['POST', '/api/v1/syncs/7:run', { verb: 'run', thing: 'syncs', id: '7' }],
  ['POST', '/api/v1/models/2/versions/3:promote', { verb: 'promote', thing: 'versions', id: '3' }],
  ['PUT', '/api/v1/users/me/password', { verb: 'PUT', thing: 'password', id: undefined }],
  ['login', 'user admin', { verb: 'login', thing: undefined, id: undefined }],
])('%s %s', (action, subject, deed) => {
  expect(deedOf({ action, subject })).toEqual(deed);
});
