/** Whatever lies over the screen now. */
import type { ReactNode } from 'react';
import { useWhere } from '../../app/app.ts';
import { CameraDialog } from './camera-dialog.tsx';
import { CouponDialog } from './coupon-dialog.tsx';
import { CustomerDialog } from './customer-dialog.tsx';
import { DiscountDialog } from './discount-dialog.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { LetPassDialog } from './let-pass-dialog.tsx';
import { MenuDialog } from './menu-dialog.tsx';
import { NoSaleDialog } from './no-sale-dialog.tsx';
import { ParkedDialog } from './parked-dialog.tsx';
import { PriceDialog } from './price-dialog.tsx';
import { PrintsDialog } from './prints-dialog.tsx';
import { QuantityDialog } from './quantity-dialog.tsx';
import { SyncDialog } from './sync-dialog.tsx';
import { VoidDialog } from './void-dialog.tsx';
import { WhoDialog } from './who-dialog.tsx';

export function Overlays(): ReactNode {
  const overlay = useWhere((where) => where.overlay);
  switch (overlay?.kind) {
    case undefined:
      return null;
    case 'menu':
      return <MenuDialog />;
    case 'keys':
      return <KeysDialog />;
    case 'sync':
      return <SyncDialog />;
    case 'parked':
      return <ParkedDialog />;
    case 'customer':
      return <CustomerDialog />;
    case 'coupon':
      return <CouponDialog />;
    case 'let-pass':
      return <LetPassDialog />;
    case 'who':
      return <WhoDialog />;
    case 'prints':
      return <PrintsDialog />;
    case 'no-sale':
      return <NoSaleDialog />;
    case 'void':
      return <VoidDialog saleId={overlay.saleId} />;
    case 'camera':
      return <CameraDialog />;
    case 'quantity':
      return <QuantityDialog {...overlay} />;
    case 'price':
      return <PriceDialog lineId={overlay.lineId} />;
    case 'discount':
      return <DiscountDialog lineId={overlay.lineId} />;
  }
}
