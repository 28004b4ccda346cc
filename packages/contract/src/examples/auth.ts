/** One example of each operation of auth, as the native wire has it. */
import type { Examples } from '../operation.ts';

const logIn = {
  access: 'eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiIwMTkwIn0.c2lnbmF0dXJl',
  refresh: 'r_5Jm2u0bXh3kq8V1t',
};

export const authExamples: Examples = {
  'auth.logIn': {
    request: { phone_number: '+254712345678', password: 'a long password' },
    response: logIn,
  },
  'auth.refresh': { request: { refresh: logIn.refresh }, response: logIn },
  'auth.logOut': { request: { refresh: logIn.refresh } },
  'auth.jwks': {
    response: {
      keys: [{ kty: 'RSA', kid: '2026-01', use: 'sig', alg: 'RS256', n: 'sXch…', e: 'AQAB' }],
    },
  },
};
