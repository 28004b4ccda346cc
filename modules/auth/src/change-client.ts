/** Changes some fields of an account; for PUT too, which asks for more of them. */
import { roleOf } from '@evertill/contract';
import type { InputOf, auth } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { changeAccount, refuseOutOfReach } from './change-account.ts';
import type { AccountChange, ChangeAccountNeeds } from './change-account.ts';
import { clientViewOf } from './client-view.ts';
import { emailOf, phoneNumberOf } from './identifier.ts';
import { refuseOtherName } from './shop-name.ts';

export function changeClient(needs: ChangeAccountNeeds): TenantUseCase<typeof auth.changeClient> {
  return async (context, input) => {
    const storename = await refuseOtherName(needs, context, input.storename);
    const change = changeOf(input);
    const row = await changeAccount(needs, context, {
      userId: input.userClientId,
      change,
      check: (before) => {
        // Nobody ends or revives an account by being the one it belongs to.
        const isOwnMatter = (change.is_active ?? before.is_active) === before.is_active;
        const reach = isOwnMatter ? context : { ...context, userId: null };
        refuseOutOfReach(reach, before, change.role ?? before.role);
      },
    });
    return clientViewOf(row, storename);
  };
}

function changeOf(input: InputOf<typeof auth.changeClient>): AccountChange {
  const { clientName, phoneNumber, email, address, role, isActive } = input;
  return {
    ...(clientName === undefined ? {} : { client_name: clientName }),
    ...(phoneNumber === undefined ? {} : { phone_number: phoneNumberOf(phoneNumber) }),
    ...(email === undefined ? {} : { email: email === null ? null : emailOf(email) }),
    ...(address === undefined ? {} : { address }),
    ...(role === undefined ? {} : { role: roleOf(role) }),
    ...(isActive === undefined ? {} : { is_active: isActive }),
  };
}
