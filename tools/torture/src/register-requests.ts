/** What a register sends, with the pass it shows. */
import type { Operation, RegisterPass, Request } from '@evertill/rig';

export interface Pass extends RegisterPass {
  readonly token: string;
  readonly fencing: number;
}

export function pushRequest(pass: Pass, operations: readonly Operation[]): Request {
  return request(pass, '/api/sync/push/', {
    operations: operations.map(({ seq, id, kind, occurredAt, body }) => {
      return { seq, id, kind, occurred_at: occurredAt, body };
    }),
  });
}

/** One operation by itself. */
export function loneRequest(pass: Pass, operation: Operation): Request {
  const { seq, id, kind, occurredAt, body } = operation;
  const path = kind === 'sale' ? '/api/sales/' : '/api/refunds/';
  return request(pass, path, { seq, id, occurred_at: occurredAt, body });
}

export function leaseRequest(pass: Omit<Pass, 'fencing'>): Request {
  const { registerId, token, deviceKey: registerKey } = pass;
  const path = `/api/registers/${registerId}/lease/`;
  return { method: 'POST', path, token, registerKey, body: {} };
}

function request(pass: Pass, path: string, rest: object): Request {
  const { registerId, epoch, fencing, deviceKey: registerKey, token } = pass;
  const body = { register_id: registerId, epoch, fencing, ...rest };
  return { method: 'POST', path, token, registerKey, body };
}
