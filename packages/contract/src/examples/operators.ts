/** One example of each operation of operators, as the native wire has it. */
import type { Examples } from '../operation.ts';

export const operatorsExamples: Examples = {
  'auth.logInOperator': {
    request: { email: 'amina@example.com', password: 'a long password' },
    response: { access: 'eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiIwMTkwIn0.c2lnbmF0dXJl' },
  },
};
