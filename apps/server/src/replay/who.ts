/** Which shop on which server a replay goes to, and who logs in: as told, else the demo's owner. */
import { isUuid } from '@evertill/kernel';
import { ConfigError } from '../config.ts';
import type { Environment } from '../config.ts';
import { demoFilePath, readDemoFile } from '../demo.ts';
import type { DemoTenant } from '../demo.ts';
import type { Login } from './session.ts';

export interface Told {
  readonly tenant?: string | undefined;
  readonly url?: string | undefined;
  readonly phone?: string | undefined;
  readonly password?: string | undefined;
}

export interface Whom {
  readonly url: string;
  readonly login: Login;
}

export function whomToReplayTo(home: string, told: Told, environment: Environment): Whom {
  const demo = readDemoFile(home);
  const url = told.url ?? demo?.url;
  if (url === undefined) {
    const place = demoFilePath(home);
    throw new Error(`No server has run here yet (there is no ${place}). Start it with npm start.`);
  }
  if (!URL.canParse(url)) throw new ConfigError(`${url} is no URL.`);
  if (told.phone !== undefined) return { url, login: ownLogin(told, told.phone, environment) };
  const tenant = demoTenant(demo?.tenants ?? [], told.tenant);
  const { phone_number: phoneNumber, password } = tenant.owner;
  return { url, login: { phoneNumber, password, tenantId: tenant.tenant_id } };
}

function ownLogin({ tenant, password }: Told, phoneNumber: string, environment: Environment) {
  const secret = password ?? environment['EVERTILL_PASSWORD'];
  if (secret === undefined || secret === '') {
    throw new ConfigError('With --phone goes --password, or EVERTILL_PASSWORD.');
  }
  if (tenant !== undefined && !isUuid(tenant)) {
    throw new ConfigError('With --phone, --tenant is the id of the shop.');
  }
  return { phoneNumber, password: secret, tenantId: tenant };
}

function demoTenant(tenants: readonly DemoTenant[], wanted: string | undefined): DemoTenant {
  const found =
    wanted === undefined
      ? tenants[0]
      : tenants.find(({ name, tenant_id: id }) => [name, id].includes(wanted));
  if (found !== undefined) return found;
  const names = tenants.map(({ name }) => name).join(', ');
  throw new ConfigError(
    wanted === undefined
      ? 'There is no demo shop here: say who logs in, with --phone.'
      : `There is no demo shop ${wanted}. There are: ${names || 'none'}.`,
  );
}
