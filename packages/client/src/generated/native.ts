/** Made by `npm run docs` from the OpenAPI document. Do not edit. */
export interface paths {
    "/api/token/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Obtain an access and a refresh token. */
        post: operations["auth.logIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/token/refresh/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Exchange a refresh token for a new pair. Each refresh token is good for one use. */
        post: operations["auth.refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/token/logout/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the log-in that a refresh token belongs to. What is ended already stays so. */
        post: operations["auth.logOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public keys that access tokens are signed with. */
        get: operations["auth.jwks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clients/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The accounts of the shop's people; those that are active unless asked otherwise. */
        get: operations["auth.listClients"];
        put?: never;
        /** Add somebody. An owner adds anybody, a manager adds employees. */
        post: operations["auth.createClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clients/me/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who am I, of which shop, and what may I do. */
        get: operations["auth.findMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clients/{user_client_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One account, active or not. */
        get: operations["auth.findClient"];
        /** Change an account; what is optional and not sent stays. A password has its own way. */
        put: operations["auth.replaceClient"];
        post?: never;
        /** End an account: its tokens die, its history stays. */
        delete: operations["auth.deactivateClient"];
        options?: never;
        head?: never;
        /** Change some fields of an account; `is_active` ends it and brings it back. */
        patch: operations["auth.changeClient"];
        trace?: never;
    };
    "/api/clients/{user_client_id}/set-password/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new password: for oneself with the old one, by an owner for anybody. */
        post: operations["auth.setPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/roles/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The three roles of the shop: what each may do, and how far. */
        get: operations["auth.listRoles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/roles/{role}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a role's limits in this shop. An owner has none. */
        patch: operations["auth.changeRole"];
        trace?: never;
    };
    "/api/tenant/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The own shop and its settings. */
        get: operations["auth.findTenantSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the name, the time zone, or who needs a second factor from the next log-in on. */
        patch: operations["auth.changeTenantSettings"];
        trace?: never;
    };
    "/api/tenants/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All shops of this installation, for its operators. */
        get: operations["auth.listTenantsOfPlatform"];
        put?: never;
        /** Make a shop and its first users. Asking again with the same ids changes nothing. */
        post: operations["auth.addTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant_id}/suspend/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a shop for now: everything of it answers 503, and its registers keep selling. */
        post: operations["auth.suspendTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/{tenant_id}/resume/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open a suspended shop again. */
        post: operations["auth.resumeTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mfa/enrol/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new secret for an authenticator app. Nothing is asked of it before it is verified. */
        post: operations["auth.enrolMfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mfa/verify/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A code of the new secret: from now on it is asked for. Answers the recovery codes, once. */
        post: operations["auth.verifyMfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mfa/disable/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the second factor, with one more code of it or a recovery code. */
        post: operations["auth.disableMfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clients/{user_client_id}/reset-mfa/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End somebody's second factor, whose device is lost. An owner does it. */
        post: operations["auth.resetMfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/api-keys/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The API keys of the shop, each by its last four characters. */
        get: operations["auth.listApiKeys"];
        put?: never;
        /** A key for a program: of a role, or of some capabilities. It is shown this once. */
        post: operations["auth.createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/api-keys/{api_key_id}/revoke/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a key, at once and for ever. */
        post: operations["auth.revokeApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operator/token/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Obtain an access token of the platform. No shop takes it, and it is not renewed. */
        post: operations["auth.logInOperator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clients/{user_client_id}/set-pin/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A PIN of 4 to 8 digits: for oneself with the password, by whoever leads for others. */
        post: operations["auth.setPin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clients/{user_client_id}/pin/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** No PIN any more: enrolled devices forget it with their next pull. */
        delete: operations["auth.removePin"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/products/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Products, a page at a time. Every word of `search` is in name, SKU or barcode. */
        get: operations["catalog.listProducts"];
        put?: never;
        /** A new product. With its own product_id it may be sent again. */
        post: operations["catalog.createProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/products/scan/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The product that a scanned code means: one of its barcodes, else its SKU. */
        get: operations["catalog.scanProduct"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/products/{product_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One product. */
        get: operations["catalog.findProduct"];
        /** Change a product; what POST requires is required. Fields left out stay as they are. */
        put: operations["catalog.replaceProduct"];
        post?: never;
        /** Take a product out of the shop. Its SKU stays taken; its barcodes are free again. */
        delete: operations["catalog.archiveProduct"];
        options?: never;
        head?: never;
        /** Change some fields of a product. A new price makes a new price book version. */
        patch: operations["catalog.changeProduct"];
        trace?: never;
    };
    "/api/products/{product_id}/barcodes/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The barcodes of a product. */
        get: operations["catalog.listBarcodes"];
        put?: never;
        /** One more barcode of a product. No two products of a shop share one. */
        post: operations["catalog.addBarcode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/products/{product_id}/barcodes/{barcode_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a barcode off a product. */
        delete: operations["catalog.removeBarcode"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/products/{product_id}/barcode_image/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The barcode as a picture: EAN-13 when it is one, else Code 128; the SKU without one. */
        get: operations["catalog.findBarcodeImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/products/{product_id}/qrcode_image/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The barcode, or else the SKU, as a QR code: what `scan/` understands. */
        get: operations["catalog.findQrCodeImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/categories/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Categories. */
        get: operations["catalog.listCategories"];
        put?: never;
        /** A new category. */
        post: operations["catalog.createCategory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/categories/{category_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One category. */
        get: operations["catalog.findCategory"];
        /** Change a category; the name is required. */
        put: operations["catalog.replaceCategory"];
        post?: never;
        /** Delete a category that no product is in. */
        delete: operations["catalog.deleteCategory"];
        options?: never;
        head?: never;
        /** Change some fields of a category. */
        patch: operations["catalog.changeCategory"];
        trace?: never;
    };
    "/api/units/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Units of measure. */
        get: operations["catalog.listUnits"];
        put?: never;
        /** A new unit of measure. */
        post: operations["catalog.createUnit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/units/{unit_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One unit of measure. */
        get: operations["catalog.findUnit"];
        /** Change a unit of measure; the name is required. */
        put: operations["catalog.replaceUnit"];
        post?: never;
        /** Delete a unit of measure that no product is counted in. */
        delete: operations["catalog.deleteUnit"];
        options?: never;
        head?: never;
        /** Change some fields of a unit of measure. */
        patch: operations["catalog.changeUnit"];
        trace?: never;
    };
    "/api/price-books/current/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rules of pricing in force: taxes, rounding, and the version sales must name. */
        get: operations["catalog.currentPriceBook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/price-books/{version}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A price book by its version. Under its version it never changes. */
        get: operations["catalog.findPriceBook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/promotions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Promotions, archived ones only when asked for. */
        get: operations["catalog.listPromotions"];
        put?: never;
        /** A new promotion. It is in force, under the next version of the set, at once. */
        post: operations["catalog.createPromotion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/promotions/{promotion_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One promotion. */
        get: operations["catalog.findPromotion"];
        put?: never;
        post?: never;
        /** Take a promotion out of force, and its coupons with it, for good. */
        delete: operations["catalog.archivePromotion"];
        options?: never;
        head?: never;
        /** Change some fields of a promotion. Sales so far keep what they were sold under. */
        patch: operations["catalog.changePromotion"];
        trace?: never;
    };
    "/api/coupons/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Coupons, archived ones only when asked for. */
        get: operations["catalog.listCoupons"];
        put?: never;
        /** A code that opens a promotion, so many times. */
        post: operations["catalog.createCoupon"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coupons/{coupon_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a coupon out of use, for good. Its code stays taken. */
        delete: operations["catalog.archiveCoupon"];
        options?: never;
        head?: never;
        /** Change until when and how often a coupon may be used. */
        patch: operations["catalog.changeCoupon"];
        trace?: never;
    };
    "/api/promotion-sets/{version}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The promotions and coupons in force under a version. It never changes. */
        get: operations["catalog.findPromotionSet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sync/pull/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What changed since the cursor: each thing once, as it is now. Nothing is ever missed. The people of the shop, and who buys there, are told to an enrolled device, by its key. */
        get: operations["catalog.pull"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sync/snapshot/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole catalogue for a register's first load, with the cursor to pull from. */
        get: operations["catalog.findSnapshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stock-movements/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stock movements, the append-only truth that stock is the sum of. */
        get: operations["inventory.listMovements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stock-movements/{movement_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One stock movement. */
        get: operations["inventory.findMovement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stock-movements/summary/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much came and went, by type, and the ten movements last made. */
        get: operations["inventory.findMovementSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stock-movements/initial/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The opening stock of a product at a location, once. */
        post: operations["inventory.setInitialStock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stock-levels/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is on hand, reserved and available. */
        get: operations["inventory.listLevels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stock-levels/shortages/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was sold beyond what was there, and the last twenty sales that did it. */
        get: operations["inventory.listShortages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stock-adjustments/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stock adjustments. */
        get: operations["inventory.listAdjustments"];
        put?: never;
        /** Ask for a correction of stock. It moves nothing until it is approved. */
        post: operations["inventory.createAdjustment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stock-adjustments/pending/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stock adjustments that nobody has decided yet. */
        get: operations["inventory.listPendingAdjustments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stock-adjustments/{adjustment_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One stock adjustment. */
        get: operations["inventory.findAdjustment"];
        /** Ask for another correction instead, while it is not decided yet. */
        put: operations["inventory.replaceAdjustment"];
        post?: never;
        /** Withdraw an adjustment that is not decided yet. Its id stays taken. */
        delete: operations["inventory.withdrawAdjustment"];
        options?: never;
        head?: never;
        /** Change some fields of an adjustment that is not decided yet. */
        patch: operations["inventory.changeAdjustment"];
        trace?: never;
    };
    "/api/stock-adjustments/{adjustment_id}/approve/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve an adjustment: now the stock moves, once. */
        post: operations["inventory.approveAdjustment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stock-adjustments/{adjustment_id}/reject/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reject an adjustment: it moves nothing, ever. */
        post: operations["inventory.rejectAdjustment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stock-alerts/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stock alerts, newest first. */
        get: operations["inventory.listAlerts"];
        put?: never;
        /** Raise an alert by hand. Of each type there is one for a product at a location. */
        post: operations["inventory.raiseAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stock-alerts/active/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stock alerts that are neither recovered from nor resolved. */
        get: operations["inventory.listActiveAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stock-alerts/summary/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many alerts there are, by type, and the ten last raised. */
        get: operations["inventory.findAlertSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stock-alerts/{alert_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One stock alert. */
        get: operations["inventory.findAlert"];
        /** The same, with all of it said: what the alert is about is as it was. */
        put: operations["inventory.replaceAlert"];
        post?: never;
        /** Resolve an alert, with the reason if there is one. It stays in the list. */
        delete: operations["inventory.dismissAlert"];
        options?: never;
        head?: never;
        /** Say an active alert in other words, or that somebody has seen it. */
        patch: operations["inventory.changeAlert"];
        trace?: never;
    };
    "/api/stock-alerts/{alert_id}/resolve/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Somebody saw to it. The next crossing raises a new alert. */
        post: operations["inventory.resolveAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/locations/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The shop's locations. */
        get: operations["inventory.listLocations"];
        put?: never;
        /** A new location. */
        post: operations["inventory.createLocation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/locations/{location_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One location. */
        get: operations["inventory.findLocation"];
        /** Name a location anew. */
        put: operations["inventory.replaceLocation"];
        post?: never;
        /** Give up a location that holds nothing. Its history stays. */
        delete: operations["inventory.archiveLocation"];
        options?: never;
        head?: never;
        /** Change some fields of a location. */
        patch: operations["inventory.changeLocation"];
        trace?: never;
    };
    "/api/location-stocks/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each product has at each location, and the limits it has there. */
        get: operations["inventory.listLocationStocks"];
        put?: never;
        /** A product has a place at a location. A quantity is its opening stock there. */
        post: operations["inventory.registerLocationStock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/location-stocks/{pls_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one product has at one location. */
        get: operations["inventory.findLocationStock"];
        /** The same, with all of it said: product, location and quantity are as they were. */
        put: operations["inventory.replaceLocationStock"];
        post?: never;
        /** A product has no place at a location any more. Its history there stays. */
        delete: operations["inventory.removeLocationStock"];
        options?: never;
        head?: never;
        /** Set the limits of a product at a location. Its quantity only movements change. */
        patch: operations["inventory.changeLocationStock"];
        trace?: never;
    };
    "/api/stock-transfers/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stock transfers, newest first. */
        get: operations["inventory.listTransfers"];
        put?: never;
        /** Write a transfer down. Nothing moves until it is applied. */
        post: operations["inventory.createTransfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stock-transfers/{transfer_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One stock transfer. */
        get: operations["inventory.findTransfer"];
        /** Write another transfer down instead, while it is not applied yet. */
        put: operations["inventory.replaceTransfer"];
        post?: never;
        /** Withdraw a transfer that is not applied yet. Its id stays taken. */
        delete: operations["inventory.withdrawTransfer"];
        options?: never;
        head?: never;
        /** Change some fields of a transfer that is not applied yet. */
        patch: operations["inventory.changeTransfer"];
        trace?: never;
    };
    "/api/stock-transfers/{transfer_id}/apply/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do the transfer, once: what leaves one location arrives at the other. */
        post: operations["inventory.applyTransfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales-reservations/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is or was reserved, line by line. */
        get: operations["inventory.listReservations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales-reservations/{reservation_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One reserved line. */
        get: operations["inventory.findReservation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/products/low_stock/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Products at or below their minimum at some location, or out of stock. */
        get: operations["inventory.listLowStock"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/products/out_of_stock/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Products of which the whole shop has none. */
        get: operations["inventory.listOutOfStock"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/products/stock_summary/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Products with their stock, each with its ten movements last made. */
        get: operations["inventory.listStockSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/products/{product_id}/stock_history/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The movements of one product, newest first. */
        get: operations["inventory.listStockHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/products/valuation/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the stock cost. The totals are over all products, the items the dearest. */
        get: operations["inventory.findValuation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/products/reorder_suggestions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What to order so that the minimum and some days of sales are covered. */
        get: operations["inventory.findReorderSuggestions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales-returns/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns of goods, newest first. A cashier sees those asked for by oneself. */
        get: operations["orders.listReturns"];
        put?: never;
        /** Ask to take goods back. The quantity is kept for it; no stock moves and no money. */
        post: operations["orders.createReturn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales-returns/{sales_return_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One return of goods. */
        get: operations["orders.findReturn"];
        /** The same as a change; sale and product are those of the return. */
        put: operations["orders.replaceReturn"];
        post?: never;
        /** Withdraw a return that nobody has decided yet. Its id stays taken. */
        delete: operations["orders.deleteReturn"];
        options?: never;
        head?: never;
        /** Change a return that nobody has decided yet. */
        patch: operations["orders.changeReturn"];
        trace?: never;
    };
    "/api/sales-returns/{sales_return_id}/approve/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve a return: now the stock moves, once. Not for who asked, but for the owner. */
        post: operations["orders.approveReturn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales-returns/{sales_return_id}/reject/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say no to a return: its quantity is free again. */
        post: operations["orders.rejectReturn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/return-policy/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How long goods may come back, and what is kept of their worth. */
        get: operations["orders.findReturnPolicy"];
        /** Change it. What is not sent stays as it is. */
        put: operations["orders.changeReturnPolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales-refunds/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Refunds of counters and of the back office, and those only asked for, newest first. */
        get: operations["orders.listRefunds"];
        put?: never;
        /** Ask to give money back. The amount is kept for it; nothing is paid out yet. */
        post: operations["orders.createRefund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales-refunds/{refund_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One refund, of a counter or of the back office, paid out or only asked for. */
        get: operations["orders.findRefund"];
        /** The same as a change; the sale is that of the refund. */
        put: operations["orders.replaceRefund"];
        post?: never;
        /** Withdraw a refund that nobody has decided yet. Its id stays taken. */
        delete: operations["orders.deleteRefund"];
        options?: never;
        head?: never;
        /** Change a refund that nobody has decided yet. */
        patch: operations["orders.changeRefund"];
        trace?: never;
    };
    "/api/sales-refunds/{refund_id}/approve/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve a refund: it is paid out, once. Not for who asked, but for the owner. */
        post: operations["orders.approveRefund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales-refunds/{refund_id}/reject/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say no to a refund: its amount is free again. */
        post: operations["orders.rejectRefund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/salesheaders/{sales_header_id}/exchange/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Goods back and goods out at once: a refund, a new sale, and what is between them. */
        post: operations["orders.exchange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approvals/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let one thing pass, once, within a quarter of an hour. The token is shown only here. */
        post: operations["orders.giveApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approvals/by-pin/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A leader lets one thing pass at an enrolled till, by PIN. Wrong ones are counted, and lock. */
        post: operations["orders.giveApprovalByPin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approved-operations/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What leaders let pass at the tills: which operation, who, when, and how it is known. */
        get: operations["orders.listApprovedOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cash-sessions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cash sessions, newest first. A cashier sees own sessions. */
        get: operations["orders.listCashSessions"];
        put?: never;
        /** Open the drawer of a register with a float. Without a register: the server's own. A register has one open session. */
        post: operations["orders.openCashSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cash-sessions/{session_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One cash session. */
        get: operations["orders.findCashSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cash-sessions/{session_id}/close/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a session with what was counted. Sent again with the same count, it answers the same; another count is refused. */
        post: operations["orders.closeCashSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cash-sessions/{session_id}/movements/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cash put into the drawer and taken out of it, and the drawer opened, other than for sales. */
        get: operations["orders.listCashMovements"];
        put?: never;
        /** Put cash into the drawer of an open session, or take it out. */
        post: operations["orders.createCashMovement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cash-sessions/{session_id}/x-report/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How an open session stands now. It changes nothing and is not kept. Without the capability `session_expected_view` the count is blind: what the expected cash could be read from is null. */
        get: operations["orders.findXReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cash-sessions/{session_id}/z-report/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The Z of a closed session, as it was printed. What arrived later stands beside it: the supplements, and the totals corrected by them. */
        get: operations["orders.findZReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cash-sessions/{session_id}/supplements/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What arrived for a session after its Z was printed, numbered without a gap. */
        get: operations["orders.listSupplements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/salesheaders/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sales and orders not yet sold, newest first. A cashier sees own ones. */
        get: operations["orders.listSales"];
        put?: never;
        /** A new draft, priced by the catalogue; without a customer it is anonymous. */
        post: operations["orders.createHeader"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/salesheaders/{sales_header_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One sale, or one order not yet sold. */
        get: operations["orders.findSale"];
        /** The same as a change: what is not sent stays as it is. */
        put: operations["orders.replaceHeader"];
        post?: never;
        /** Give up a draft. It stays in the books as cancelled, with the reason. */
        delete: operations["orders.deleteHeader"];
        options?: never;
        head?: never;
        /** Change the customer, the note or the discount of an order that is not sold yet. */
        patch: operations["orders.changeHeader"];
        trace?: never;
    };
    "/api/salesheaders/{sales_header_id}/confirm/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fix the prices and reserve the stock for a time; what is paid completes at once. */
        post: operations["orders.confirmHeader"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/salesheaders/{sales_header_id}/cancel/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give up an order that is not sold: what it reserved is free, what was paid goes back. */
        post: operations["orders.cancelHeader"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/salesheaders/{sales_header_id}/void/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo a completed sale of which nothing went back, on its day and in its session. */
        post: operations["orders.voidHeader"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/salesdetails/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The lines of a sale, or of an order not yet sold. */
        get: operations["orders.listSaleLines"];
        put?: never;
        /** A line more. A price other than the catalogue's needs leave and a reason. */
        post: operations["orders.createLine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/salesdetails/{sales_detail_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One line of a sale or of an order. */
        get: operations["orders.findLine"];
        /** The same as a change; header and product are those of the line. */
        put: operations["orders.replaceLine"];
        post?: never;
        /** Take a line off a draft. It is written down, with the reason if there is one. */
        delete: operations["orders.deleteLine"];
        options?: never;
        head?: never;
        /** Change a line of a draft: quantity, price, discount. */
        patch: operations["orders.changeLine"];
        trace?: never;
    };
    "/api/salesdetails/{sales_detail_id}/reserve/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep the stock of a line of a draft, for a time, before it is confirmed. */
        post: operations["orders.reserveLine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales-payments/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was tendered, by sale or all. */
        get: operations["orders.listPayments"];
        put?: never;
        /** One tender for an order. Only cash may exceed the balance, and gives change. */
        post: operations["orders.takePayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales-payments/split/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Several tenders at once: all of them are taken, or none is. */
        post: operations["orders.splitPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales-payments/{sales_payment_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One tender. */
        get: operations["orders.findPayment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/unmatched-payments/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Money that a provider collected and no order could take: a person decides. */
        get: operations["orders.listUnmatchedPayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/today/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was sold on the shop's day so far, without what was cancelled or voided. */
        get: operations["orders.salesToday"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/checkout/initialize/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An order made and confirmed in one go, ready to be paid. It takes no card or wallet tokens. By phone, then by e-mail, the customer is found or made; of somebody who tells neither, an anonymous profile is. */
        post: operations["orders.checkout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rate-sheets/current/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The other currencies that the shop takes in cash now. Not found before any was said. */
        get: operations["orders.currentRateSheet"];
        /** Say anew which other currencies are taken in cash, and at which rates: the next version, unless nothing is different. With no rates nothing foreign is taken. */
        put: operations["orders.publishRateSheet"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rate-sheets/{version}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A sheet of rates by its version. Under its version it never changes. */
        get: operations["orders.findRateSheet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/receipts/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Receipts. */
        get: operations["orders.listReceipts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/receipts/{receipt_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One receipt, with its text at 42 columns. Its id is the id of the sale. */
        get: operations["orders.findReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/receipt/link/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say whose a receipt is. Once: the same customer again changes nothing. */
        post: operations["orders.linkReceipt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/receipt/link-token/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same by the token that is printed on the receipt, whoever sold it. */
        post: operations["orders.linkReceiptByToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/store-credits/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Store credits, newest first. */
        get: operations["orders.listStoreCredits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/store-credits/{store_credit_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One store credit, with the last two hundred entries of its ledger. */
        get: operations["orders.findStoreCredit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/store-credits/lookup/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is left on the store credit with this code, for who is about to take it. */
        get: operations["orders.findStoreCreditByCode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales-promotions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What promotions took off which line, by sale, by promotion, or all. */
        get: operations["orders.listSalePromotions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sync/parked/{operation_id}/decide/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the waiting of a parked operation. What happened is VOIDED: undone at the counter, or written off. Of what was only asked for, the no is ACCEPTED. */
        post: operations["orders.decideParked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sync/decisions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people decided about parked operations: who, when, why, and where. */
        get: operations["orders.listDecisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sync/decided/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Which of a register's parked operations the back office decided about. */
        post: operations["orders.findDecided"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/registers/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The shop's registers. */
        get: operations["orders.listRegisters"];
        put?: never;
        /** A new register and the one-time code that enrols its device. */
        post: operations["orders.createRegister"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/registers/{register_id}/enrolment-code/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A fresh one-time code, for a new or reinstalled device. Earlier codes end. */
        post: operations["orders.renewEnrolmentCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/registers/enrol/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Exchange a one-time code for the device key. Each enrolment starts a new epoch. */
        post: operations["orders.enrol"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/registers/{register_id}/lease/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the right to push for this register. Earlier holders are fenced off. */
        post: operations["orders.lease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sync/push/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a register's queue holds, in order. Each operation has its own answer. */
        post: operations["orders.push"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sales/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** One sale that happened at a counter: the same operation a push carries. */
        post: operations["orders.recordSale"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/refunds/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** One refund that happened at a counter: the same operation a push carries. */
        post: operations["orders.recordRefund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sync/parked/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Operations that were not booked and wait for a person. */
        get: operations["orders.listParked"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payment-providers/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Through whom money can be collected here, and by which methods. */
        get: operations["payments.listProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payment-attempts/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Attempts, newest first. */
        get: operations["payments.listAttempts"];
        put?: never;
        /** Ask a provider to collect what an order still owes. With its own id it may be sent again. */
        post: operations["payments.startAttempt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payment-attempts/{payment_attempt_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One attempt, as far as we know. */
        get: operations["payments.findAttempt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payment-attempts/{payment_attempt_id}/check/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the provider what became of an attempt, and note it. */
        post: operations["payments.checkAttempt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/suppliers/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Suppliers. */
        get: operations["purchasing.listSuppliers"];
        put?: never;
        /** A new supplier. No two of a shop have one e-mail address or one phone number. */
        post: operations["purchasing.createSupplier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/suppliers/{supplier_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One supplier. */
        get: operations["purchasing.findSupplier"];
        /** Change a supplier; the name is required. */
        put: operations["purchasing.replaceSupplier"];
        post?: never;
        /** Delete a supplier that nothing was ever ordered from. */
        delete: operations["purchasing.deleteSupplier"];
        options?: never;
        head?: never;
        /** Change some fields of a supplier. */
        patch: operations["purchasing.changeSupplier"];
        trace?: never;
    };
    "/api/paymentsoptions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ways a shop pays and is paid. */
        get: operations["purchasing.listPaymentOptions"];
        put?: never;
        /** A new payment option. One that is called Cash is used where none is named. */
        post: operations["purchasing.createPaymentOption"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/paymentsoptions/{payment_option_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One payment option. */
        get: operations["purchasing.findPaymentOption"];
        /** Change a payment option; the name is required. */
        put: operations["purchasing.replacePaymentOption"];
        post?: never;
        /** Delete a payment option that nothing was paid by. */
        delete: operations["purchasing.deletePaymentOption"];
        options?: never;
        head?: never;
        /** Change some fields of a payment option. */
        patch: operations["purchasing.changePaymentOption"];
        trace?: never;
    };
    "/api/expensecategories/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Categories of expenses. */
        get: operations["purchasing.listExpenseCategories"];
        put?: never;
        /** A new category of expenses. */
        post: operations["purchasing.createExpenseCategory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/expensecategories/{expense_category_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One category of expenses. */
        get: operations["purchasing.findExpenseCategory"];
        /** Change a category of expenses; the name is required. */
        put: operations["purchasing.replaceExpenseCategory"];
        post?: never;
        /** Delete a category that no expense is in. */
        delete: operations["purchasing.deleteExpenseCategory"];
        options?: never;
        head?: never;
        /** Change some fields of a category of expenses. */
        patch: operations["purchasing.changeExpenseCategory"];
        trace?: never;
    };
    "/api/expenses/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Expenses. */
        get: operations["purchasing.listExpenses"];
        put?: never;
        /** A new expense, of today where no day is named. */
        post: operations["purchasing.createExpense"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/expenses/{expense_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One expense. */
        get: operations["purchasing.findExpense"];
        /** Change an expense; category, name and amount are required. */
        put: operations["purchasing.replaceExpense"];
        post?: never;
        /** Delete an expense. The audit keeps what it was. */
        delete: operations["purchasing.deleteExpense"];
        options?: never;
        head?: never;
        /** Change some fields of an expense. */
        patch: operations["purchasing.changeExpense"];
        trace?: never;
    };
    "/api/poheaders/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Purchase orders. */
        get: operations["purchasing.listPurchaseOrders"];
        put?: never;
        /** A new purchase order without lines. */
        post: operations["purchasing.createPurchaseOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/poheaders/{po_header_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One purchase order, without its lines. */
        get: operations["purchasing.findPurchaseOrder"];
        /** Change a purchase order that is not converted; the supplier is required. */
        put: operations["purchasing.replacePurchaseOrder"];
        post?: never;
        /** Void a purchase order that is not converted. The audit keeps it, with the reason. */
        delete: operations["purchasing.deletePurchaseOrder"];
        options?: never;
        head?: never;
        /** Change some fields of a purchase order that is not converted. */
        patch: operations["purchasing.changePurchaseOrder"];
        trace?: never;
    };
    "/api/podetails/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lines of purchase orders. */
        get: operations["purchasing.listPurchaseOrderLines"];
        put?: never;
        /** A line more on a purchase order. */
        post: operations["purchasing.createPurchaseOrderLine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/podeltails/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same as GET /api/podetails/.
         * @deprecated
         */
        get: operations["purchasing.listPurchaseOrderLines.alias"];
        put?: never;
        /**
         * The same as POST /api/podetails/.
         * @deprecated
         */
        post: operations["purchasing.createPurchaseOrderLine.alias"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/podetails/{po_detail_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One line of a purchase order. */
        get: operations["purchasing.findPurchaseOrderLine"];
        /** Change a line; product, quantity and price are required. */
        put: operations["purchasing.replacePurchaseOrderLine"];
        post?: never;
        /** Take a line off a purchase order. Its id stays taken. */
        delete: operations["purchasing.deletePurchaseOrderLine"];
        options?: never;
        head?: never;
        /** Change some fields of a line. */
        patch: operations["purchasing.changePurchaseOrderLine"];
        trace?: never;
    };
    "/api/podeltails/{po_detail_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same as GET /api/podetails/{po_detail_id}/.
         * @deprecated
         */
        get: operations["purchasing.findPurchaseOrderLine.alias"];
        /**
         * The same as PUT /api/podetails/{po_detail_id}/.
         * @deprecated
         */
        put: operations["purchasing.replacePurchaseOrderLine.alias"];
        post?: never;
        /**
         * The same as DELETE /api/podetails/{po_detail_id}/.
         * @deprecated
         */
        delete: operations["purchasing.deletePurchaseOrderLine.alias"];
        options?: never;
        head?: never;
        /**
         * The same as PATCH /api/podetails/{po_detail_id}/.
         * @deprecated
         */
        patch: operations["purchasing.changePurchaseOrderLine.alias"];
        trace?: never;
    };
    "/api/purchase-orders/create/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new purchase order with its lines, at once. */
        post: operations["purchasing.placePurchaseOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/purchase-orders/{po_header_id}/convert-to-purchase/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a purchase of an order, once. A second one is told which purchase it became. */
        post: operations["purchasing.convertPurchaseOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/purchase-orders/{po_header_id}/header/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One purchase order, without its lines. */
        get: operations["purchasing.findPurchaseOrderHeader"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/purchase-orders/{po_header_id}/full/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One purchase order with its lines. */
        get: operations["purchasing.findPurchaseOrderFull"];
        /** Change an order and lines of it at once; the total is that of all its lines. */
        put: operations["purchasing.replacePurchaseOrderFull"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/purchaseheaders/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Purchases. */
        get: operations["purchasing.listPurchases"];
        put?: never;
        /** A new purchase without lines. It gets its numbers; an invoice number may be named. */
        post: operations["purchasing.createPurchase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/purchaseheaders/{purchase_header_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One purchase, without its lines. */
        get: operations["purchasing.findPurchase"];
        /** Change a purchase; the supplier is required. */
        put: operations["purchasing.replacePurchase"];
        post?: never;
        /** Void a purchase that nothing was paid on or received of. The audit keeps it. */
        delete: operations["purchasing.deletePurchase"];
        options?: never;
        head?: never;
        /** Change some fields of a purchase. The supplier stays once goods or money moved. */
        patch: operations["purchasing.changePurchase"];
        trace?: never;
    };
    "/api/purchases/{purchase_header_id}/header/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One purchase, without its lines. */
        get: operations["purchasing.findPurchaseHeader"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/purchases/{purchase_header_id}/full/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One purchase with its lines. */
        get: operations["purchasing.findPurchaseFull"];
        /** Change a purchase and lines of it at once; what was paid stays paid. */
        put: operations["purchasing.replacePurchaseFull"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/purchasedetails/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lines of purchases. */
        get: operations["purchasing.listPurchaseLines"];
        put?: never;
        /** A line more on a purchase. It moves no stock: receiving does. */
        post: operations["purchasing.createPurchaseLine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/purchasedetails/{purchase_detail_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One line of a purchase. */
        get: operations["purchasing.findPurchaseLine"];
        /** Change a line; product, quantity and price are required. */
        put: operations["purchasing.replacePurchaseLine"];
        post?: never;
        /** Take a line off a purchase that nothing was received of. Its id stays taken. */
        delete: operations["purchasing.deletePurchaseLine"];
        options?: never;
        head?: never;
        /** Change some fields of a line. Once goods came of it, only its quantity changes. */
        patch: operations["purchasing.changePurchaseLine"];
        trace?: never;
    };
    "/api/payments/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was paid to suppliers. */
        get: operations["purchasing.listSupplierPayments"];
        put?: never;
        /** Pay a supplier for a purchase: its balance falls, and never below zero. */
        post: operations["purchasing.createSupplierPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/{payment_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One payment to a supplier. */
        get: operations["purchasing.findSupplierPayment"];
        /** Correct a payment; purchase and amount are required. */
        put: operations["purchasing.replaceSupplierPayment"];
        post?: never;
        /** Undo a payment: the balance rises again. The audit keeps it, with the reason. */
        delete: operations["purchasing.deleteSupplierPayment"];
        options?: never;
        head?: never;
        /** Correct a payment; the balance follows. The audit keeps what it was. */
        patch: operations["purchasing.changeSupplierPayment"];
        trace?: never;
    };
    "/api/grnheaders/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Notes of goods received. */
        get: operations["purchasing.listGoodsNotes"];
        put?: never;
        /** Receive goods of a purchase, or of an order that became one: their stock rises. */
        post: operations["purchasing.receiveGoods"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/grnheaders/{grn_header_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One note of goods received, with its lines. */
        get: operations["purchasing.findGoodsNote"];
        /** The same as a change: what is not sent stays as it is. */
        put: operations["purchasing.replaceGoodsNote"];
        post?: never;
        /** Void a note: the goods go off the stock again. The audit keeps it, with the reason. */
        delete: operations["purchasing.voidGoodsNote"];
        options?: never;
        head?: never;
        /** Change the day or the notes. What came, came: its lines are not changed. */
        patch: operations["purchasing.changeGoodsNote"];
        trace?: never;
    };
    "/api/purchases/{purchase_header_id}/generate-grn/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Receive everything of a purchase that has not come yet. */
        post: operations["purchasing.generateGoodsNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/grndetails/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lines of goods received. */
        get: operations["purchasing.listGoodsNoteLines"];
        put?: never;
        /** A line more on a note of goods received: its stock rises. */
        post: operations["purchasing.receiveLine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/grndetails/{grn_detail_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One line of goods received. */
        get: operations["purchasing.findGoodsNoteLine"];
        put?: never;
        post?: never;
        /** Void one line: its goods go off the stock again. The audit keeps it. */
        delete: operations["purchasing.voidGoodsNoteLine"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customers/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Customers, newest first. They are kept encrypted: found by the beginnings of the words of a name, a whole phone number or a whole e-mail, and ordered by no more than their age. */
        get: operations["customers.listCustomers"];
        put?: never;
        /** A new customer. A phone number and an e-mail lead to one customer of a shop each. */
        post: operations["customers.createCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customers/{customer_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One customer, archived or erased as well. */
        get: operations["customers.findCustomer"];
        /** Say anew who a customer is: what is not sent is emptied, consent aside. */
        put: operations["customers.replaceCustomer"];
        post?: never;
        /** Take a customer out of lists and searches. What they bought keeps its customer; to forget them, erase them. */
        delete: operations["customers.archiveCustomer"];
        options?: never;
        head?: never;
        /** Change some fields of a customer. */
        patch: operations["customers.changeCustomer"];
        trace?: never;
    };
    "/api/customers/{customer_id}/consents/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a customer said to being written to, and when. Nothing of it is ever changed. */
        get: operations["customers.listConsents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customers/{customer_id}/export/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that is held of a customer, their sales as well, for them to take. */
        get: operations["customers.exportCustomer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customers/{customer_id}/erase/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forget a customer for ever: the key of what is kept of them is destroyed. Their sales stay, without a name. The reason stays in the audit log and may not name them. */
        post: operations["customers.eraseCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-till-copies/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much of its customers the shop lets its tills keep for when the line is down. */
        get: operations["customers.findTillCopies"];
        /** Change it. Tills forget what they may no longer keep with their next pull. */
        put: operations["customers.changeTillCopies"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/anonymousprofiles/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Customers whose name nobody knows, those seen last first. */
        get: operations["customers.listProfiles"];
        put?: never;
        /** Somebody we do not know. A checkout without phone and e-mail makes one by itself. */
        post: operations["customers.createProfile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/anonymousprofiles/{anonymous_customer_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of those we do not know. */
        get: operations["customers.findProfile"];
        /** The same as a change: what is not sent stays as it is. */
        put: operations["customers.replaceProfile"];
        post?: never;
        /** Take a profile out of the lists. The sales it ties together stay. */
        delete: operations["customers.deleteProfile"];
        options?: never;
        head?: never;
        /** They were seen again. */
        patch: operations["customers.changeProfile"];
        trace?: never;
    };
    "/api/anonymousprofiles/{anonymous_customer_id}/identify/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** They said who they are: joined to the customer with that phone number, else with that e-mail, else to a new one. A customer that is found stays as it is. */
        post: operations["customers.identifyProfile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit-logs/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The audit log: who did what, when, before and after. Append-only, hash-chained. */
        get: operations["audit.listEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit-logs/{audit_log_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One entry of the audit log. */
        get: operations["audit.findEntry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit-logs/verify/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Computes every chain anew and says whether each is whole. */
        get: operations["audit.listChains"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description RFC 9457. Clients decide by `code`, which is stable and the same in each casing. */
        Problem: {
            type: string;
            title: string;
            status: number;
            code: string;
            detail: string;
            trace_id: string;
            errors?: {
                field: string;
                message: string;
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "auth.logIn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "phone_number": "+254712345678",
                 *       "password": "a long password"
                 *     }
                 */
                "application/json": {
                    phone_number?: string;
                    email?: string;
                    password: string;
                    otp?: string;
                    /** Format: uuid */
                    tenant_id?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access": "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiIwMTkwIn0.c2lnbmF0dXJl",
                     *       "refresh": "r_5Jm2u0bXh3kq8V1t"
                     *     }
                     */
                    "application/json": {
                        access: string;
                        refresh?: string;
                    };
                };
            };
        };
    };
    "auth.refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "refresh": "r_5Jm2u0bXh3kq8V1t"
                 *     }
                 */
                "application/json": {
                    refresh?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access": "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiIwMTkwIn0.c2lnbmF0dXJl",
                     *       "refresh": "r_5Jm2u0bXh3kq8V1t"
                     *     }
                     */
                    "application/json": {
                        access: string;
                        refresh?: string;
                    };
                };
            };
        };
    };
    "auth.logOut": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "refresh": "r_5Jm2u0bXh3kq8V1t"
                 *     }
                 */
                "application/json": {
                    refresh?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "auth.jwks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "kty": "RSA",
                     *           "kid": "2026-01",
                     *           "use": "sig",
                     *           "alg": "RS256",
                     *           "n": "sXch…",
                     *           "e": "AQAB"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        keys: {
                            [key: string]: unknown;
                        }[];
                    };
                };
            };
        };
    };
    "auth.listClients": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -client_name */
                ordering?: "client_name" | "-client_name" | "date_joined" | "-date_joined";
                /** @example ma */
                search?: string;
                role?: "OWNER" | "MANAGER" | "EMPLOYEE";
                is_active?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "user_client_id": "0190a000-0000-7000-8000-000000000003",
                     *         "storename": "Mama Njeri Stores",
                     *         "client_name": "Amina Odhiambo",
                     *         "phone_number": "+254712345678",
                     *         "email": "amina@example.com",
                     *         "address": "Moi Avenue 12, Nairobi",
                     *         "role": "EMPLOYEE",
                     *         "is_active": true,
                     *         "date_joined": "2026-01-31T12:00:00Z",
                     *         "last_login": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        user_client_id: string;
                        storename: string;
                        client_name: string;
                        phone_number: string;
                        email: string | null;
                        address: string;
                        /** @enum {string} */
                        role: "OWNER" | "MANAGER" | "EMPLOYEE";
                        is_active: boolean;
                        /** Format: date-time */
                        date_joined: string;
                        last_login: string | null;
                    }[];
                };
            };
        };
    };
    "auth.createClient": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "storename": "Mama Njeri Stores",
                 *       "client_name": "Amina Odhiambo",
                 *       "phone_number": "+254712345678",
                 *       "email": "amina@example.com",
                 *       "address": "Moi Avenue 12, Nairobi",
                 *       "password": "a long password"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client_id?: string;
                    storename?: string;
                    client_name: string;
                    phone_number: string;
                    email?: string | null;
                    address?: string;
                    /** @enum {string} */
                    role?: "OWNER" | "MANAGER" | "EMPLOYEE";
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user_client_id": "0190a000-0000-7000-8000-000000000003",
                     *       "storename": "Mama Njeri Stores",
                     *       "client_name": "Amina Odhiambo",
                     *       "phone_number": "+254712345678",
                     *       "email": "amina@example.com",
                     *       "address": "Moi Avenue 12, Nairobi",
                     *       "role": "EMPLOYEE",
                     *       "is_active": true,
                     *       "date_joined": "2026-01-31T12:00:00Z",
                     *       "last_login": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        user_client_id: string;
                        storename: string;
                        client_name: string;
                        phone_number: string;
                        email: string | null;
                        address: string;
                        /** @enum {string} */
                        role: "OWNER" | "MANAGER" | "EMPLOYEE";
                        is_active: boolean;
                        /** Format: date-time */
                        date_joined: string;
                        last_login: string | null;
                    };
                };
            };
        };
    };
    "auth.findMe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user_client_id": "0190a000-0000-7000-8000-000000000003",
                     *       "storename": "Mama Njeri Stores",
                     *       "client_name": "Amina Odhiambo",
                     *       "phone_number": "+254712345678",
                     *       "email": "amina@example.com",
                     *       "address": "Moi Avenue 12, Nairobi",
                     *       "role": "EMPLOYEE",
                     *       "is_active": true,
                     *       "date_joined": "2026-01-31T12:00:00Z",
                     *       "last_login": "2026-01-31T12:00:00Z",
                     *       "tenant_id": "0190a000-0000-7000-8000-000000000001",
                     *       "capabilities": [
                     *         "catalog_view"
                     *       ],
                     *       "limits": {
                     *         "discount_percent_max": "10",
                     *         "price_override": true,
                     *         "refund_without_sale": true,
                     *         "refund_amount_max": "2000.00",
                     *         "pay_out_amount_max": "500.00",
                     *         "no_sale_allowed": true,
                     *         "void_allowed": true
                     *       },
                     *       "mfa_enabled": false
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        user_client_id: string;
                        storename: string;
                        client_name: string;
                        phone_number: string;
                        email: string | null;
                        address: string;
                        /** @enum {string} */
                        role: "OWNER" | "MANAGER" | "EMPLOYEE";
                        is_active: boolean;
                        /** Format: date-time */
                        date_joined: string;
                        last_login: string | null;
                        /** Format: uuid */
                        tenant_id: string;
                        capabilities: string[];
                        limits: {
                            /** Format: decimal */
                            discount_percent_max: string;
                            price_override: boolean;
                            refund_without_sale: boolean;
                            refund_amount_max: string | null;
                            pay_out_amount_max: string | null;
                            no_sale_allowed: boolean;
                            void_allowed: boolean;
                        };
                        mfa_enabled: boolean;
                    };
                };
            };
        };
    };
    "auth.findClient": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000003 */
                user_client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user_client_id": "0190a000-0000-7000-8000-000000000003",
                     *       "storename": "Mama Njeri Stores",
                     *       "client_name": "Amina Odhiambo",
                     *       "phone_number": "+254712345678",
                     *       "email": "amina@example.com",
                     *       "address": "Moi Avenue 12, Nairobi",
                     *       "role": "EMPLOYEE",
                     *       "is_active": true,
                     *       "date_joined": "2026-01-31T12:00:00Z",
                     *       "last_login": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        user_client_id: string;
                        storename: string;
                        client_name: string;
                        phone_number: string;
                        email: string | null;
                        address: string;
                        /** @enum {string} */
                        role: "OWNER" | "MANAGER" | "EMPLOYEE";
                        is_active: boolean;
                        /** Format: date-time */
                        date_joined: string;
                        last_login: string | null;
                    };
                };
            };
        };
    };
    "auth.replaceClient": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000003 */
                user_client_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "storename": "Mama Njeri Stores",
                 *       "client_name": "Amina Odhiambo",
                 *       "phone_number": "+254712345678",
                 *       "email": "amina@example.com",
                 *       "address": "Moi Avenue 12, Nairobi"
                 *     }
                 */
                "application/json": {
                    storename?: string;
                    client_name: string;
                    phone_number: string;
                    email?: string | null;
                    address?: string;
                    /** @enum {string} */
                    role?: "OWNER" | "MANAGER" | "EMPLOYEE";
                    is_active?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user_client_id": "0190a000-0000-7000-8000-000000000003",
                     *       "storename": "Mama Njeri Stores",
                     *       "client_name": "Amina Odhiambo",
                     *       "phone_number": "+254712345678",
                     *       "email": "amina@example.com",
                     *       "address": "Moi Avenue 12, Nairobi",
                     *       "role": "EMPLOYEE",
                     *       "is_active": true,
                     *       "date_joined": "2026-01-31T12:00:00Z",
                     *       "last_login": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        user_client_id: string;
                        storename: string;
                        client_name: string;
                        phone_number: string;
                        email: string | null;
                        address: string;
                        /** @enum {string} */
                        role: "OWNER" | "MANAGER" | "EMPLOYEE";
                        is_active: boolean;
                        /** Format: date-time */
                        date_joined: string;
                        last_login: string | null;
                    };
                };
            };
        };
    };
    "auth.deactivateClient": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000003 */
                user_client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "auth.changeClient": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000003 */
                user_client_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "storename": "Mama Njeri Stores",
                 *       "client_name": "Amina Odhiambo"
                 *     }
                 */
                "application/json": {
                    storename?: string;
                    client_name?: string;
                    phone_number?: string;
                    email?: string | null;
                    address?: string;
                    /** @enum {string} */
                    role?: "OWNER" | "MANAGER" | "EMPLOYEE";
                    is_active?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user_client_id": "0190a000-0000-7000-8000-000000000003",
                     *       "storename": "Mama Njeri Stores",
                     *       "client_name": "Amina Odhiambo",
                     *       "phone_number": "+254712345678",
                     *       "email": "amina@example.com",
                     *       "address": "Moi Avenue 12, Nairobi",
                     *       "role": "EMPLOYEE",
                     *       "is_active": true,
                     *       "date_joined": "2026-01-31T12:00:00Z",
                     *       "last_login": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        user_client_id: string;
                        storename: string;
                        client_name: string;
                        phone_number: string;
                        email: string | null;
                        address: string;
                        /** @enum {string} */
                        role: "OWNER" | "MANAGER" | "EMPLOYEE";
                        is_active: boolean;
                        /** Format: date-time */
                        date_joined: string;
                        last_login: string | null;
                    };
                };
            };
        };
    };
    "auth.setPassword": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000003 */
                user_client_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "a long password"
                 *     }
                 */
                "application/json": {
                    password: string;
                    current_password?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "auth.listRoles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "role": "EMPLOYEE",
                     *         "capabilities": [
                     *           "catalog_view"
                     *         ],
                     *         "discount_percent_max": "10",
                     *         "price_override": true,
                     *         "refund_without_sale": true,
                     *         "refund_amount_max": "2000.00",
                     *         "pay_out_amount_max": "500.00",
                     *         "no_sale_allowed": true,
                     *         "void_allowed": true
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** @enum {string} */
                        role: "OWNER" | "MANAGER" | "EMPLOYEE";
                        capabilities: string[];
                        /** Format: decimal */
                        discount_percent_max: string;
                        price_override: boolean;
                        refund_without_sale: boolean;
                        refund_amount_max: string | null;
                        pay_out_amount_max: string | null;
                        no_sale_allowed: boolean;
                        void_allowed: boolean;
                    }[];
                };
            };
        };
    };
    "auth.changeRole": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example EMPLOYEE */
                role: "MANAGER" | "EMPLOYEE";
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "discount_percent_max": "10",
                 *       "price_override": true
                 *     }
                 */
                "application/json": {
                    /** @description A decimal amount. */
                    discount_percent_max?: string | number;
                    price_override?: boolean;
                    refund_without_sale?: boolean;
                    refund_amount_max?: (string | number) | null;
                    pay_out_amount_max?: (string | number) | null;
                    no_sale_allowed?: boolean;
                    void_allowed?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "role": "EMPLOYEE",
                     *       "capabilities": [
                     *         "catalog_view"
                     *       ],
                     *       "discount_percent_max": "10",
                     *       "price_override": true,
                     *       "refund_without_sale": true,
                     *       "refund_amount_max": "2000.00",
                     *       "pay_out_amount_max": "500.00",
                     *       "no_sale_allowed": true,
                     *       "void_allowed": true
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        role: "OWNER" | "MANAGER" | "EMPLOYEE";
                        capabilities: string[];
                        /** Format: decimal */
                        discount_percent_max: string;
                        price_override: boolean;
                        refund_without_sale: boolean;
                        refund_amount_max: string | null;
                        pay_out_amount_max: string | null;
                        no_sale_allowed: boolean;
                        void_allowed: boolean;
                    };
                };
            };
        };
    };
    "auth.findTenantSettings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tenant_id": "0190a000-0000-7000-8000-000000000001",
                     *       "name": "Mama Njeri Stores",
                     *       "currency": "KES",
                     *       "time_zone": "Africa/Nairobi",
                     *       "status": "ACTIVE",
                     *       "mfa_policy": "OPTIONAL"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        tenant_id: string;
                        name: string;
                        currency: string;
                        time_zone: string;
                        /** @enum {string} */
                        status: "ACTIVE" | "SUSPENDED";
                        /** @enum {string} */
                        mfa_policy: "OFF" | "OPTIONAL" | "MANAGERS";
                    };
                };
            };
        };
    };
    "auth.changeTenantSettings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "Mama Njeri Stores",
                 *       "time_zone": "Africa/Nairobi"
                 *     }
                 */
                "application/json": {
                    name?: string;
                    time_zone?: string;
                    /** @enum {string} */
                    mfa_policy?: "OFF" | "OPTIONAL" | "MANAGERS";
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tenant_id": "0190a000-0000-7000-8000-000000000001",
                     *       "name": "Mama Njeri Stores",
                     *       "currency": "KES",
                     *       "time_zone": "Africa/Nairobi",
                     *       "status": "ACTIVE",
                     *       "mfa_policy": "OPTIONAL"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        tenant_id: string;
                        name: string;
                        currency: string;
                        time_zone: string;
                        /** @enum {string} */
                        status: "ACTIVE" | "SUSPENDED";
                        /** @enum {string} */
                        mfa_policy: "OFF" | "OPTIONAL" | "MANAGERS";
                    };
                };
            };
        };
    };
    "auth.listTenantsOfPlatform": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -name */
                ordering?: "name" | "-name" | "created_at" | "-created_at";
                /** @example ma */
                search?: string;
                status?: "ACTIVE" | "SUSPENDED";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "tenant_id": "0190a000-0000-7000-8000-000000000001",
                     *         "name": "Mama Njeri Stores",
                     *         "currency": "KES",
                     *         "time_zone": "Africa/Nairobi",
                     *         "status": "ACTIVE",
                     *         "mfa_policy": "OPTIONAL",
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        tenant_id: string;
                        name: string;
                        currency: string;
                        time_zone: string;
                        /** @enum {string} */
                        status: "ACTIVE" | "SUSPENDED";
                        /** @enum {string} */
                        mfa_policy: "OFF" | "OPTIONAL" | "MANAGERS";
                        /** Format: date-time */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    "auth.addTenant": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "tenant_id": "0190a000-0000-7000-8000-000000000001",
                 *       "name": "Mama Njeri Stores",
                 *       "currency": "KES",
                 *       "time_zone": "Africa/Nairobi",
                 *       "mfa_policy": "OPTIONAL",
                 *       "users": [
                 *         {
                 *           "user_id": "0190a000-0000-7000-8000-000000000002",
                 *           "client_name": "Amina Odhiambo",
                 *           "phone_number": "+254712345678",
                 *           "email": "amina@example.com",
                 *           "password": "a long password",
                 *           "role": "cashier"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    tenant_id: string;
                    name: string;
                    currency: string;
                    time_zone: string;
                    /** @enum {string} */
                    mfa_policy?: "OFF" | "OPTIONAL" | "MANAGERS";
                    users: {
                        /** Format: uuid */
                        user_id: string;
                        client_name: string;
                        phone_number: string;
                        email?: string;
                        password: string;
                        /** @enum {string} */
                        role: "owner" | "manager" | "cashier";
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tenant_id": "0190a000-0000-7000-8000-000000000001",
                     *       "name": "Mama Njeri Stores",
                     *       "currency": "KES",
                     *       "time_zone": "Africa/Nairobi",
                     *       "status": "ACTIVE"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        tenant_id: string;
                        name: string;
                        currency: string;
                        time_zone: string;
                        /** @enum {string} */
                        status: "ACTIVE" | "SUSPENDED";
                    };
                };
            };
        };
    };
    "auth.suspendTenant": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000001 */
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "Counted again"
                 *     }
                 */
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tenant_id": "0190a000-0000-7000-8000-000000000001",
                     *       "name": "Mama Njeri Stores",
                     *       "currency": "KES",
                     *       "time_zone": "Africa/Nairobi",
                     *       "status": "ACTIVE"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        tenant_id: string;
                        name: string;
                        currency: string;
                        time_zone: string;
                        /** @enum {string} */
                        status: "ACTIVE" | "SUSPENDED";
                    };
                };
            };
        };
    };
    "auth.resumeTenant": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000001 */
                tenant_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "Counted again"
                 *     }
                 */
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tenant_id": "0190a000-0000-7000-8000-000000000001",
                     *       "name": "Mama Njeri Stores",
                     *       "currency": "KES",
                     *       "time_zone": "Africa/Nairobi",
                     *       "status": "ACTIVE"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        tenant_id: string;
                        name: string;
                        currency: string;
                        time_zone: string;
                        /** @enum {string} */
                        status: "ACTIVE" | "SUSPENDED";
                    };
                };
            };
        };
    };
    "auth.enrolMfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secret": "JBSWY3DPEHPK3PXP",
                     *       "otpauth_url": "otpauth://totp/Evertill:Amina?secret=JBSWY3DPEHPK3PXP&issuer=Evertill"
                     *     }
                     */
                    "application/json": {
                        secret: string;
                        otpauth_url: string;
                    };
                };
            };
        };
    };
    "auth.verifyMfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "123456"
                 *     }
                 */
                "application/json": {
                    code: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recovery_codes": [
                     *         "ABCD-2345-EFGH-6723"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        recovery_codes: string[];
                    };
                };
            };
        };
    };
    "auth.disableMfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "otp": "123456"
                 *     }
                 */
                "application/json": {
                    otp: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "auth.resetMfa": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000003 */
                user_client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "auth.listApiKeys": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "created_at" | "-created_at" | "name" | "-name";
                /** @example mug */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "api_key_id": "0190a000-0000-7000-8000-000000000024",
                     *         "name": "Accounts",
                     *         "role": "EMPLOYEE",
                     *         "capabilities": [
                     *           "catalog_view"
                     *         ],
                     *         "last_four": "T6yR",
                     *         "created_by": "0190a000-0000-7000-8000-000000000003",
                     *         "created_at": "2026-01-31T12:00:00Z",
                     *         "expires_at": "2026-01-31T12:15:00Z",
                     *         "revoked_at": null
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        api_key_id: string;
                        name: string;
                        /** @enum {string} */
                        role: "OWNER" | "MANAGER" | "EMPLOYEE";
                        capabilities: ("catalog_view" | "catalog_manage" | "stock_view" | "stock_adjust" | "stock_approve" | "location_manage" | "purchase_manage" | "supplier_manage" | "expense_manage" | "payment_option_view" | "payment_option_manage" | "cost_view" | "sale_record" | "sale_view" | "return_approve" | "refund_approve" | "return_policy_manage" | "rate_manage" | "approval_give" | "store_credit_view" | "price_override" | "sale_void" | "register_view" | "register_manage" | "session_operate" | "session_view_all" | "session_expected_view" | "cash_move" | "customer_view" | "customer_manage" | "customer_export" | "customer_erase" | "exceptions_view" | "exceptions_decide" | "audit_view" | "own_account" | "staff_view" | "staff_manage" | "role_manage" | "tenant_view" | "tenant_manage" | "api_key_manage")[];
                        last_four: string;
                        created_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                        expires_at: string | null;
                        revoked_at: string | null;
                    }[];
                };
            };
        };
    };
    "auth.createApiKey": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Accounts"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    api_key_id?: string;
                    name: string;
                    /** @enum {string} */
                    role?: "OWNER" | "MANAGER" | "EMPLOYEE";
                    capabilities?: ("catalog_view" | "catalog_manage" | "stock_view" | "stock_adjust" | "stock_approve" | "location_manage" | "purchase_manage" | "supplier_manage" | "expense_manage" | "payment_option_view" | "payment_option_manage" | "cost_view" | "sale_record" | "sale_view" | "return_approve" | "refund_approve" | "return_policy_manage" | "rate_manage" | "approval_give" | "store_credit_view" | "price_override" | "sale_void" | "register_view" | "register_manage" | "session_operate" | "session_view_all" | "session_expected_view" | "cash_move" | "customer_view" | "customer_manage" | "customer_export" | "customer_erase" | "exceptions_view" | "exceptions_decide" | "audit_view" | "own_account" | "staff_view" | "staff_manage" | "role_manage" | "tenant_view" | "tenant_manage" | "api_key_manage")[];
                    expires_at?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_key_id": "0190a000-0000-7000-8000-000000000024",
                     *       "name": "Accounts",
                     *       "role": "EMPLOYEE",
                     *       "capabilities": [
                     *         "catalog_view"
                     *       ],
                     *       "last_four": "T6yR",
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "expires_at": "2026-01-31T12:15:00Z",
                     *       "revoked_at": null,
                     *       "key": "evk_3fQ9aVn2Lw8sT6yR"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        api_key_id: string;
                        name: string;
                        /** @enum {string} */
                        role: "OWNER" | "MANAGER" | "EMPLOYEE";
                        capabilities: ("catalog_view" | "catalog_manage" | "stock_view" | "stock_adjust" | "stock_approve" | "location_manage" | "purchase_manage" | "supplier_manage" | "expense_manage" | "payment_option_view" | "payment_option_manage" | "cost_view" | "sale_record" | "sale_view" | "return_approve" | "refund_approve" | "return_policy_manage" | "rate_manage" | "approval_give" | "store_credit_view" | "price_override" | "sale_void" | "register_view" | "register_manage" | "session_operate" | "session_view_all" | "session_expected_view" | "cash_move" | "customer_view" | "customer_manage" | "customer_export" | "customer_erase" | "exceptions_view" | "exceptions_decide" | "audit_view" | "own_account" | "staff_view" | "staff_manage" | "role_manage" | "tenant_view" | "tenant_manage" | "api_key_manage")[];
                        last_four: string;
                        created_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                        expires_at: string | null;
                        revoked_at: string | null;
                        key: string | null;
                    };
                };
            };
        };
    };
    "auth.revokeApiKey": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000024 */
                api_key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_key_id": "0190a000-0000-7000-8000-000000000024",
                     *       "name": "Accounts",
                     *       "role": "EMPLOYEE",
                     *       "capabilities": [
                     *         "catalog_view"
                     *       ],
                     *       "last_four": "T6yR",
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "expires_at": "2026-01-31T12:15:00Z",
                     *       "revoked_at": null
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        api_key_id: string;
                        name: string;
                        /** @enum {string} */
                        role: "OWNER" | "MANAGER" | "EMPLOYEE";
                        capabilities: ("catalog_view" | "catalog_manage" | "stock_view" | "stock_adjust" | "stock_approve" | "location_manage" | "purchase_manage" | "supplier_manage" | "expense_manage" | "payment_option_view" | "payment_option_manage" | "cost_view" | "sale_record" | "sale_view" | "return_approve" | "refund_approve" | "return_policy_manage" | "rate_manage" | "approval_give" | "store_credit_view" | "price_override" | "sale_void" | "register_view" | "register_manage" | "session_operate" | "session_view_all" | "session_expected_view" | "cash_move" | "customer_view" | "customer_manage" | "customer_export" | "customer_erase" | "exceptions_view" | "exceptions_decide" | "audit_view" | "own_account" | "staff_view" | "staff_manage" | "role_manage" | "tenant_view" | "tenant_manage" | "api_key_manage")[];
                        last_four: string;
                        created_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                        expires_at: string | null;
                        revoked_at: string | null;
                    };
                };
            };
        };
    };
    "auth.logInOperator": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "amina@example.com",
                 *       "password": "a long password"
                 *     }
                 */
                "application/json": {
                    email: string;
                    password: string;
                    new_password?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access": "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiIwMTkwIn0.c2lnbmF0dXJl"
                     *     }
                     */
                    "application/json": {
                        access: string;
                    };
                };
            };
        };
    };
    "auth.setPin": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000003 */
                user_client_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "pin": "7294",
                 *       "current_password": "correct horse battery staple"
                 *     }
                 */
                "application/json": {
                    pin: string;
                    current_password?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "auth.removePin": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000003 */
                user_client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "catalog.listProducts": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -name */
                ordering?: "name" | "-name" | "sku" | "-sku" | "price" | "-price" | "created_at" | "-created_at" | "updated_at" | "-updated_at";
                /** @example mug */
                search?: string;
                sku?: string;
                barcode?: string;
                category?: string;
                unit?: string;
                is_active?: boolean;
                min_price?: string | number;
                max_price?: string | number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "product_id": "0190a000-0000-7000-8000-000000000005",
                     *         "name": "Mug",
                     *         "sku": "KIT-00001",
                     *         "barcode": "6161101234567",
                     *         "description": "Things for the kitchen",
                     *         "category": "0190a000-0000-7000-8000-000000000006",
                     *         "unit": "0190a000-0000-7000-8000-000000000007",
                     *         "price": "1750.00",
                     *         "cost": "900.00",
                     *         "tax_code": "STD",
                     *         "minQuantity": "5",
                     *         "oversell_policy": "WARN",
                     *         "is_active": true,
                     *         "category_name": "Kitchen",
                     *         "average_cost": "900.00",
                     *         "currency": "KES",
                     *         "created_at": "2026-01-31T12:00:00Z",
                     *         "updated_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        product_id: string;
                        name: string;
                        sku: string;
                        barcode: string | null;
                        description: string;
                        category: string | null;
                        unit: string | null;
                        /** Format: decimal */
                        price: string;
                        cost?: string | null;
                        tax_code: string;
                        /** Format: decimal */
                        minQuantity: string;
                        /** @enum {string} */
                        oversell_policy: "BLOCK" | "WARN" | "ALLOW";
                        is_active: boolean;
                        category_name: string | null;
                        average_cost?: string | null;
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    }[];
                };
            };
        };
    };
    "catalog.createProduct": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Mug",
                 *       "price": "1750.00",
                 *       "barcode": "6161101234567",
                 *       "description": "Things for the kitchen",
                 *       "category": "0190a000-0000-7000-8000-000000000006",
                 *       "unit": "0190a000-0000-7000-8000-000000000007",
                 *       "cost": "900.00",
                 *       "minQuantity": "5"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    product_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    name: string;
                    sku?: string;
                    /** @description A decimal amount. */
                    price: string | number;
                    barcode?: string | null;
                    generate_barcode?: boolean;
                    description?: string;
                    category?: string | null;
                    unit?: string | null;
                    cost?: (string | number) | null;
                    tax_code?: string;
                    /** @description A decimal amount. */
                    minQuantity?: string | number;
                    /** @enum {string} */
                    oversell_policy?: "BLOCK" | "WARN" | "ALLOW";
                    is_active?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "product_id": "0190a000-0000-7000-8000-000000000005",
                     *       "name": "Mug",
                     *       "sku": "KIT-00001",
                     *       "barcode": "6161101234567",
                     *       "description": "Things for the kitchen",
                     *       "category": "0190a000-0000-7000-8000-000000000006",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "price": "1750.00",
                     *       "cost": "900.00",
                     *       "tax_code": "STD",
                     *       "minQuantity": "5",
                     *       "oversell_policy": "WARN",
                     *       "is_active": true,
                     *       "category_name": "Kitchen",
                     *       "average_cost": "900.00",
                     *       "currency": "KES",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "updated_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        product_id: string;
                        name: string;
                        sku: string;
                        barcode: string | null;
                        description: string;
                        category: string | null;
                        unit: string | null;
                        /** Format: decimal */
                        price: string;
                        cost?: string | null;
                        tax_code: string;
                        /** Format: decimal */
                        minQuantity: string;
                        /** @enum {string} */
                        oversell_policy: "BLOCK" | "WARN" | "ALLOW";
                        is_active: boolean;
                        category_name: string | null;
                        average_cost?: string | null;
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
        };
    };
    "catalog.scanProduct": {
        parameters: {
            query: {
                /** @example 123456 */
                code: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "product_id": "0190a000-0000-7000-8000-000000000005",
                     *       "name": "Mug",
                     *       "sku": "KIT-00001",
                     *       "barcode": "6161101234567",
                     *       "description": "Things for the kitchen",
                     *       "category": "0190a000-0000-7000-8000-000000000006",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "price": "1750.00",
                     *       "cost": "900.00",
                     *       "tax_code": "STD",
                     *       "minQuantity": "5",
                     *       "oversell_policy": "WARN",
                     *       "is_active": true,
                     *       "category_name": "Kitchen",
                     *       "average_cost": "900.00",
                     *       "currency": "KES",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "updated_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        product_id: string;
                        name: string;
                        sku: string;
                        barcode: string | null;
                        description: string;
                        category: string | null;
                        unit: string | null;
                        /** Format: decimal */
                        price: string;
                        cost?: string | null;
                        tax_code: string;
                        /** Format: decimal */
                        minQuantity: string;
                        /** @enum {string} */
                        oversell_policy: "BLOCK" | "WARN" | "ALLOW";
                        is_active: boolean;
                        category_name: string | null;
                        average_cost?: string | null;
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
        };
    };
    "catalog.findProduct": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000005 */
                product_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "product_id": "0190a000-0000-7000-8000-000000000005",
                     *       "name": "Mug",
                     *       "sku": "KIT-00001",
                     *       "barcode": "6161101234567",
                     *       "description": "Things for the kitchen",
                     *       "category": "0190a000-0000-7000-8000-000000000006",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "price": "1750.00",
                     *       "cost": "900.00",
                     *       "tax_code": "STD",
                     *       "minQuantity": "5",
                     *       "oversell_policy": "WARN",
                     *       "is_active": true,
                     *       "category_name": "Kitchen",
                     *       "average_cost": "900.00",
                     *       "currency": "KES",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "updated_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        product_id: string;
                        name: string;
                        sku: string;
                        barcode: string | null;
                        description: string;
                        category: string | null;
                        unit: string | null;
                        /** Format: decimal */
                        price: string;
                        cost?: string | null;
                        tax_code: string;
                        /** Format: decimal */
                        minQuantity: string;
                        /** @enum {string} */
                        oversell_policy: "BLOCK" | "WARN" | "ALLOW";
                        is_active: boolean;
                        category_name: string | null;
                        average_cost?: string | null;
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
        };
    };
    "catalog.replaceProduct": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000005 */
                product_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Mug",
                 *       "price": "1750.00",
                 *       "barcode": "6161101234567",
                 *       "description": "Things for the kitchen",
                 *       "category": "0190a000-0000-7000-8000-000000000006",
                 *       "unit": "0190a000-0000-7000-8000-000000000007",
                 *       "cost": "900.00",
                 *       "minQuantity": "5"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    name: string;
                    sku?: string;
                    /** @description A decimal amount. */
                    price: string | number;
                    barcode?: string | null;
                    generate_barcode?: boolean;
                    description?: string;
                    category?: string | null;
                    unit?: string | null;
                    cost?: (string | number) | null;
                    tax_code?: string;
                    /** @description A decimal amount. */
                    minQuantity?: string | number;
                    /** @enum {string} */
                    oversell_policy?: "BLOCK" | "WARN" | "ALLOW";
                    is_active?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "product_id": "0190a000-0000-7000-8000-000000000005",
                     *       "name": "Mug",
                     *       "sku": "KIT-00001",
                     *       "barcode": "6161101234567",
                     *       "description": "Things for the kitchen",
                     *       "category": "0190a000-0000-7000-8000-000000000006",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "price": "1750.00",
                     *       "cost": "900.00",
                     *       "tax_code": "STD",
                     *       "minQuantity": "5",
                     *       "oversell_policy": "WARN",
                     *       "is_active": true,
                     *       "category_name": "Kitchen",
                     *       "average_cost": "900.00",
                     *       "currency": "KES",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "updated_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        product_id: string;
                        name: string;
                        sku: string;
                        barcode: string | null;
                        description: string;
                        category: string | null;
                        unit: string | null;
                        /** Format: decimal */
                        price: string;
                        cost?: string | null;
                        tax_code: string;
                        /** Format: decimal */
                        minQuantity: string;
                        /** @enum {string} */
                        oversell_policy: "BLOCK" | "WARN" | "ALLOW";
                        is_active: boolean;
                        category_name: string | null;
                        average_cost?: string | null;
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
        };
    };
    "catalog.archiveProduct": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000005 */
                product_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "catalog.changeProduct": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000005 */
                product_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "Mug",
                 *       "sku": "KIT-00001"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    name?: string;
                    sku?: string;
                    /** @description A decimal amount. */
                    price?: string | number;
                    barcode?: string | null;
                    generate_barcode?: boolean;
                    description?: string;
                    category?: string | null;
                    unit?: string | null;
                    cost?: (string | number) | null;
                    tax_code?: string;
                    /** @description A decimal amount. */
                    minQuantity?: string | number;
                    /** @enum {string} */
                    oversell_policy?: "BLOCK" | "WARN" | "ALLOW";
                    is_active?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "product_id": "0190a000-0000-7000-8000-000000000005",
                     *       "name": "Mug",
                     *       "sku": "KIT-00001",
                     *       "barcode": "6161101234567",
                     *       "description": "Things for the kitchen",
                     *       "category": "0190a000-0000-7000-8000-000000000006",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "price": "1750.00",
                     *       "cost": "900.00",
                     *       "tax_code": "STD",
                     *       "minQuantity": "5",
                     *       "oversell_policy": "WARN",
                     *       "is_active": true,
                     *       "category_name": "Kitchen",
                     *       "average_cost": "900.00",
                     *       "currency": "KES",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "updated_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        product_id: string;
                        name: string;
                        sku: string;
                        barcode: string | null;
                        description: string;
                        category: string | null;
                        unit: string | null;
                        /** Format: decimal */
                        price: string;
                        cost?: string | null;
                        tax_code: string;
                        /** Format: decimal */
                        minQuantity: string;
                        /** @enum {string} */
                        oversell_policy: "BLOCK" | "WARN" | "ALLOW";
                        is_active: boolean;
                        category_name: string | null;
                        average_cost?: string | null;
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
        };
    };
    "catalog.listBarcodes": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "created_at" | "-created_at" | "barcode" | "-barcode";
            };
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000005 */
                product_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "barcode_id": "0190a000-0000-7000-8000-000000000023",
                     *         "product": "0190a000-0000-7000-8000-000000000005",
                     *         "barcode": "6161101234567",
                     *         "is_main": false,
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        barcode_id: string;
                        /** Format: uuid */
                        product: string;
                        barcode: string;
                        is_main: boolean;
                        /** Format: date-time */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    "catalog.addBarcode": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example 0190a000-0000-7000-8000-000000000005 */
                product_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "barcode": "6161101234567"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    barcode_id?: string;
                    barcode: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "barcode_id": "0190a000-0000-7000-8000-000000000023",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "barcode": "6161101234567",
                     *       "is_main": false,
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        barcode_id: string;
                        /** Format: uuid */
                        product: string;
                        barcode: string;
                        is_main: boolean;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "catalog.removeBarcode": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000005 */
                product_id: string;
                /** @example 0190a000-0000-7000-8000-000000000023 */
                barcode_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "catalog.findBarcodeImage": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000005 */
                product_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                };
            };
        };
    };
    "catalog.findQrCodeImage": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000005 */
                product_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                };
            };
        };
    };
    "catalog.listCategories": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -name */
                ordering?: "name" | "-name";
                /** @example mug */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "category_id": "0190a000-0000-7000-8000-000000000006",
                     *         "name": "Kitchen",
                     *         "description": "Things for the kitchen"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        category_id: string;
                        name: string;
                        description: string;
                    }[];
                };
            };
        };
    };
    "catalog.createCategory": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Kitchen",
                 *       "description": "Things for the kitchen"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    category_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    name: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "category_id": "0190a000-0000-7000-8000-000000000006",
                     *       "name": "Kitchen",
                     *       "description": "Things for the kitchen"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        category_id: string;
                        name: string;
                        description: string;
                    };
                };
            };
        };
    };
    "catalog.findCategory": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000006 */
                category_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "category_id": "0190a000-0000-7000-8000-000000000006",
                     *       "name": "Kitchen",
                     *       "description": "Things for the kitchen"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        category_id: string;
                        name: string;
                        description: string;
                    };
                };
            };
        };
    };
    "catalog.replaceCategory": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000006 */
                category_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Kitchen",
                 *       "description": "Things for the kitchen"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    name: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "category_id": "0190a000-0000-7000-8000-000000000006",
                     *       "name": "Kitchen",
                     *       "description": "Things for the kitchen"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        category_id: string;
                        name: string;
                        description: string;
                    };
                };
            };
        };
    };
    "catalog.deleteCategory": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000006 */
                category_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "catalog.changeCategory": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000006 */
                category_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "Kitchen",
                 *       "description": "Things for the kitchen"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    name?: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "category_id": "0190a000-0000-7000-8000-000000000006",
                     *       "name": "Kitchen",
                     *       "description": "Things for the kitchen"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        category_id: string;
                        name: string;
                        description: string;
                    };
                };
            };
        };
    };
    "catalog.listUnits": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -unit_name */
                ordering?: "unit_name" | "-unit_name";
                /** @example mug */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "unit_id": "0190a000-0000-7000-8000-000000000007",
                     *         "unit_name": "piece",
                     *         "description": "Things for the kitchen"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        unit_id: string;
                        unit_name: string;
                        description: string;
                    }[];
                };
            };
        };
    };
    "catalog.createUnit": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "unit_name": "piece",
                 *       "description": "Things for the kitchen"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    unit_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    unit_name: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "unit_id": "0190a000-0000-7000-8000-000000000007",
                     *       "unit_name": "piece",
                     *       "description": "Things for the kitchen"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        unit_id: string;
                        unit_name: string;
                        description: string;
                    };
                };
            };
        };
    };
    "catalog.findUnit": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000007 */
                unit_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "unit_id": "0190a000-0000-7000-8000-000000000007",
                     *       "unit_name": "piece",
                     *       "description": "Things for the kitchen"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        unit_id: string;
                        unit_name: string;
                        description: string;
                    };
                };
            };
        };
    };
    "catalog.replaceUnit": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000007 */
                unit_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "unit_name": "piece",
                 *       "description": "Things for the kitchen"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    unit_name: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "unit_id": "0190a000-0000-7000-8000-000000000007",
                     *       "unit_name": "piece",
                     *       "description": "Things for the kitchen"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        unit_id: string;
                        unit_name: string;
                        description: string;
                    };
                };
            };
        };
    };
    "catalog.deleteUnit": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000007 */
                unit_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "catalog.changeUnit": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000007 */
                unit_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "unit_name": "piece",
                 *       "description": "Things for the kitchen"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    unit_name?: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "unit_id": "0190a000-0000-7000-8000-000000000007",
                     *       "unit_name": "piece",
                     *       "description": "Things for the kitchen"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        unit_id: string;
                        unit_name: string;
                        description: string;
                    };
                };
            };
        };
    };
    "catalog.currentPriceBook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "version": 1,
                     *       "currency": "KES",
                     *       "is_tax_included": true,
                     *       "tax_rounding": "LINE",
                     *       "rounding": "HALF_UP",
                     *       "cash_rounding": "1",
                     *       "taxes": {
                     *         "STD": {
                     *           "kind": "STANDARD",
                     *           "components": [
                     *             {
                     *               "name": "Mug",
                     *               "rate_ppm": 1,
                     *               "is_compound": true
                     *             }
                     *           ]
                     *         }
                     *       },
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        version: number;
                        currency: string;
                        is_tax_included: boolean;
                        /** @enum {string} */
                        tax_rounding: "LINE" | "DOCUMENT";
                        /** @enum {string} */
                        rounding: "HALF_UP" | "HALF_EVEN" | "DOWN";
                        /** Format: decimal */
                        cash_rounding: string;
                        taxes: {
                            [key: string]: {
                                /** @enum {string} */
                                kind: "STANDARD" | "ZERO" | "EXEMPT";
                                components: {
                                    name: string;
                                    rate_ppm: number;
                                    is_compound: boolean;
                                }[];
                            };
                        };
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "catalog.findPriceBook": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "version": 1,
                     *       "currency": "KES",
                     *       "is_tax_included": true,
                     *       "tax_rounding": "LINE",
                     *       "rounding": "HALF_UP",
                     *       "cash_rounding": "1",
                     *       "taxes": {
                     *         "STD": {
                     *           "kind": "STANDARD",
                     *           "components": [
                     *             {
                     *               "name": "Mug",
                     *               "rate_ppm": 1,
                     *               "is_compound": true
                     *             }
                     *           ]
                     *         }
                     *       },
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        version: number;
                        currency: string;
                        is_tax_included: boolean;
                        /** @enum {string} */
                        tax_rounding: "LINE" | "DOCUMENT";
                        /** @enum {string} */
                        rounding: "HALF_UP" | "HALF_EVEN" | "DOWN";
                        /** Format: decimal */
                        cash_rounding: string;
                        taxes: {
                            [key: string]: {
                                /** @enum {string} */
                                kind: "STANDARD" | "ZERO" | "EXEMPT";
                                components: {
                                    name: string;
                                    rate_ppm: number;
                                    is_compound: boolean;
                                }[];
                            };
                        };
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "catalog.listPromotions": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -name */
                ordering?: "name" | "-name" | "created_at" | "-created_at";
                /** @example mug */
                search?: string;
                /** @example false */
                is_archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "promotion_id": "0190a000-0000-7000-8000-000000000042",
                     *         "name": "Three mugs for 4500",
                     *         "kind": "BUNDLE",
                     *         "percent": null,
                     *         "amount": "4500.00",
                     *         "buy_pieces": 3,
                     *         "get_pieces": null,
                     *         "products": [
                     *           "0190a000-0000-7000-8000-000000000005"
                     *         ],
                     *         "categories": [],
                     *         "quantity_min": "0",
                     *         "amount_min": "0.00",
                     *         "priority": 100,
                     *         "is_combinable": false,
                     *         "is_coupon_needed": true,
                     *         "starts_at": "2026-01-31T12:00:00Z",
                     *         "ends_at": null,
                     *         "weekdays": [
                     *           5,
                     *           6
                     *         ],
                     *         "from_time": "09:00",
                     *         "until_time": "17:30",
                     *         "is_archived": false,
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        promotion_id: string;
                        name: string;
                        /** @enum {string} */
                        kind: "PERCENT_OFF" | "AMOUNT_OFF" | "BUY_GET" | "BUNDLE" | "ORDER_PERCENT" | "ORDER_AMOUNT";
                        percent: string | null;
                        amount: string | null;
                        buy_pieces: number | null;
                        get_pieces: number | null;
                        products: string[];
                        categories: string[];
                        /** Format: decimal */
                        quantity_min: string;
                        /** Format: decimal */
                        amount_min: string;
                        priority: number;
                        is_combinable: boolean;
                        is_coupon_needed: boolean;
                        starts_at: string | null;
                        ends_at: string | null;
                        weekdays: number[];
                        from_time: string;
                        until_time: string;
                        is_archived: boolean;
                        /** Format: date-time */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    "catalog.createPromotion": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Three mugs for 4500",
                 *       "kind": "BUNDLE",
                 *       "amount": "4500.00",
                 *       "buy_pieces": 3,
                 *       "products": [
                 *         "0190a000-0000-7000-8000-000000000005"
                 *       ],
                 *       "is_coupon_needed": true,
                 *       "weekdays": [
                 *         5,
                 *         6
                 *       ],
                 *       "from_time": "09:00",
                 *       "until_time": "17:30"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    promotion_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    name: string;
                    /** @enum {string} */
                    kind: "PERCENT_OFF" | "AMOUNT_OFF" | "BUY_GET" | "BUNDLE" | "ORDER_PERCENT" | "ORDER_AMOUNT";
                    percent?: (string | number) | null;
                    amount?: (string | number) | null;
                    buy_pieces?: number | null;
                    get_pieces?: number | null;
                    products?: string[];
                    categories?: string[];
                    /** @description A decimal amount. */
                    quantity_min?: string | number;
                    /** @description A decimal amount. */
                    amount_min?: string | number;
                    priority?: number;
                    is_combinable?: boolean;
                    is_coupon_needed?: boolean;
                    starts_at?: string | null;
                    ends_at?: string | null;
                    weekdays?: number[];
                    from_time?: string;
                    until_time?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "promotion_id": "0190a000-0000-7000-8000-000000000042",
                     *       "name": "Three mugs for 4500",
                     *       "kind": "BUNDLE",
                     *       "percent": null,
                     *       "amount": "4500.00",
                     *       "buy_pieces": 3,
                     *       "get_pieces": null,
                     *       "products": [
                     *         "0190a000-0000-7000-8000-000000000005"
                     *       ],
                     *       "categories": [],
                     *       "quantity_min": "0",
                     *       "amount_min": "0.00",
                     *       "priority": 100,
                     *       "is_combinable": false,
                     *       "is_coupon_needed": true,
                     *       "starts_at": "2026-01-31T12:00:00Z",
                     *       "ends_at": null,
                     *       "weekdays": [
                     *         5,
                     *         6
                     *       ],
                     *       "from_time": "09:00",
                     *       "until_time": "17:30",
                     *       "is_archived": false,
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        promotion_id: string;
                        name: string;
                        /** @enum {string} */
                        kind: "PERCENT_OFF" | "AMOUNT_OFF" | "BUY_GET" | "BUNDLE" | "ORDER_PERCENT" | "ORDER_AMOUNT";
                        percent: string | null;
                        amount: string | null;
                        buy_pieces: number | null;
                        get_pieces: number | null;
                        products: string[];
                        categories: string[];
                        /** Format: decimal */
                        quantity_min: string;
                        /** Format: decimal */
                        amount_min: string;
                        priority: number;
                        is_combinable: boolean;
                        is_coupon_needed: boolean;
                        starts_at: string | null;
                        ends_at: string | null;
                        weekdays: number[];
                        from_time: string;
                        until_time: string;
                        is_archived: boolean;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "catalog.findPromotion": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000042 */
                promotion_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "promotion_id": "0190a000-0000-7000-8000-000000000042",
                     *       "name": "Three mugs for 4500",
                     *       "kind": "BUNDLE",
                     *       "percent": null,
                     *       "amount": "4500.00",
                     *       "buy_pieces": 3,
                     *       "get_pieces": null,
                     *       "products": [
                     *         "0190a000-0000-7000-8000-000000000005"
                     *       ],
                     *       "categories": [],
                     *       "quantity_min": "0",
                     *       "amount_min": "0.00",
                     *       "priority": 100,
                     *       "is_combinable": false,
                     *       "is_coupon_needed": true,
                     *       "starts_at": "2026-01-31T12:00:00Z",
                     *       "ends_at": null,
                     *       "weekdays": [
                     *         5,
                     *         6
                     *       ],
                     *       "from_time": "09:00",
                     *       "until_time": "17:30",
                     *       "is_archived": false,
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        promotion_id: string;
                        name: string;
                        /** @enum {string} */
                        kind: "PERCENT_OFF" | "AMOUNT_OFF" | "BUY_GET" | "BUNDLE" | "ORDER_PERCENT" | "ORDER_AMOUNT";
                        percent: string | null;
                        amount: string | null;
                        buy_pieces: number | null;
                        get_pieces: number | null;
                        products: string[];
                        categories: string[];
                        /** Format: decimal */
                        quantity_min: string;
                        /** Format: decimal */
                        amount_min: string;
                        priority: number;
                        is_combinable: boolean;
                        is_coupon_needed: boolean;
                        starts_at: string | null;
                        ends_at: string | null;
                        weekdays: number[];
                        from_time: string;
                        until_time: string;
                        is_archived: boolean;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "catalog.archivePromotion": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000042 */
                promotion_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "catalog.changePromotion": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000042 */
                promotion_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "amount": "4500.00"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    name?: string;
                    /** @enum {string} */
                    kind?: "PERCENT_OFF" | "AMOUNT_OFF" | "BUY_GET" | "BUNDLE" | "ORDER_PERCENT" | "ORDER_AMOUNT";
                    percent?: (string | number) | null;
                    amount?: (string | number) | null;
                    buy_pieces?: number | null;
                    get_pieces?: number | null;
                    products?: string[];
                    categories?: string[];
                    /** @description A decimal amount. */
                    quantity_min?: string | number;
                    /** @description A decimal amount. */
                    amount_min?: string | number;
                    priority?: number;
                    is_combinable?: boolean;
                    is_coupon_needed?: boolean;
                    starts_at?: string | null;
                    ends_at?: string | null;
                    weekdays?: number[];
                    from_time?: string;
                    until_time?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "promotion_id": "0190a000-0000-7000-8000-000000000042",
                     *       "name": "Three mugs for 4500",
                     *       "kind": "BUNDLE",
                     *       "percent": null,
                     *       "amount": "4500.00",
                     *       "buy_pieces": 3,
                     *       "get_pieces": null,
                     *       "products": [
                     *         "0190a000-0000-7000-8000-000000000005"
                     *       ],
                     *       "categories": [],
                     *       "quantity_min": "0",
                     *       "amount_min": "0.00",
                     *       "priority": 100,
                     *       "is_combinable": false,
                     *       "is_coupon_needed": true,
                     *       "starts_at": "2026-01-31T12:00:00Z",
                     *       "ends_at": null,
                     *       "weekdays": [
                     *         5,
                     *         6
                     *       ],
                     *       "from_time": "09:00",
                     *       "until_time": "17:30",
                     *       "is_archived": false,
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        promotion_id: string;
                        name: string;
                        /** @enum {string} */
                        kind: "PERCENT_OFF" | "AMOUNT_OFF" | "BUY_GET" | "BUNDLE" | "ORDER_PERCENT" | "ORDER_AMOUNT";
                        percent: string | null;
                        amount: string | null;
                        buy_pieces: number | null;
                        get_pieces: number | null;
                        products: string[];
                        categories: string[];
                        /** Format: decimal */
                        quantity_min: string;
                        /** Format: decimal */
                        amount_min: string;
                        priority: number;
                        is_combinable: boolean;
                        is_coupon_needed: boolean;
                        starts_at: string | null;
                        ends_at: string | null;
                        weekdays: number[];
                        from_time: string;
                        until_time: string;
                        is_archived: boolean;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "catalog.listCoupons": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -code */
                ordering?: "code" | "-code" | "created_at" | "-created_at";
                search?: string;
                /** @example 0190a000-0000-7000-8000-000000000042 */
                promotion?: string;
                /** @example false */
                is_archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "coupon_id": "0190a000-0000-7000-8000-000000000043",
                     *         "code": "MUGS3",
                     *         "promotion": "0190a000-0000-7000-8000-000000000042",
                     *         "starts_at": null,
                     *         "ends_at": "2026-12-31T21:00:00Z",
                     *         "redemptions_max": 200,
                     *         "customer_redemptions_max": 1,
                     *         "is_archived": false,
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        code: string;
                        /** Format: uuid */
                        promotion: string;
                        starts_at: string | null;
                        ends_at: string | null;
                        redemptions_max: number | null;
                        customer_redemptions_max: number | null;
                        /** Format: uuid */
                        coupon_id: string;
                        is_archived: boolean;
                        /** Format: date-time */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    "catalog.createCoupon": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "MUGS3",
                 *       "promotion": "0190a000-0000-7000-8000-000000000042",
                 *       "starts_at": null,
                 *       "ends_at": "2026-12-31T21:00:00Z",
                 *       "redemptions_max": 200,
                 *       "customer_redemptions_max": 1
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    coupon_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    code: string;
                    /** Format: uuid */
                    promotion: string;
                    starts_at?: string | null;
                    ends_at?: string | null;
                    redemptions_max?: number | null;
                    customer_redemptions_max?: number | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "coupon_id": "0190a000-0000-7000-8000-000000000043",
                     *       "code": "MUGS3",
                     *       "promotion": "0190a000-0000-7000-8000-000000000042",
                     *       "starts_at": null,
                     *       "ends_at": "2026-12-31T21:00:00Z",
                     *       "redemptions_max": 200,
                     *       "customer_redemptions_max": 1,
                     *       "is_archived": false,
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        code: string;
                        /** Format: uuid */
                        promotion: string;
                        starts_at: string | null;
                        ends_at: string | null;
                        redemptions_max: number | null;
                        customer_redemptions_max: number | null;
                        /** Format: uuid */
                        coupon_id: string;
                        is_archived: boolean;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "catalog.archiveCoupon": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000043 */
                coupon_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "catalog.changeCoupon": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000043 */
                coupon_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "redemptions_max": 200
                 *     }
                 */
                "application/json": {
                    starts_at?: string | null;
                    ends_at?: string | null;
                    redemptions_max?: number | null;
                    customer_redemptions_max?: number | null;
                    /** Format: uuid */
                    user_client?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "coupon_id": "0190a000-0000-7000-8000-000000000043",
                     *       "code": "MUGS3",
                     *       "promotion": "0190a000-0000-7000-8000-000000000042",
                     *       "starts_at": null,
                     *       "ends_at": "2026-12-31T21:00:00Z",
                     *       "redemptions_max": 200,
                     *       "customer_redemptions_max": 1,
                     *       "is_archived": false,
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        code: string;
                        /** Format: uuid */
                        promotion: string;
                        starts_at: string | null;
                        ends_at: string | null;
                        redemptions_max: number | null;
                        customer_redemptions_max: number | null;
                        /** Format: uuid */
                        coupon_id: string;
                        is_archived: boolean;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "catalog.findPromotionSet": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 7 */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "version": 7,
                     *       "time_zone": "Africa/Nairobi",
                     *       "promotions": [
                     *         {
                     *           "promotion_id": "0190a000-0000-7000-8000-000000000042",
                     *           "name": "Three mugs for 4500",
                     *           "kind": "BUNDLE",
                     *           "percent": null,
                     *           "amount": "4500.00",
                     *           "buy_pieces": 3,
                     *           "get_pieces": null,
                     *           "products": [
                     *             "0190a000-0000-7000-8000-000000000005"
                     *           ],
                     *           "categories": [],
                     *           "quantity_min": "0",
                     *           "amount_min": "0.00",
                     *           "priority": 100,
                     *           "is_combinable": false,
                     *           "is_coupon_needed": true,
                     *           "starts_at": "2026-01-31T12:00:00Z",
                     *           "ends_at": null,
                     *           "weekdays": [
                     *             5,
                     *             6
                     *           ],
                     *           "from_time": "09:00",
                     *           "until_time": "17:30"
                     *         }
                     *       ],
                     *       "coupons": [
                     *         {
                     *           "code": "MUGS3",
                     *           "promotion": "0190a000-0000-7000-8000-000000000042",
                     *           "starts_at": null,
                     *           "ends_at": "2026-12-31T21:00:00Z",
                     *           "redemptions_max": 200,
                     *           "customer_redemptions_max": 1
                     *         }
                     *       ],
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        version: number;
                        time_zone: string;
                        promotions: {
                            /** Format: uuid */
                            promotion_id: string;
                            name: string;
                            /** @enum {string} */
                            kind: "PERCENT_OFF" | "AMOUNT_OFF" | "BUY_GET" | "BUNDLE" | "ORDER_PERCENT" | "ORDER_AMOUNT";
                            percent: string | null;
                            amount: string | null;
                            buy_pieces: number | null;
                            get_pieces: number | null;
                            products: string[];
                            categories: string[];
                            /** Format: decimal */
                            quantity_min: string;
                            /** Format: decimal */
                            amount_min: string;
                            priority: number;
                            is_combinable: boolean;
                            is_coupon_needed: boolean;
                            starts_at: string | null;
                            ends_at: string | null;
                            weekdays: number[];
                            from_time: string;
                            until_time: string;
                        }[];
                        coupons: {
                            code: string;
                            /** Format: uuid */
                            promotion: string;
                            starts_at: string | null;
                            ends_at: string | null;
                            redemptions_max: number | null;
                            customer_redemptions_max: number | null;
                        }[];
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "catalog.pull": {
        parameters: {
            query?: {
                /** @example eyJhdCI6MTIzfQ */
                cursor?: string;
                /** @example 50 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "cursor": "eyJhdCI6MTIzfQ",
                     *       "has_more": false,
                     *       "products": [
                     *         {
                     *           "product_id": "0190a000-0000-7000-8000-000000000005",
                     *           "name": "Mug",
                     *           "sku": "KIT-00001",
                     *           "barcodes": [
                     *             "6161101234567"
                     *           ],
                     *           "category": "0190a000-0000-7000-8000-000000000006",
                     *           "unit": "0190a000-0000-7000-8000-000000000007",
                     *           "price": "1750.00",
                     *           "tax_code": "STD",
                     *           "oversell_policy": "WARN",
                     *           "is_active": true,
                     *           "updated_at": "2026-01-31T12:00:00Z"
                     *         }
                     *       ],
                     *       "deleted_products": [],
                     *       "categories": [
                     *         {
                     *           "category_id": "0190a000-0000-7000-8000-000000000006",
                     *           "name": "Mug",
                     *           "description": "Things for the kitchen"
                     *         }
                     *       ],
                     *       "deleted_categories": [],
                     *       "units": [
                     *         {
                     *           "unit_id": "0190a000-0000-7000-8000-000000000007",
                     *           "unit_name": "piece",
                     *           "description": "Things for the kitchen"
                     *         }
                     *       ],
                     *       "deleted_units": [],
                     *       "price_book": {
                     *         "version": 1,
                     *         "currency": "KES",
                     *         "is_tax_included": true,
                     *         "tax_rounding": "LINE",
                     *         "rounding": "HALF_UP",
                     *         "cash_rounding": "1",
                     *         "taxes": {
                     *           "STD": {
                     *             "kind": "STANDARD",
                     *             "components": [
                     *               {
                     *                 "name": "Mug",
                     *                 "rate_ppm": 1,
                     *                 "is_compound": true
                     *               }
                     *             ]
                     *           }
                     *         },
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       },
                     *       "promotion_set": {
                     *         "version": 7,
                     *         "time_zone": "Africa/Nairobi",
                     *         "promotions": [
                     *           {
                     *             "promotion_id": "0190a000-0000-7000-8000-000000000042",
                     *             "name": "Three mugs for 4500",
                     *             "kind": "BUNDLE",
                     *             "percent": null,
                     *             "amount": "4500.00",
                     *             "buy_pieces": 3,
                     *             "get_pieces": null,
                     *             "products": [
                     *               "0190a000-0000-7000-8000-000000000005"
                     *             ],
                     *             "categories": [],
                     *             "quantity_min": "0",
                     *             "amount_min": "0.00",
                     *             "priority": 100,
                     *             "is_combinable": false,
                     *             "is_coupon_needed": true,
                     *             "starts_at": "2026-01-31T12:00:00Z",
                     *             "ends_at": null,
                     *             "weekdays": [
                     *               5,
                     *               6
                     *             ],
                     *             "from_time": "09:00",
                     *             "until_time": "17:30"
                     *           }
                     *         ],
                     *         "coupons": [
                     *           {
                     *             "code": "MUGS3",
                     *             "promotion": "0190a000-0000-7000-8000-000000000042",
                     *             "starts_at": null,
                     *             "ends_at": "2026-12-31T21:00:00Z",
                     *             "redemptions_max": 200,
                     *             "customer_redemptions_max": 1
                     *           }
                     *         ],
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       },
                     *       "settings": {
                     *         "tenant_id": "0190a000-0000-7000-8000-000000000001",
                     *         "storename": "Duka la Tumaini",
                     *         "currency": "KES",
                     *         "time_zone": "Africa/Nairobi",
                     *         "roles": [
                     *           {
                     *             "role": "EMPLOYEE",
                     *             "capabilities": [
                     *               "catalog_view",
                     *               "sale_record"
                     *             ],
                     *             "discount_percent_max": "10",
                     *             "price_override": false,
                     *             "refund_without_sale": false,
                     *             "refund_amount_max": null,
                     *             "pay_out_amount_max": null,
                     *             "no_sale_allowed": true,
                     *             "void_allowed": false
                     *           }
                     *         ]
                     *       },
                     *       "staff": [
                     *         {
                     *           "user_client_id": "0190a000-0000-7000-8000-000000000003",
                     *           "client_name": "Amina",
                     *           "role": "EMPLOYEE",
                     *           "pin": {
                     *             "algorithm": "PBKDF2-SHA-256",
                     *             "iterations": 600000,
                     *             "salt": "5O8mKzLxq2b1cXvN0aTfRw",
                     *             "verifier": "mJ4n1q1oY3l0dS8m2kq5mB7yqf0uZl3Qd5r8vY6s9wA"
                     *           }
                     *         }
                     *       ],
                     *       "removed_staff": [],
                     *       "customers": [
                     *         {
                     *           "customer_id": "0190a000-0000-7000-8000-000000000016",
                     *           "name": "Wanjiru Kamau",
                     *           "phone": null,
                     *           "phone_end": "1222"
                     *         }
                     *       ],
                     *       "gone_customers": [],
                     *       "customers_reset": false,
                     *       "return_policy": {
                     *         "allow_window_days": 30,
                     *         "receipt_required": false
                     *       },
                     *       "rate_sheet": {
                     *         "version": 3,
                     *         "currency": "KES",
                     *         "rates": [
                     *           {
                     *             "currency": "USD",
                     *             "rate": "129.25",
                     *             "smallest": "1.00"
                     *           }
                     *         ]
                     *       },
                     *       "stock_levels": [
                     *         {
                     *           "product": "0190a000-0000-7000-8000-000000000005",
                     *           "location": "0190a000-0000-7000-8000-000000000008",
                     *           "on_hand": "12",
                     *           "reserved": "1"
                     *         }
                     *       ],
                     *       "sections_missing": []
                     *     }
                     */
                    "application/json": {
                        cursor: string;
                        has_more: boolean;
                        products: {
                            /** Format: uuid */
                            product_id: string;
                            name: string;
                            sku: string;
                            barcodes: string[];
                            category: string | null;
                            unit: string | null;
                            /** Format: decimal */
                            price: string;
                            tax_code: string;
                            /** @enum {string} */
                            oversell_policy: "BLOCK" | "WARN" | "ALLOW";
                            is_active: boolean;
                            /** Format: date-time */
                            updated_at: string;
                        }[];
                        deleted_products: string[];
                        categories: {
                            /** Format: uuid */
                            category_id: string;
                            name: string;
                            description: string;
                        }[];
                        deleted_categories: string[];
                        units: {
                            /** Format: uuid */
                            unit_id: string;
                            unit_name: string;
                            description: string;
                        }[];
                        deleted_units: string[];
                        price_book: {
                            version: number;
                            currency: string;
                            is_tax_included: boolean;
                            /** @enum {string} */
                            tax_rounding: "LINE" | "DOCUMENT";
                            /** @enum {string} */
                            rounding: "HALF_UP" | "HALF_EVEN" | "DOWN";
                            /** Format: decimal */
                            cash_rounding: string;
                            taxes: {
                                [key: string]: {
                                    /** @enum {string} */
                                    kind: "STANDARD" | "ZERO" | "EXEMPT";
                                    components: {
                                        name: string;
                                        rate_ppm: number;
                                        is_compound: boolean;
                                    }[];
                                };
                            };
                            /** Format: date-time */
                            created_at: string;
                        } | null;
                        promotion_set: {
                            version: number;
                            time_zone: string;
                            promotions: {
                                /** Format: uuid */
                                promotion_id: string;
                                name: string;
                                /** @enum {string} */
                                kind: "PERCENT_OFF" | "AMOUNT_OFF" | "BUY_GET" | "BUNDLE" | "ORDER_PERCENT" | "ORDER_AMOUNT";
                                percent: string | null;
                                amount: string | null;
                                buy_pieces: number | null;
                                get_pieces: number | null;
                                products: string[];
                                categories: string[];
                                /** Format: decimal */
                                quantity_min: string;
                                /** Format: decimal */
                                amount_min: string;
                                priority: number;
                                is_combinable: boolean;
                                is_coupon_needed: boolean;
                                starts_at: string | null;
                                ends_at: string | null;
                                weekdays: number[];
                                from_time: string;
                                until_time: string;
                            }[];
                            coupons: {
                                code: string;
                                /** Format: uuid */
                                promotion: string;
                                starts_at: string | null;
                                ends_at: string | null;
                                redemptions_max: number | null;
                                customer_redemptions_max: number | null;
                            }[];
                            /** Format: date-time */
                            created_at: string;
                        } | null;
                        settings: {
                            /** Format: uuid */
                            tenant_id: string;
                            storename: string;
                            currency: string;
                            time_zone: string;
                            roles: {
                                /** @enum {string} */
                                role: "OWNER" | "MANAGER" | "EMPLOYEE";
                                capabilities: string[];
                                /** Format: decimal */
                                discount_percent_max: string;
                                price_override: boolean;
                                refund_without_sale: boolean;
                                refund_amount_max: string | null;
                                pay_out_amount_max: string | null;
                                no_sale_allowed: boolean;
                                void_allowed: boolean;
                            }[];
                        } | null;
                        staff: {
                            /** Format: uuid */
                            user_client_id: string;
                            client_name: string;
                            /** @enum {string} */
                            role: "OWNER" | "MANAGER" | "EMPLOYEE";
                            pin: {
                                /** @enum {string} */
                                algorithm: "PBKDF2-SHA-256";
                                iterations: number;
                                salt: string;
                                verifier: string;
                            } | null;
                        }[];
                        removed_staff: string[];
                        stock_levels: {
                            /** Format: uuid */
                            product: string;
                            /** Format: uuid */
                            location: string;
                            /** Format: decimal */
                            on_hand: string;
                            /** Format: decimal */
                            reserved: string;
                        }[];
                        customers: {
                            /** Format: uuid */
                            customer_id: string;
                            name: string;
                            phone: string | null;
                            phone_end: string;
                        }[];
                        gone_customers: string[];
                        customers_reset: boolean;
                        return_policy: {
                            allow_window_days: number;
                            receipt_required: boolean;
                        } | null;
                        rate_sheet: {
                            version: number;
                            currency: string;
                            rates: {
                                currency: string;
                                /** Format: decimal */
                                rate: string;
                                /** Format: decimal */
                                smallest: string;
                            }[];
                        } | null;
                        sections_missing: ("SETTINGS" | "STAFF" | "STOCK_LEVELS" | "CUSTOMERS" | "RETURN_POLICY" | "RATE_SHEET")[];
                    };
                };
            };
        };
    };
    "catalog.findSnapshot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.evertill.catalog": string;
                };
            };
        };
    };
    "inventory.listMovements": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "created_at" | "-created_at" | "quantity" | "-quantity";
                /** @example mug */
                search?: string;
                product?: string;
                location?: string;
                movement_type?: "PURCHASE" | "SALE" | "ADJUSTMENT" | "RETURN" | "DAMAGE" | "TRANSFER" | "INITIAL";
                reference_number?: string;
                start_date?: string;
                end_date?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "movement_id": "0190a000-0000-7000-8000-000000000018",
                     *         "product": "0190a000-0000-7000-8000-000000000005",
                     *         "product_name": "Mug",
                     *         "location": "0190a000-0000-7000-8000-000000000008",
                     *         "movement_type": "ADJUSTMENT",
                     *         "quantity": "-2",
                     *         "previous_stock": "14",
                     *         "new_stock": "12",
                     *         "reference_number": "REF-7",
                     *         "reason": "Counted again",
                     *         "created_by": "0190a000-0000-7000-8000-000000000003",
                     *         "occurred_at": "2026-01-31T12:00:00Z",
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        movement_id: string;
                        /** Format: uuid */
                        product: string;
                        product_name: string | null;
                        /** Format: uuid */
                        location: string;
                        /** @enum {string} */
                        movement_type: "PURCHASE" | "SALE" | "ADJUSTMENT" | "RETURN" | "DAMAGE" | "TRANSFER" | "INITIAL";
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        previous_stock: string;
                        /** Format: decimal */
                        new_stock: string;
                        reference_number: string;
                        reason: string;
                        created_by: string | null;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    "inventory.findMovement": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000018 */
                movement_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "movement_id": "0190a000-0000-7000-8000-000000000018",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "product_name": "Mug",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "movement_type": "ADJUSTMENT",
                     *       "quantity": "-2",
                     *       "previous_stock": "14",
                     *       "new_stock": "12",
                     *       "reference_number": "REF-7",
                     *       "reason": "Counted again",
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "occurred_at": "2026-01-31T12:00:00Z",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        movement_id: string;
                        /** Format: uuid */
                        product: string;
                        product_name: string | null;
                        /** Format: uuid */
                        location: string;
                        /** @enum {string} */
                        movement_type: "PURCHASE" | "SALE" | "ADJUSTMENT" | "RETURN" | "DAMAGE" | "TRANSFER" | "INITIAL";
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        previous_stock: string;
                        /** Format: decimal */
                        new_stock: string;
                        reference_number: string;
                        reason: string;
                        created_by: string | null;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "inventory.findMovementSummary": {
        parameters: {
            query?: {
                /** @example 2026-01-01 */
                start_date?: string;
                /** @example 2026-01-31 */
                end_date?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "total_movements": 1,
                     *       "total_in": "40",
                     *       "total_out": "28",
                     *       "movements_by_type": [
                     *         {
                     *           "movement_type": "ADJUSTMENT",
                     *           "count": 4,
                     *           "total_quantity": "12"
                     *         }
                     *       ],
                     *       "recent_movements": [
                     *         {
                     *           "movement_id": "0190a000-0000-7000-8000-000000000018",
                     *           "product": "0190a000-0000-7000-8000-000000000005",
                     *           "product_name": "Mug",
                     *           "location": "0190a000-0000-7000-8000-000000000008",
                     *           "movement_type": "ADJUSTMENT",
                     *           "quantity": "-2",
                     *           "previous_stock": "14",
                     *           "new_stock": "12",
                     *           "reference_number": "REF-7",
                     *           "reason": "Counted again",
                     *           "created_by": "0190a000-0000-7000-8000-000000000003",
                     *           "occurred_at": "2026-01-31T12:00:00Z",
                     *           "created_at": "2026-01-31T12:00:00Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        total_movements: number;
                        /** Format: decimal */
                        total_in: string;
                        /** Format: decimal */
                        total_out: string;
                        movements_by_type: {
                            /** @enum {string} */
                            movement_type: "PURCHASE" | "SALE" | "ADJUSTMENT" | "RETURN" | "DAMAGE" | "TRANSFER" | "INITIAL";
                            count: number;
                            /** Format: decimal */
                            total_quantity: string;
                        }[];
                        recent_movements: {
                            /** Format: uuid */
                            movement_id: string;
                            /** Format: uuid */
                            product: string;
                            product_name: string | null;
                            /** Format: uuid */
                            location: string;
                            /** @enum {string} */
                            movement_type: "PURCHASE" | "SALE" | "ADJUSTMENT" | "RETURN" | "DAMAGE" | "TRANSFER" | "INITIAL";
                            /** Format: decimal */
                            quantity: string;
                            /** Format: decimal */
                            previous_stock: string;
                            /** Format: decimal */
                            new_stock: string;
                            reference_number: string;
                            reason: string;
                            created_by: string | null;
                            /** Format: date-time */
                            occurred_at: string;
                            /** Format: date-time */
                            created_at: string;
                        }[];
                    };
                };
            };
        };
    };
    "inventory.setInitialStock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "location": "0190a000-0000-7000-8000-000000000008",
                 *       "quantity": "1",
                 *       "reason": "Counted again"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    product: string;
                    /** Format: uuid */
                    location?: string;
                    /** @description A decimal amount. */
                    quantity: string | number;
                    reason?: string;
                    reference_number?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "movement_id": "0190a000-0000-7000-8000-000000000018",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "product_name": "Mug",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "movement_type": "ADJUSTMENT",
                     *       "quantity": "-2",
                     *       "previous_stock": "14",
                     *       "new_stock": "12",
                     *       "reference_number": "REF-7",
                     *       "reason": "Counted again",
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "occurred_at": "2026-01-31T12:00:00Z",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        movement_id: string;
                        /** Format: uuid */
                        product: string;
                        product_name: string | null;
                        /** Format: uuid */
                        location: string;
                        /** @enum {string} */
                        movement_type: "PURCHASE" | "SALE" | "ADJUSTMENT" | "RETURN" | "DAMAGE" | "TRANSFER" | "INITIAL";
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        previous_stock: string;
                        /** Format: decimal */
                        new_stock: string;
                        reference_number: string;
                        reason: string;
                        created_by: string | null;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "inventory.listLevels": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -product */
                ordering?: "product" | "-product";
                product?: string;
                location?: string;
                is_short?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "product": "0190a000-0000-7000-8000-000000000005",
                     *         "location": "0190a000-0000-7000-8000-000000000008",
                     *         "on_hand": "12",
                     *         "reserved": "2",
                     *         "available": "10"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        product: string;
                        /** Format: uuid */
                        location: string;
                        /** Format: decimal */
                        on_hand: string;
                        /** Format: decimal */
                        reserved: string;
                        /** Format: decimal */
                        available: string;
                    }[];
                };
            };
        };
    };
    "inventory.listShortages": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -on_hand */
                ordering?: "on_hand" | "-on_hand";
                product?: string;
                location?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "product": "0190a000-0000-7000-8000-000000000005",
                     *         "product_name": "Mug",
                     *         "sku": "KIT-00001",
                     *         "location": "0190a000-0000-7000-8000-000000000008",
                     *         "on_hand": "12",
                     *         "sales": [
                     *           {
                     *             "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *             "reference_number": "REF-7",
                     *             "quantity": "1",
                     *             "new_stock": "12",
                     *             "occurred_at": "2026-01-31T12:00:00Z"
                     *           }
                     *         ]
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        product: string;
                        product_name: string | null;
                        sku: string | null;
                        /** Format: uuid */
                        location: string;
                        /** Format: decimal */
                        on_hand: string;
                        sales: {
                            /** Format: uuid */
                            sales_header: string;
                            reference_number: string;
                            /** Format: decimal */
                            quantity: string;
                            /** Format: decimal */
                            new_stock: string;
                            /** Format: date-time */
                            occurred_at: string;
                        }[];
                    }[];
                };
            };
        };
    };
    "inventory.listAdjustments": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "created_at" | "-created_at";
                /** @example mug */
                search?: string;
                product?: string;
                location?: string;
                adjustment_type?: "CORRECTION" | "DAMAGE" | "EXPIRY" | "THEFT" | "PHYSICAL_COUNT" | "OTHER";
                is_approved?: boolean;
                is_rejected?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "adjustment_id": "0190a000-0000-7000-8000-000000000017",
                     *         "product": "0190a000-0000-7000-8000-000000000005",
                     *         "product_name": "Mug",
                     *         "location": "0190a000-0000-7000-8000-000000000008",
                     *         "adjustment_type": "PHYSICAL_COUNT",
                     *         "quantity_adjusted": "-2",
                     *         "reason": "Counted again",
                     *         "reference_number": "REF-7",
                     *         "source": "API",
                     *         "created_by": "0190a000-0000-7000-8000-000000000003",
                     *         "created_at": "2026-01-31T12:00:00Z",
                     *         "is_approved": true,
                     *         "approved_by": "0190a000-0000-7000-8000-000000000002",
                     *         "approved_at": "2026-01-31T12:00:00Z",
                     *         "is_rejected": false,
                     *         "rejected_by": null,
                     *         "rejected_at": null,
                     *         "rejection_reason": ""
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        adjustment_id: string;
                        /** Format: uuid */
                        product: string;
                        product_name: string | null;
                        /** Format: uuid */
                        location: string;
                        /** @enum {string} */
                        adjustment_type: "CORRECTION" | "DAMAGE" | "EXPIRY" | "THEFT" | "PHYSICAL_COUNT" | "OTHER";
                        /** Format: decimal */
                        quantity_adjusted: string;
                        reason: string;
                        reference_number: string;
                        /** @enum {string} */
                        source: "API" | "IMPORT";
                        /** Format: uuid */
                        created_by: string;
                        /** Format: date-time */
                        created_at: string;
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        is_rejected: boolean;
                        rejected_by: string | null;
                        rejected_at: string | null;
                        rejection_reason: string;
                    }[];
                };
            };
        };
    };
    "inventory.createAdjustment": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "location": "0190a000-0000-7000-8000-000000000008",
                 *       "adjustment_type": "PHYSICAL_COUNT",
                 *       "quantity_adjusted": "-2",
                 *       "reason": "Counted again"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    adjustment_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    created_by?: string;
                    /** Format: uuid */
                    product: string;
                    /** Format: uuid */
                    location?: string;
                    /** @enum {string} */
                    adjustment_type: "CORRECTION" | "DAMAGE" | "EXPIRY" | "THEFT" | "PHYSICAL_COUNT" | "OTHER";
                    /** @description A decimal amount. */
                    quantity_adjusted: string | number;
                    reason: string;
                    reference_number?: string;
                    /** @enum {string} */
                    source?: "API" | "IMPORT";
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "adjustment_id": "0190a000-0000-7000-8000-000000000017",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "product_name": "Mug",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "adjustment_type": "PHYSICAL_COUNT",
                     *       "quantity_adjusted": "-2",
                     *       "reason": "Counted again",
                     *       "reference_number": "REF-7",
                     *       "source": "API",
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "is_approved": true,
                     *       "approved_by": "0190a000-0000-7000-8000-000000000002",
                     *       "approved_at": "2026-01-31T12:00:00Z",
                     *       "is_rejected": false,
                     *       "rejected_by": null,
                     *       "rejected_at": null,
                     *       "rejection_reason": ""
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        adjustment_id: string;
                        /** Format: uuid */
                        product: string;
                        product_name: string | null;
                        /** Format: uuid */
                        location: string;
                        /** @enum {string} */
                        adjustment_type: "CORRECTION" | "DAMAGE" | "EXPIRY" | "THEFT" | "PHYSICAL_COUNT" | "OTHER";
                        /** Format: decimal */
                        quantity_adjusted: string;
                        reason: string;
                        reference_number: string;
                        /** @enum {string} */
                        source: "API" | "IMPORT";
                        /** Format: uuid */
                        created_by: string;
                        /** Format: date-time */
                        created_at: string;
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        is_rejected: boolean;
                        rejected_by: string | null;
                        rejected_at: string | null;
                        rejection_reason: string;
                    };
                };
            };
        };
    };
    "inventory.listPendingAdjustments": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "created_at" | "-created_at";
                /** @example mug */
                search?: string;
                product?: string;
                location?: string;
                adjustment_type?: "CORRECTION" | "DAMAGE" | "EXPIRY" | "THEFT" | "PHYSICAL_COUNT" | "OTHER";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "adjustment_id": "0190a000-0000-7000-8000-000000000017",
                     *         "product": "0190a000-0000-7000-8000-000000000005",
                     *         "product_name": "Mug",
                     *         "location": "0190a000-0000-7000-8000-000000000008",
                     *         "adjustment_type": "PHYSICAL_COUNT",
                     *         "quantity_adjusted": "-2",
                     *         "reason": "Counted again",
                     *         "reference_number": "REF-7",
                     *         "source": "API",
                     *         "created_by": "0190a000-0000-7000-8000-000000000003",
                     *         "created_at": "2026-01-31T12:00:00Z",
                     *         "is_approved": true,
                     *         "approved_by": "0190a000-0000-7000-8000-000000000002",
                     *         "approved_at": "2026-01-31T12:00:00Z",
                     *         "is_rejected": false,
                     *         "rejected_by": null,
                     *         "rejected_at": null,
                     *         "rejection_reason": ""
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        adjustment_id: string;
                        /** Format: uuid */
                        product: string;
                        product_name: string | null;
                        /** Format: uuid */
                        location: string;
                        /** @enum {string} */
                        adjustment_type: "CORRECTION" | "DAMAGE" | "EXPIRY" | "THEFT" | "PHYSICAL_COUNT" | "OTHER";
                        /** Format: decimal */
                        quantity_adjusted: string;
                        reason: string;
                        reference_number: string;
                        /** @enum {string} */
                        source: "API" | "IMPORT";
                        /** Format: uuid */
                        created_by: string;
                        /** Format: date-time */
                        created_at: string;
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        is_rejected: boolean;
                        rejected_by: string | null;
                        rejected_at: string | null;
                        rejection_reason: string;
                    }[];
                };
            };
        };
    };
    "inventory.findAdjustment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000017 */
                adjustment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "adjustment_id": "0190a000-0000-7000-8000-000000000017",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "product_name": "Mug",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "adjustment_type": "PHYSICAL_COUNT",
                     *       "quantity_adjusted": "-2",
                     *       "reason": "Counted again",
                     *       "reference_number": "REF-7",
                     *       "source": "API",
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "is_approved": true,
                     *       "approved_by": "0190a000-0000-7000-8000-000000000002",
                     *       "approved_at": "2026-01-31T12:00:00Z",
                     *       "is_rejected": false,
                     *       "rejected_by": null,
                     *       "rejected_at": null,
                     *       "rejection_reason": ""
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        adjustment_id: string;
                        /** Format: uuid */
                        product: string;
                        product_name: string | null;
                        /** Format: uuid */
                        location: string;
                        /** @enum {string} */
                        adjustment_type: "CORRECTION" | "DAMAGE" | "EXPIRY" | "THEFT" | "PHYSICAL_COUNT" | "OTHER";
                        /** Format: decimal */
                        quantity_adjusted: string;
                        reason: string;
                        reference_number: string;
                        /** @enum {string} */
                        source: "API" | "IMPORT";
                        /** Format: uuid */
                        created_by: string;
                        /** Format: date-time */
                        created_at: string;
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        is_rejected: boolean;
                        rejected_by: string | null;
                        rejected_at: string | null;
                        rejection_reason: string;
                    };
                };
            };
        };
    };
    "inventory.replaceAdjustment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000017 */
                adjustment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "location": "0190a000-0000-7000-8000-000000000008",
                 *       "adjustment_type": "PHYSICAL_COUNT",
                 *       "quantity_adjusted": "-2",
                 *       "reason": "Counted again"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    created_by?: string;
                    /** Format: uuid */
                    product: string;
                    /** Format: uuid */
                    location?: string;
                    /** @enum {string} */
                    adjustment_type: "CORRECTION" | "DAMAGE" | "EXPIRY" | "THEFT" | "PHYSICAL_COUNT" | "OTHER";
                    /** @description A decimal amount. */
                    quantity_adjusted: string | number;
                    reason: string;
                    reference_number?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "adjustment_id": "0190a000-0000-7000-8000-000000000017",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "product_name": "Mug",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "adjustment_type": "PHYSICAL_COUNT",
                     *       "quantity_adjusted": "-2",
                     *       "reason": "Counted again",
                     *       "reference_number": "REF-7",
                     *       "source": "API",
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "is_approved": true,
                     *       "approved_by": "0190a000-0000-7000-8000-000000000002",
                     *       "approved_at": "2026-01-31T12:00:00Z",
                     *       "is_rejected": false,
                     *       "rejected_by": null,
                     *       "rejected_at": null,
                     *       "rejection_reason": ""
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        adjustment_id: string;
                        /** Format: uuid */
                        product: string;
                        product_name: string | null;
                        /** Format: uuid */
                        location: string;
                        /** @enum {string} */
                        adjustment_type: "CORRECTION" | "DAMAGE" | "EXPIRY" | "THEFT" | "PHYSICAL_COUNT" | "OTHER";
                        /** Format: decimal */
                        quantity_adjusted: string;
                        reason: string;
                        reference_number: string;
                        /** @enum {string} */
                        source: "API" | "IMPORT";
                        /** Format: uuid */
                        created_by: string;
                        /** Format: date-time */
                        created_at: string;
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        is_rejected: boolean;
                        rejected_by: string | null;
                        rejected_at: string | null;
                        rejection_reason: string;
                    };
                };
            };
        };
    };
    "inventory.withdrawAdjustment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000017 */
                adjustment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "inventory.changeAdjustment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000017 */
                adjustment_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "location": "0190a000-0000-7000-8000-000000000008"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    created_by?: string;
                    /** Format: uuid */
                    product?: string;
                    /** Format: uuid */
                    location?: string;
                    /** @enum {string} */
                    adjustment_type?: "CORRECTION" | "DAMAGE" | "EXPIRY" | "THEFT" | "PHYSICAL_COUNT" | "OTHER";
                    /** @description A decimal amount. */
                    quantity_adjusted?: string | number;
                    reason?: string;
                    reference_number?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "adjustment_id": "0190a000-0000-7000-8000-000000000017",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "product_name": "Mug",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "adjustment_type": "PHYSICAL_COUNT",
                     *       "quantity_adjusted": "-2",
                     *       "reason": "Counted again",
                     *       "reference_number": "REF-7",
                     *       "source": "API",
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "is_approved": true,
                     *       "approved_by": "0190a000-0000-7000-8000-000000000002",
                     *       "approved_at": "2026-01-31T12:00:00Z",
                     *       "is_rejected": false,
                     *       "rejected_by": null,
                     *       "rejected_at": null,
                     *       "rejection_reason": ""
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        adjustment_id: string;
                        /** Format: uuid */
                        product: string;
                        product_name: string | null;
                        /** Format: uuid */
                        location: string;
                        /** @enum {string} */
                        adjustment_type: "CORRECTION" | "DAMAGE" | "EXPIRY" | "THEFT" | "PHYSICAL_COUNT" | "OTHER";
                        /** Format: decimal */
                        quantity_adjusted: string;
                        reason: string;
                        reference_number: string;
                        /** @enum {string} */
                        source: "API" | "IMPORT";
                        /** Format: uuid */
                        created_by: string;
                        /** Format: date-time */
                        created_at: string;
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        is_rejected: boolean;
                        rejected_by: string | null;
                        rejected_at: string | null;
                        rejection_reason: string;
                    };
                };
            };
        };
    };
    "inventory.approveAdjustment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000017 */
                adjustment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "adjustment_id": "0190a000-0000-7000-8000-000000000017",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "product_name": "Mug",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "adjustment_type": "PHYSICAL_COUNT",
                     *       "quantity_adjusted": "-2",
                     *       "reason": "Counted again",
                     *       "reference_number": "REF-7",
                     *       "source": "API",
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "is_approved": true,
                     *       "approved_by": "0190a000-0000-7000-8000-000000000002",
                     *       "approved_at": "2026-01-31T12:00:00Z",
                     *       "is_rejected": false,
                     *       "rejected_by": null,
                     *       "rejected_at": null,
                     *       "rejection_reason": ""
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        adjustment_id: string;
                        /** Format: uuid */
                        product: string;
                        product_name: string | null;
                        /** Format: uuid */
                        location: string;
                        /** @enum {string} */
                        adjustment_type: "CORRECTION" | "DAMAGE" | "EXPIRY" | "THEFT" | "PHYSICAL_COUNT" | "OTHER";
                        /** Format: decimal */
                        quantity_adjusted: string;
                        reason: string;
                        reference_number: string;
                        /** @enum {string} */
                        source: "API" | "IMPORT";
                        /** Format: uuid */
                        created_by: string;
                        /** Format: date-time */
                        created_at: string;
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        is_rejected: boolean;
                        rejected_by: string | null;
                        rejected_at: string | null;
                        rejection_reason: string;
                    };
                };
            };
        };
    };
    "inventory.rejectAdjustment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000017 */
                adjustment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Counted again"
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "adjustment_id": "0190a000-0000-7000-8000-000000000017",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "product_name": "Mug",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "adjustment_type": "PHYSICAL_COUNT",
                     *       "quantity_adjusted": "-2",
                     *       "reason": "Counted again",
                     *       "reference_number": "REF-7",
                     *       "source": "API",
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "is_approved": true,
                     *       "approved_by": "0190a000-0000-7000-8000-000000000002",
                     *       "approved_at": "2026-01-31T12:00:00Z",
                     *       "is_rejected": false,
                     *       "rejected_by": null,
                     *       "rejected_at": null,
                     *       "rejection_reason": ""
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        adjustment_id: string;
                        /** Format: uuid */
                        product: string;
                        product_name: string | null;
                        /** Format: uuid */
                        location: string;
                        /** @enum {string} */
                        adjustment_type: "CORRECTION" | "DAMAGE" | "EXPIRY" | "THEFT" | "PHYSICAL_COUNT" | "OTHER";
                        /** Format: decimal */
                        quantity_adjusted: string;
                        reason: string;
                        reference_number: string;
                        /** @enum {string} */
                        source: "API" | "IMPORT";
                        /** Format: uuid */
                        created_by: string;
                        /** Format: date-time */
                        created_at: string;
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        is_rejected: boolean;
                        rejected_by: string | null;
                        rejected_at: string | null;
                        rejection_reason: string;
                    };
                };
            };
        };
    };
    "inventory.listAlerts": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "created_at" | "-created_at";
                /** @example mug */
                search?: string;
                product?: string;
                location?: string;
                alert_type?: "LOW_STOCK" | "OUT_OF_STOCK" | "OVERSTOCK";
                is_active?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "alert_id": "0190a000-0000-7000-8000-000000000019",
                     *         "product": "0190a000-0000-7000-8000-000000000005",
                     *         "product_name": "Mug",
                     *         "location": "0190a000-0000-7000-8000-000000000008",
                     *         "alert_type": "LOW_STOCK",
                     *         "message": "Mug is low: 3 left, 5 wanted.",
                     *         "on_hand": "12",
                     *         "threshold": "5",
                     *         "is_active": true,
                     *         "created_at": "2026-01-31T12:00:00Z",
                     *         "raised_by": null,
                     *         "is_acknowledged": false,
                     *         "acknowledged_by": null,
                     *         "acknowledged_at": null,
                     *         "resolved_at": null,
                     *         "resolved_by": null,
                     *         "resolution_reason": ""
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        alert_id: string;
                        /** Format: uuid */
                        product: string;
                        product_name: string | null;
                        /** Format: uuid */
                        location: string;
                        /** @enum {string} */
                        alert_type: "LOW_STOCK" | "OUT_OF_STOCK" | "OVERSTOCK";
                        message: string;
                        /** Format: decimal */
                        on_hand: string;
                        threshold: string | null;
                        is_active: boolean;
                        /** Format: date-time */
                        created_at: string;
                        raised_by: string | null;
                        is_acknowledged: boolean;
                        acknowledged_by: string | null;
                        acknowledged_at: string | null;
                        resolved_at: string | null;
                        resolved_by: string | null;
                        resolution_reason: string;
                    }[];
                };
            };
        };
    };
    "inventory.raiseAlert": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "location": "0190a000-0000-7000-8000-000000000008",
                 *       "alert_type": "LOW_STOCK",
                 *       "message": "The handles break off"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    alert_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    product: string;
                    /** Format: uuid */
                    location?: string;
                    /** @enum {string} */
                    alert_type: "LOW_STOCK" | "OUT_OF_STOCK" | "OVERSTOCK";
                    message: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "alert_id": "0190a000-0000-7000-8000-000000000019",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "product_name": "Mug",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "alert_type": "LOW_STOCK",
                     *       "message": "The handles break off",
                     *       "on_hand": "12",
                     *       "threshold": null,
                     *       "is_active": true,
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "raised_by": "0190a000-0000-7000-8000-000000000002",
                     *       "is_acknowledged": false,
                     *       "acknowledged_by": null,
                     *       "acknowledged_at": null,
                     *       "resolved_at": null,
                     *       "resolved_by": null,
                     *       "resolution_reason": ""
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        alert_id: string;
                        /** Format: uuid */
                        product: string;
                        product_name: string | null;
                        /** Format: uuid */
                        location: string;
                        /** @enum {string} */
                        alert_type: "LOW_STOCK" | "OUT_OF_STOCK" | "OVERSTOCK";
                        message: string;
                        /** Format: decimal */
                        on_hand: string;
                        threshold: string | null;
                        is_active: boolean;
                        /** Format: date-time */
                        created_at: string;
                        raised_by: string | null;
                        is_acknowledged: boolean;
                        acknowledged_by: string | null;
                        acknowledged_at: string | null;
                        resolved_at: string | null;
                        resolved_by: string | null;
                        resolution_reason: string;
                    };
                };
            };
        };
    };
    "inventory.listActiveAlerts": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "created_at" | "-created_at";
                product?: string;
                location?: string;
                alert_type?: "LOW_STOCK" | "OUT_OF_STOCK" | "OVERSTOCK";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "alert_id": "0190a000-0000-7000-8000-000000000019",
                     *         "product": "0190a000-0000-7000-8000-000000000005",
                     *         "product_name": "Mug",
                     *         "location": "0190a000-0000-7000-8000-000000000008",
                     *         "alert_type": "LOW_STOCK",
                     *         "message": "Mug is low: 3 left, 5 wanted.",
                     *         "on_hand": "12",
                     *         "threshold": "5",
                     *         "is_active": true,
                     *         "created_at": "2026-01-31T12:00:00Z",
                     *         "raised_by": null,
                     *         "is_acknowledged": false,
                     *         "acknowledged_by": null,
                     *         "acknowledged_at": null,
                     *         "resolved_at": null,
                     *         "resolved_by": null,
                     *         "resolution_reason": ""
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        alert_id: string;
                        /** Format: uuid */
                        product: string;
                        product_name: string | null;
                        /** Format: uuid */
                        location: string;
                        /** @enum {string} */
                        alert_type: "LOW_STOCK" | "OUT_OF_STOCK" | "OVERSTOCK";
                        message: string;
                        /** Format: decimal */
                        on_hand: string;
                        threshold: string | null;
                        is_active: boolean;
                        /** Format: date-time */
                        created_at: string;
                        raised_by: string | null;
                        is_acknowledged: boolean;
                        acknowledged_by: string | null;
                        acknowledged_at: string | null;
                        resolved_at: string | null;
                        resolved_by: string | null;
                        resolution_reason: string;
                    }[];
                };
            };
        };
    };
    "inventory.findAlertSummary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "total_alerts": 1,
                     *       "active_alerts": 1,
                     *       "resolved_alerts": 1,
                     *       "alerts_by_type": [
                     *         {
                     *           "alert_type": "LOW_STOCK",
                     *           "count": 4,
                     *           "active_count": 1
                     *         }
                     *       ],
                     *       "recent_alerts": [
                     *         {
                     *           "alert_id": "0190a000-0000-7000-8000-000000000019",
                     *           "product": "0190a000-0000-7000-8000-000000000005",
                     *           "product_name": "Mug",
                     *           "location": "0190a000-0000-7000-8000-000000000008",
                     *           "alert_type": "LOW_STOCK",
                     *           "message": "Mug is low: 3 left, 5 wanted.",
                     *           "on_hand": "12",
                     *           "threshold": "5",
                     *           "is_active": true,
                     *           "created_at": "2026-01-31T12:00:00Z",
                     *           "raised_by": null,
                     *           "is_acknowledged": false,
                     *           "acknowledged_by": null,
                     *           "acknowledged_at": null,
                     *           "resolved_at": null,
                     *           "resolved_by": null,
                     *           "resolution_reason": ""
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        total_alerts: number;
                        active_alerts: number;
                        resolved_alerts: number;
                        alerts_by_type: {
                            /** @enum {string} */
                            alert_type: "LOW_STOCK" | "OUT_OF_STOCK" | "OVERSTOCK";
                            count: number;
                            active_count: number;
                        }[];
                        recent_alerts: {
                            /** Format: uuid */
                            alert_id: string;
                            /** Format: uuid */
                            product: string;
                            product_name: string | null;
                            /** Format: uuid */
                            location: string;
                            /** @enum {string} */
                            alert_type: "LOW_STOCK" | "OUT_OF_STOCK" | "OVERSTOCK";
                            message: string;
                            /** Format: decimal */
                            on_hand: string;
                            threshold: string | null;
                            is_active: boolean;
                            /** Format: date-time */
                            created_at: string;
                            raised_by: string | null;
                            is_acknowledged: boolean;
                            acknowledged_by: string | null;
                            acknowledged_at: string | null;
                            resolved_at: string | null;
                            resolved_by: string | null;
                            resolution_reason: string;
                        }[];
                    };
                };
            };
        };
    };
    "inventory.findAlert": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000019 */
                alert_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "alert_id": "0190a000-0000-7000-8000-000000000019",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "product_name": "Mug",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "alert_type": "LOW_STOCK",
                     *       "message": "Mug is low: 3 left, 5 wanted.",
                     *       "on_hand": "12",
                     *       "threshold": "5",
                     *       "is_active": true,
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "raised_by": null,
                     *       "is_acknowledged": false,
                     *       "acknowledged_by": null,
                     *       "acknowledged_at": null,
                     *       "resolved_at": null,
                     *       "resolved_by": null,
                     *       "resolution_reason": ""
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        alert_id: string;
                        /** Format: uuid */
                        product: string;
                        product_name: string | null;
                        /** Format: uuid */
                        location: string;
                        /** @enum {string} */
                        alert_type: "LOW_STOCK" | "OUT_OF_STOCK" | "OVERSTOCK";
                        message: string;
                        /** Format: decimal */
                        on_hand: string;
                        threshold: string | null;
                        is_active: boolean;
                        /** Format: date-time */
                        created_at: string;
                        raised_by: string | null;
                        is_acknowledged: boolean;
                        acknowledged_by: string | null;
                        acknowledged_at: string | null;
                        resolved_at: string | null;
                        resolved_by: string | null;
                        resolution_reason: string;
                    };
                };
            };
        };
    };
    "inventory.replaceAlert": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000019 */
                alert_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "alert_type": "LOW_STOCK",
                 *       "message": "The handles break off"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    product: string;
                    /** Format: uuid */
                    location?: string;
                    /** @enum {string} */
                    alert_type: "LOW_STOCK" | "OUT_OF_STOCK" | "OVERSTOCK";
                    message: string;
                    is_acknowledged?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "alert_id": "0190a000-0000-7000-8000-000000000019",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "product_name": "Mug",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "alert_type": "LOW_STOCK",
                     *       "message": "The handles break off",
                     *       "on_hand": "12",
                     *       "threshold": null,
                     *       "is_active": true,
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "raised_by": "0190a000-0000-7000-8000-000000000002",
                     *       "is_acknowledged": false,
                     *       "acknowledged_by": null,
                     *       "acknowledged_at": null,
                     *       "resolved_at": null,
                     *       "resolved_by": null,
                     *       "resolution_reason": ""
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        alert_id: string;
                        /** Format: uuid */
                        product: string;
                        product_name: string | null;
                        /** Format: uuid */
                        location: string;
                        /** @enum {string} */
                        alert_type: "LOW_STOCK" | "OUT_OF_STOCK" | "OVERSTOCK";
                        message: string;
                        /** Format: decimal */
                        on_hand: string;
                        threshold: string | null;
                        is_active: boolean;
                        /** Format: date-time */
                        created_at: string;
                        raised_by: string | null;
                        is_acknowledged: boolean;
                        acknowledged_by: string | null;
                        acknowledged_at: string | null;
                        resolved_at: string | null;
                        resolved_by: string | null;
                        resolution_reason: string;
                    };
                };
            };
        };
    };
    "inventory.dismissAlert": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000019 */
                alert_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "New ones are on their way"
                 *     }
                 */
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "inventory.changeAlert": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000019 */
                alert_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "is_acknowledged": true
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    product?: string;
                    /** Format: uuid */
                    location?: string;
                    /** @enum {string} */
                    alert_type?: "LOW_STOCK" | "OUT_OF_STOCK" | "OVERSTOCK";
                    message?: string;
                    is_acknowledged?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "alert_id": "0190a000-0000-7000-8000-000000000019",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "product_name": "Mug",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "alert_type": "LOW_STOCK",
                     *       "message": "The handles break off",
                     *       "on_hand": "12",
                     *       "threshold": null,
                     *       "is_active": true,
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "raised_by": "0190a000-0000-7000-8000-000000000002",
                     *       "is_acknowledged": true,
                     *       "acknowledged_by": "0190a000-0000-7000-8000-000000000002",
                     *       "acknowledged_at": "2026-01-31T12:30:00Z",
                     *       "resolved_at": null,
                     *       "resolved_by": null,
                     *       "resolution_reason": ""
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        alert_id: string;
                        /** Format: uuid */
                        product: string;
                        product_name: string | null;
                        /** Format: uuid */
                        location: string;
                        /** @enum {string} */
                        alert_type: "LOW_STOCK" | "OUT_OF_STOCK" | "OVERSTOCK";
                        message: string;
                        /** Format: decimal */
                        on_hand: string;
                        threshold: string | null;
                        is_active: boolean;
                        /** Format: date-time */
                        created_at: string;
                        raised_by: string | null;
                        is_acknowledged: boolean;
                        acknowledged_by: string | null;
                        acknowledged_at: string | null;
                        resolved_at: string | null;
                        resolved_by: string | null;
                        resolution_reason: string;
                    };
                };
            };
        };
    };
    "inventory.resolveAlert": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000019 */
                alert_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "alert_id": "0190a000-0000-7000-8000-000000000019",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "product_name": "Mug",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "alert_type": "LOW_STOCK",
                     *       "message": "Mug is low: 3 left, 5 wanted.",
                     *       "on_hand": "12",
                     *       "threshold": "5",
                     *       "is_active": true,
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "raised_by": null,
                     *       "is_acknowledged": false,
                     *       "acknowledged_by": null,
                     *       "acknowledged_at": null,
                     *       "resolved_at": null,
                     *       "resolved_by": null,
                     *       "resolution_reason": ""
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        alert_id: string;
                        /** Format: uuid */
                        product: string;
                        product_name: string | null;
                        /** Format: uuid */
                        location: string;
                        /** @enum {string} */
                        alert_type: "LOW_STOCK" | "OUT_OF_STOCK" | "OVERSTOCK";
                        message: string;
                        /** Format: decimal */
                        on_hand: string;
                        threshold: string | null;
                        is_active: boolean;
                        /** Format: date-time */
                        created_at: string;
                        raised_by: string | null;
                        is_acknowledged: boolean;
                        acknowledged_by: string | null;
                        acknowledged_at: string | null;
                        resolved_at: string | null;
                        resolved_by: string | null;
                        resolution_reason: string;
                    };
                };
            };
        };
    };
    "inventory.listLocations": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -name */
                ordering?: "name" | "-name" | "code" | "-code";
                /** @example ma */
                search?: string;
                code?: string;
                is_active?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "location_id": "0190a000-0000-7000-8000-000000000008",
                     *         "name": "Storeroom",
                     *         "code": "STORE",
                     *         "address": "Moi Avenue 12, Nairobi",
                     *         "is_active": true,
                     *         "is_main": false,
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        location_id: string;
                        name: string;
                        code: string;
                        address: string;
                        is_active: boolean;
                        is_main: boolean;
                        /** Format: date-time */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    "inventory.createLocation": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_client": "0190a000-0000-7000-8000-000000000001",
                 *       "name": "Storeroom",
                 *       "code": "STORE",
                 *       "address": "Moi Avenue 12, Nairobi"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    location_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    name: string;
                    code: string;
                    address?: string;
                    is_active?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "location_id": "0190a000-0000-7000-8000-000000000008",
                     *       "name": "Storeroom",
                     *       "code": "STORE",
                     *       "address": "Moi Avenue 12, Nairobi",
                     *       "is_active": true,
                     *       "is_main": false,
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        location_id: string;
                        name: string;
                        code: string;
                        address: string;
                        is_active: boolean;
                        is_main: boolean;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "inventory.findLocation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000008 */
                location_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "location_id": "0190a000-0000-7000-8000-000000000008",
                     *       "name": "Storeroom",
                     *       "code": "STORE",
                     *       "address": "Moi Avenue 12, Nairobi",
                     *       "is_active": true,
                     *       "is_main": false,
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        location_id: string;
                        name: string;
                        code: string;
                        address: string;
                        is_active: boolean;
                        is_main: boolean;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "inventory.replaceLocation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000008 */
                location_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Storeroom",
                 *       "code": "STORE",
                 *       "address": "Moi Avenue 12, Nairobi"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    name: string;
                    code: string;
                    address?: string;
                    is_active?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "location_id": "0190a000-0000-7000-8000-000000000008",
                     *       "name": "Storeroom",
                     *       "code": "STORE",
                     *       "address": "Moi Avenue 12, Nairobi",
                     *       "is_active": true,
                     *       "is_main": false,
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        location_id: string;
                        name: string;
                        code: string;
                        address: string;
                        is_active: boolean;
                        is_main: boolean;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "inventory.archiveLocation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000008 */
                location_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "inventory.changeLocation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000008 */
                location_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "Storeroom",
                 *       "code": "STORE"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    name?: string;
                    code?: string;
                    address?: string;
                    is_active?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "location_id": "0190a000-0000-7000-8000-000000000008",
                     *       "name": "Storeroom",
                     *       "code": "STORE",
                     *       "address": "Moi Avenue 12, Nairobi",
                     *       "is_active": true,
                     *       "is_main": false,
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        location_id: string;
                        name: string;
                        code: string;
                        address: string;
                        is_active: boolean;
                        is_main: boolean;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "inventory.listLocationStocks": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -product */
                ordering?: "product" | "-product";
                product?: string;
                location?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "pls_id": "0190a000-0000-7000-8000-000000000025",
                     *         "product": "0190a000-0000-7000-8000-000000000005",
                     *         "location": "0190a000-0000-7000-8000-000000000008",
                     *         "quantity": "1",
                     *         "min_quantity": "5",
                     *         "max_quantity": "100"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        pls_id: string;
                        /** Format: uuid */
                        product: string;
                        /** Format: uuid */
                        location: string;
                        /** Format: decimal */
                        quantity: string;
                        min_quantity: string | null;
                        max_quantity: string | null;
                    }[];
                };
            };
        };
    };
    "inventory.registerLocationStock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "location": "0190a000-0000-7000-8000-000000000008",
                 *       "quantity": 1,
                 *       "min_quantity": 5
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    product: string;
                    /** Format: uuid */
                    location: string;
                    /** @description A decimal amount. */
                    quantity?: string | number;
                    min_quantity?: (string | number) | null;
                    max_quantity?: (string | number) | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "pls_id": "0190a000-0000-7000-8000-000000000025",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "quantity": "1",
                     *       "min_quantity": "5",
                     *       "max_quantity": null
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        pls_id: string;
                        /** Format: uuid */
                        product: string;
                        /** Format: uuid */
                        location: string;
                        /** Format: decimal */
                        quantity: string;
                        min_quantity: string | null;
                        max_quantity: string | null;
                    };
                };
            };
        };
    };
    "inventory.findLocationStock": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000025 */
                pls_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "pls_id": "0190a000-0000-7000-8000-000000000025",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "quantity": "1",
                     *       "min_quantity": "5",
                     *       "max_quantity": "100"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        pls_id: string;
                        /** Format: uuid */
                        product: string;
                        /** Format: uuid */
                        location: string;
                        /** Format: decimal */
                        quantity: string;
                        min_quantity: string | null;
                        max_quantity: string | null;
                    };
                };
            };
        };
    };
    "inventory.replaceLocationStock": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000025 */
                pls_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "location": "0190a000-0000-7000-8000-000000000008",
                 *       "quantity": "1",
                 *       "min_quantity": "5",
                 *       "max_quantity": "100"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    product: string;
                    /** Format: uuid */
                    location: string;
                    /** @description A decimal amount. */
                    quantity?: string | number;
                    min_quantity?: (string | number) | null;
                    max_quantity?: (string | number) | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "pls_id": "0190a000-0000-7000-8000-000000000025",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "quantity": "1",
                     *       "min_quantity": "5",
                     *       "max_quantity": "100"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        pls_id: string;
                        /** Format: uuid */
                        product: string;
                        /** Format: uuid */
                        location: string;
                        /** Format: decimal */
                        quantity: string;
                        min_quantity: string | null;
                        max_quantity: string | null;
                    };
                };
            };
        };
    };
    "inventory.removeLocationStock": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000025 */
                pls_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "inventory.changeLocationStock": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000025 */
                pls_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "min_quantity": "5",
                 *       "max_quantity": "100"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    product?: string;
                    /** Format: uuid */
                    location?: string;
                    /** @description A decimal amount. */
                    quantity?: string | number;
                    min_quantity?: (string | number) | null;
                    max_quantity?: (string | number) | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "pls_id": "0190a000-0000-7000-8000-000000000025",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "quantity": "1",
                     *       "min_quantity": "5",
                     *       "max_quantity": "100"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        pls_id: string;
                        /** Format: uuid */
                        product: string;
                        /** Format: uuid */
                        location: string;
                        /** Format: decimal */
                        quantity: string;
                        min_quantity: string | null;
                        max_quantity: string | null;
                    };
                };
            };
        };
    };
    "inventory.listTransfers": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "created_at" | "-created_at";
                product?: string;
                from_location?: string;
                to_location?: string;
                is_applied?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "transfer_id": "0190a000-0000-7000-8000-000000000020",
                     *         "product": "0190a000-0000-7000-8000-000000000005",
                     *         "from_location": "0190a000-0000-7000-8000-000000000008",
                     *         "to_location": "0190a000-0000-7000-8000-000000000009",
                     *         "quantity": "1",
                     *         "reference": "TX-123",
                     *         "reason": "The shelf is empty",
                     *         "created_by": "0190a000-0000-7000-8000-000000000003",
                     *         "created_at": "2026-01-31T12:00:00Z",
                     *         "is_applied": false,
                     *         "applied_by": null,
                     *         "applied_at": null
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        transfer_id: string;
                        /** Format: uuid */
                        product: string;
                        /** Format: uuid */
                        from_location: string;
                        /** Format: uuid */
                        to_location: string;
                        /** Format: decimal */
                        quantity: string;
                        reference: string;
                        reason: string;
                        created_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                        is_applied: boolean;
                        applied_by: string | null;
                        applied_at: string | null;
                    }[];
                };
            };
        };
    };
    "inventory.createTransfer": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_client": "0190a000-0000-7000-8000-000000000001",
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "from_location": "0190a000-0000-7000-8000-000000000008",
                 *       "to_location": "0190a000-0000-7000-8000-000000000009",
                 *       "quantity": 1,
                 *       "reference": "TX-123",
                 *       "reason": "The shelf is empty",
                 *       "created_by": "0190a000-0000-7000-8000-000000000003"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    transfer_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    created_by?: string;
                    /** Format: uuid */
                    product: string;
                    /** Format: uuid */
                    from_location: string;
                    /** Format: uuid */
                    to_location: string;
                    /** @description A decimal amount. */
                    quantity: string | number;
                    reference?: string;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "transfer_id": "0190a000-0000-7000-8000-000000000020",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "from_location": "0190a000-0000-7000-8000-000000000008",
                     *       "to_location": "0190a000-0000-7000-8000-000000000009",
                     *       "quantity": "1",
                     *       "reference": "TX-123",
                     *       "reason": "The shelf is empty",
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "is_applied": false,
                     *       "applied_by": null,
                     *       "applied_at": null
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        transfer_id: string;
                        /** Format: uuid */
                        product: string;
                        /** Format: uuid */
                        from_location: string;
                        /** Format: uuid */
                        to_location: string;
                        /** Format: decimal */
                        quantity: string;
                        reference: string;
                        reason: string;
                        created_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                        is_applied: boolean;
                        applied_by: string | null;
                        applied_at: string | null;
                    };
                };
            };
        };
    };
    "inventory.findTransfer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000020 */
                transfer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "transfer_id": "0190a000-0000-7000-8000-000000000020",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "from_location": "0190a000-0000-7000-8000-000000000008",
                     *       "to_location": "0190a000-0000-7000-8000-000000000009",
                     *       "quantity": "1",
                     *       "reference": "TX-123",
                     *       "reason": "The shelf is empty",
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "is_applied": false,
                     *       "applied_by": null,
                     *       "applied_at": null
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        transfer_id: string;
                        /** Format: uuid */
                        product: string;
                        /** Format: uuid */
                        from_location: string;
                        /** Format: uuid */
                        to_location: string;
                        /** Format: decimal */
                        quantity: string;
                        reference: string;
                        reason: string;
                        created_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                        is_applied: boolean;
                        applied_by: string | null;
                        applied_at: string | null;
                    };
                };
            };
        };
    };
    "inventory.replaceTransfer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000020 */
                transfer_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "from_location": "0190a000-0000-7000-8000-000000000008",
                 *       "to_location": "0190a000-0000-7000-8000-000000000009",
                 *       "quantity": "1",
                 *       "reference": "TX-123",
                 *       "reason": "The shelf is empty"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    created_by?: string;
                    /** Format: uuid */
                    product: string;
                    /** Format: uuid */
                    from_location: string;
                    /** Format: uuid */
                    to_location: string;
                    /** @description A decimal amount. */
                    quantity: string | number;
                    reference?: string;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "transfer_id": "0190a000-0000-7000-8000-000000000020",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "from_location": "0190a000-0000-7000-8000-000000000008",
                     *       "to_location": "0190a000-0000-7000-8000-000000000009",
                     *       "quantity": "1",
                     *       "reference": "TX-123",
                     *       "reason": "The shelf is empty",
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "is_applied": false,
                     *       "applied_by": null,
                     *       "applied_at": null
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        transfer_id: string;
                        /** Format: uuid */
                        product: string;
                        /** Format: uuid */
                        from_location: string;
                        /** Format: uuid */
                        to_location: string;
                        /** Format: decimal */
                        quantity: string;
                        reference: string;
                        reason: string;
                        created_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                        is_applied: boolean;
                        applied_by: string | null;
                        applied_at: string | null;
                    };
                };
            };
        };
    };
    "inventory.withdrawTransfer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000020 */
                transfer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "inventory.changeTransfer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000020 */
                transfer_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "from_location": "0190a000-0000-7000-8000-000000000008"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    created_by?: string;
                    /** Format: uuid */
                    product?: string;
                    /** Format: uuid */
                    from_location?: string;
                    /** Format: uuid */
                    to_location?: string;
                    /** @description A decimal amount. */
                    quantity?: string | number;
                    reference?: string;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "transfer_id": "0190a000-0000-7000-8000-000000000020",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "from_location": "0190a000-0000-7000-8000-000000000008",
                     *       "to_location": "0190a000-0000-7000-8000-000000000009",
                     *       "quantity": "1",
                     *       "reference": "TX-123",
                     *       "reason": "The shelf is empty",
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "is_applied": false,
                     *       "applied_by": null,
                     *       "applied_at": null
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        transfer_id: string;
                        /** Format: uuid */
                        product: string;
                        /** Format: uuid */
                        from_location: string;
                        /** Format: uuid */
                        to_location: string;
                        /** Format: decimal */
                        quantity: string;
                        reference: string;
                        reason: string;
                        created_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                        is_applied: boolean;
                        applied_by: string | null;
                        applied_at: string | null;
                    };
                };
            };
        };
    };
    "inventory.applyTransfer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000020 */
                transfer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "transfer_id": "0190a000-0000-7000-8000-000000000020",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "from_location": "0190a000-0000-7000-8000-000000000008",
                     *       "to_location": "0190a000-0000-7000-8000-000000000009",
                     *       "quantity": "1",
                     *       "reference": "TX-123",
                     *       "reason": "The shelf is empty",
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "is_applied": false,
                     *       "applied_by": null,
                     *       "applied_at": null
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        transfer_id: string;
                        /** Format: uuid */
                        product: string;
                        /** Format: uuid */
                        from_location: string;
                        /** Format: uuid */
                        to_location: string;
                        /** Format: decimal */
                        quantity: string;
                        reference: string;
                        reason: string;
                        created_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                        is_applied: boolean;
                        applied_by: string | null;
                        applied_at: string | null;
                    };
                };
            };
        };
    };
    "inventory.listReservations": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "created_at" | "-created_at";
                product?: string;
                sales_header?: string;
                is_active?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "reservation_id": "0190a000-0000-7000-8000-000000000021",
                     *         "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *         "product": "0190a000-0000-7000-8000-000000000005",
                     *         "location": "0190a000-0000-7000-8000-000000000008",
                     *         "quantity": "1",
                     *         "is_active": true,
                     *         "created_at": "2026-01-31T12:00:00Z",
                     *         "released_at": null,
                     *         "expiry_at": "2026-01-31T12:15:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        reservation_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        /** Format: uuid */
                        product: string;
                        /** Format: uuid */
                        location: string;
                        /** Format: decimal */
                        quantity: string;
                        is_active: boolean;
                        /** Format: date-time */
                        created_at: string;
                        released_at: string | null;
                        /** Format: date-time */
                        expiry_at: string;
                    }[];
                };
            };
        };
    };
    "inventory.findReservation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000021 */
                reservation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "reservation_id": "0190a000-0000-7000-8000-000000000021",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "quantity": "1",
                     *       "is_active": true,
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "released_at": null,
                     *       "expiry_at": "2026-01-31T12:15:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        reservation_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        /** Format: uuid */
                        product: string;
                        /** Format: uuid */
                        location: string;
                        /** Format: decimal */
                        quantity: string;
                        is_active: boolean;
                        /** Format: date-time */
                        created_at: string;
                        released_at: string | null;
                        /** Format: date-time */
                        expiry_at: string;
                    };
                };
            };
        };
    };
    "inventory.listLowStock": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -name */
                ordering?: "name" | "-name" | "sku" | "-sku";
                /** @example mug */
                search?: string;
                sku?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "product_id": "0190a000-0000-7000-8000-000000000005",
                     *         "name": "Mug",
                     *         "sku": "KIT-00001",
                     *         "stock": "3",
                     *         "reserved": "2",
                     *         "minQuantity": "5",
                     *         "is_low_stock": true,
                     *         "is_out_of_stock": false,
                     *         "cost": "900.00",
                     *         "stock_value": "2700.00"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        product_id: string;
                        name: string;
                        sku: string;
                        /** Format: decimal */
                        stock: string;
                        /** Format: decimal */
                        reserved: string;
                        /** Format: decimal */
                        minQuantity: string;
                        is_low_stock: boolean;
                        is_out_of_stock: boolean;
                        cost?: string | null;
                        stock_value?: string | null;
                    }[];
                };
            };
        };
    };
    "inventory.listOutOfStock": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -name */
                ordering?: "name" | "-name" | "sku" | "-sku";
                /** @example mug */
                search?: string;
                sku?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "product_id": "0190a000-0000-7000-8000-000000000005",
                     *         "name": "Mug",
                     *         "sku": "KIT-00001",
                     *         "stock": "3",
                     *         "reserved": "2",
                     *         "minQuantity": "5",
                     *         "is_low_stock": true,
                     *         "is_out_of_stock": false,
                     *         "cost": "900.00",
                     *         "stock_value": "2700.00"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        product_id: string;
                        name: string;
                        sku: string;
                        /** Format: decimal */
                        stock: string;
                        /** Format: decimal */
                        reserved: string;
                        /** Format: decimal */
                        minQuantity: string;
                        is_low_stock: boolean;
                        is_out_of_stock: boolean;
                        cost?: string | null;
                        stock_value?: string | null;
                    }[];
                };
            };
        };
    };
    "inventory.listStockSummary": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -name */
                ordering?: "name" | "-name" | "sku" | "-sku";
                /** @example mug */
                search?: string;
                sku?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "product_id": "0190a000-0000-7000-8000-000000000005",
                     *         "name": "Mug",
                     *         "sku": "KIT-00001",
                     *         "stock": "12",
                     *         "reserved": "2",
                     *         "minQuantity": "5",
                     *         "is_low_stock": true,
                     *         "is_out_of_stock": false,
                     *         "cost": "900.00",
                     *         "stock_value": "10800.00",
                     *         "recent_movements": [
                     *           {
                     *             "movement_id": "0190a000-0000-7000-8000-000000000018",
                     *             "product": "0190a000-0000-7000-8000-000000000005",
                     *             "product_name": "Mug",
                     *             "location": "0190a000-0000-7000-8000-000000000008",
                     *             "movement_type": "ADJUSTMENT",
                     *             "quantity": "-2",
                     *             "previous_stock": "14",
                     *             "new_stock": "12",
                     *             "reference_number": "REF-7",
                     *             "reason": "Counted again",
                     *             "created_by": "0190a000-0000-7000-8000-000000000003",
                     *             "occurred_at": "2026-01-31T12:00:00Z",
                     *             "created_at": "2026-01-31T12:00:00Z"
                     *           }
                     *         ]
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        product_id: string;
                        name: string;
                        sku: string;
                        /** Format: decimal */
                        stock: string;
                        /** Format: decimal */
                        reserved: string;
                        /** Format: decimal */
                        minQuantity: string;
                        is_low_stock: boolean;
                        is_out_of_stock: boolean;
                        cost?: string | null;
                        stock_value?: string | null;
                        recent_movements: {
                            /** Format: uuid */
                            movement_id: string;
                            /** Format: uuid */
                            product: string;
                            product_name: string | null;
                            /** Format: uuid */
                            location: string;
                            /** @enum {string} */
                            movement_type: "PURCHASE" | "SALE" | "ADJUSTMENT" | "RETURN" | "DAMAGE" | "TRANSFER" | "INITIAL";
                            /** Format: decimal */
                            quantity: string;
                            /** Format: decimal */
                            previous_stock: string;
                            /** Format: decimal */
                            new_stock: string;
                            reference_number: string;
                            reason: string;
                            created_by: string | null;
                            /** Format: date-time */
                            occurred_at: string;
                            /** Format: date-time */
                            created_at: string;
                        }[];
                    }[];
                };
            };
        };
    };
    "inventory.listStockHistory": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "created_at" | "-created_at";
            };
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000005 */
                product_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "movement_id": "0190a000-0000-7000-8000-000000000018",
                     *         "product": "0190a000-0000-7000-8000-000000000005",
                     *         "product_name": "Mug",
                     *         "location": "0190a000-0000-7000-8000-000000000008",
                     *         "movement_type": "ADJUSTMENT",
                     *         "quantity": "-2",
                     *         "previous_stock": "14",
                     *         "new_stock": "12",
                     *         "reference_number": "REF-7",
                     *         "reason": "Counted again",
                     *         "created_by": "0190a000-0000-7000-8000-000000000003",
                     *         "occurred_at": "2026-01-31T12:00:00Z",
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        movement_id: string;
                        /** Format: uuid */
                        product: string;
                        product_name: string | null;
                        /** Format: uuid */
                        location: string;
                        /** @enum {string} */
                        movement_type: "PURCHASE" | "SALE" | "ADJUSTMENT" | "RETURN" | "DAMAGE" | "TRANSFER" | "INITIAL";
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        previous_stock: string;
                        /** Format: decimal */
                        new_stock: string;
                        reference_number: string;
                        reason: string;
                        created_by: string | null;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    "inventory.findValuation": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "currency": "KES",
                     *       "total_quantity": "12",
                     *       "total_valuation": "10800.00",
                     *       "total_items": 1,
                     *       "items": [
                     *         {
                     *           "product_id": "0190a000-0000-7000-8000-000000000005",
                     *           "name": "Mug",
                     *           "stock": "12",
                     *           "average_cost": "900.00",
                     *           "valuation": "10800.00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        currency: string | null;
                        /** Format: decimal */
                        total_quantity: string;
                        /** Format: decimal */
                        total_valuation: string;
                        total_items: number;
                        items: {
                            /** Format: uuid */
                            product_id: string;
                            name: string;
                            /** Format: decimal */
                            stock: string;
                            /** Format: decimal */
                            average_cost: string;
                            /** Format: decimal */
                            valuation: string;
                        }[];
                    };
                };
            };
        };
    };
    "inventory.findReorderSuggestions": {
        parameters: {
            query?: {
                days?: number;
                safety_days?: number;
                top?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "window_days": 30,
                     *       "safety_days": 7,
                     *       "suggestions": [
                     *         {
                     *           "product_id": "0190a000-0000-7000-8000-000000000005",
                     *           "name": "Mug",
                     *           "current_stock": "3",
                     *           "min_quantity": "5",
                     *           "avg_daily_sales": "1.5",
                     *           "suggested_order_qty": "9"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        window_days: number;
                        safety_days: number;
                        suggestions: {
                            /** Format: uuid */
                            product_id: string;
                            name: string;
                            /** Format: decimal */
                            current_stock: string;
                            /** Format: decimal */
                            min_quantity: string;
                            /** Format: decimal */
                            avg_daily_sales: string;
                            /** Format: decimal */
                            suggested_order_qty: string;
                        }[];
                    };
                };
            };
        };
    };
    "orders.listReturns": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                ordering?: "created_at" | "-created_at";
                /** @example 0190a000-0000-7000-8000-000000000011 */
                sales_header?: string;
                product?: string;
                /** @example PENDING */
                status?: "PENDING" | "APPROVED" | "REJECTED";
                is_approved?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "sales_return_id": "0190a000-0000-7000-8000-000000000015",
                     *         "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *         "product": "0190a000-0000-7000-8000-000000000005",
                     *         "unit": null,
                     *         "quantity": "2",
                     *         "reason": "DAMAGED",
                     *         "notes": "Broken on arrival",
                     *         "is_restocked": false,
                     *         "status": "PENDING",
                     *         "is_approved": false,
                     *         "approved_by": null,
                     *         "approved_at": null,
                     *         "rejection_reason": null,
                     *         "lines": [
                     *           {
                     *             "sales_detail": "0190a000-0000-7000-8000-000000000012",
                     *             "quantity": "2",
                     *             "total": null,
                     *             "tax": null
                     *           }
                     *         ],
                     *         "created_by": "0190a000-0000-7000-8000-000000000003",
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_return_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** @enum {string} */
                        reason: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                        notes: string | null;
                        is_restocked: boolean;
                        /** @enum {string} */
                        status: "PENDING" | "APPROVED" | "REJECTED";
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        rejection_reason: string | null;
                        lines: {
                            sales_detail: string;
                            /** Format: decimal */
                            quantity: string;
                            total: string | null;
                            tax: string | null;
                        }[];
                        /** Format: uuid */
                        created_by: string;
                        /** Format: date-time */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    "orders.createReturn": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_client": "0190a000-0000-7000-8000-000000000001",
                 *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "unit": "0190a000-0000-7000-8000-000000000007",
                 *       "quantity": 2,
                 *       "reason": "DAMAGED",
                 *       "notes": "Broken on arrival"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    sales_return_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    sales_header: string;
                    /** Format: uuid */
                    product: string;
                    /** @description A decimal amount. */
                    quantity: string | number;
                    /** @enum {string} */
                    reason: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                    unit?: string | null;
                    notes?: string | null;
                    sales_detail?: string;
                    is_restocked?: boolean;
                    receipt_number?: string;
                    receipt_approval?: string;
                    approval?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sales_return_id": "0190a000-0000-7000-8000-000000000015",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "quantity": "2",
                     *       "reason": "DAMAGED",
                     *       "notes": "Broken on arrival",
                     *       "is_restocked": false,
                     *       "status": "PENDING",
                     *       "is_approved": false,
                     *       "approved_by": null,
                     *       "approved_at": null,
                     *       "rejection_reason": null,
                     *       "lines": [
                     *         {
                     *           "sales_detail": "0190a000-0000-7000-8000-000000000012",
                     *           "quantity": "2",
                     *           "total": null,
                     *           "tax": null
                     *         }
                     *       ],
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_return_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** @enum {string} */
                        reason: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                        notes: string | null;
                        is_restocked: boolean;
                        /** @enum {string} */
                        status: "PENDING" | "APPROVED" | "REJECTED";
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        rejection_reason: string | null;
                        lines: {
                            sales_detail: string;
                            /** Format: decimal */
                            quantity: string;
                            total: string | null;
                            tax: string | null;
                        }[];
                        /** Format: uuid */
                        created_by: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "orders.findReturn": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000015 */
                sales_return_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sales_return_id": "0190a000-0000-7000-8000-000000000015",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": null,
                     *       "quantity": "2",
                     *       "reason": "DAMAGED",
                     *       "notes": "Broken on arrival",
                     *       "is_restocked": false,
                     *       "status": "PENDING",
                     *       "is_approved": false,
                     *       "approved_by": null,
                     *       "approved_at": null,
                     *       "rejection_reason": null,
                     *       "lines": [
                     *         {
                     *           "sales_detail": "0190a000-0000-7000-8000-000000000012",
                     *           "quantity": "2",
                     *           "total": null,
                     *           "tax": null
                     *         }
                     *       ],
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_return_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** @enum {string} */
                        reason: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                        notes: string | null;
                        is_restocked: boolean;
                        /** @enum {string} */
                        status: "PENDING" | "APPROVED" | "REJECTED";
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        rejection_reason: string | null;
                        lines: {
                            sales_detail: string;
                            /** Format: decimal */
                            quantity: string;
                            total: string | null;
                            tax: string | null;
                        }[];
                        /** Format: uuid */
                        created_by: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "orders.replaceReturn": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000015 */
                sales_return_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "quantity": "2",
                 *       "reason": "WRONG_ITEM"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** @description A decimal amount. */
                    quantity: string | number;
                    /** @enum {string} */
                    reason: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                    unit?: string | null;
                    notes?: string | null;
                    sales_detail?: string;
                    is_restocked?: boolean;
                    /** Format: uuid */
                    sales_header: string;
                    /** Format: uuid */
                    product: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sales_return_id": "0190a000-0000-7000-8000-000000000015",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": null,
                     *       "quantity": "2",
                     *       "reason": "WRONG_ITEM",
                     *       "notes": "Broken on arrival",
                     *       "is_restocked": false,
                     *       "status": "PENDING",
                     *       "is_approved": false,
                     *       "approved_by": null,
                     *       "approved_at": null,
                     *       "rejection_reason": null,
                     *       "lines": [
                     *         {
                     *           "sales_detail": "0190a000-0000-7000-8000-000000000012",
                     *           "quantity": "2",
                     *           "total": null,
                     *           "tax": null
                     *         }
                     *       ],
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_return_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** @enum {string} */
                        reason: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                        notes: string | null;
                        is_restocked: boolean;
                        /** @enum {string} */
                        status: "PENDING" | "APPROVED" | "REJECTED";
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        rejection_reason: string | null;
                        lines: {
                            sales_detail: string;
                            /** Format: decimal */
                            quantity: string;
                            total: string | null;
                            tax: string | null;
                        }[];
                        /** Format: uuid */
                        created_by: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "orders.deleteReturn": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000015 */
                sales_return_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "orders.changeReturn": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000015 */
                sales_return_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "quantity": "1"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** @description A decimal amount. */
                    quantity?: string | number;
                    /** @enum {string} */
                    reason?: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                    unit?: string | null;
                    notes?: string | null;
                    sales_detail?: string;
                    is_restocked?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sales_return_id": "0190a000-0000-7000-8000-000000000015",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": null,
                     *       "quantity": "1",
                     *       "reason": "DAMAGED",
                     *       "notes": "Broken on arrival",
                     *       "is_restocked": false,
                     *       "status": "PENDING",
                     *       "is_approved": false,
                     *       "approved_by": null,
                     *       "approved_at": null,
                     *       "rejection_reason": null,
                     *       "lines": [
                     *         {
                     *           "sales_detail": "0190a000-0000-7000-8000-000000000012",
                     *           "quantity": "2",
                     *           "total": null,
                     *           "tax": null
                     *         }
                     *       ],
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_return_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** @enum {string} */
                        reason: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                        notes: string | null;
                        is_restocked: boolean;
                        /** @enum {string} */
                        status: "PENDING" | "APPROVED" | "REJECTED";
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        rejection_reason: string | null;
                        lines: {
                            sales_detail: string;
                            /** Format: decimal */
                            quantity: string;
                            total: string | null;
                            tax: string | null;
                        }[];
                        /** Format: uuid */
                        created_by: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "orders.approveReturn": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000015 */
                sales_return_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sales_return_id": "0190a000-0000-7000-8000-000000000015",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": null,
                     *       "quantity": "2",
                     *       "reason": "DAMAGED",
                     *       "notes": "Broken on arrival",
                     *       "is_restocked": false,
                     *       "status": "APPROVED",
                     *       "is_approved": true,
                     *       "approved_by": "0190a000-0000-7000-8000-000000000002",
                     *       "approved_at": "2026-01-31T12:05:00Z",
                     *       "rejection_reason": null,
                     *       "lines": [
                     *         {
                     *           "sales_detail": "0190a000-0000-7000-8000-000000000012",
                     *           "quantity": "2",
                     *           "total": null,
                     *           "tax": null
                     *         }
                     *       ],
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_return_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** @enum {string} */
                        reason: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                        notes: string | null;
                        is_restocked: boolean;
                        /** @enum {string} */
                        status: "PENDING" | "APPROVED" | "REJECTED";
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        rejection_reason: string | null;
                        lines: {
                            sales_detail: string;
                            /** Format: decimal */
                            quantity: string;
                            total: string | null;
                            tax: string | null;
                        }[];
                        /** Format: uuid */
                        created_by: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "orders.rejectReturn": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000015 */
                sales_return_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "The mug was used"
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sales_return_id": "0190a000-0000-7000-8000-000000000015",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": null,
                     *       "quantity": "2",
                     *       "reason": "DAMAGED",
                     *       "notes": "Broken on arrival",
                     *       "is_restocked": false,
                     *       "status": "REJECTED",
                     *       "is_approved": false,
                     *       "approved_by": null,
                     *       "approved_at": null,
                     *       "rejection_reason": "The mug was used",
                     *       "lines": [
                     *         {
                     *           "sales_detail": "0190a000-0000-7000-8000-000000000012",
                     *           "quantity": "2",
                     *           "total": null,
                     *           "tax": null
                     *         }
                     *       ],
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_return_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** @enum {string} */
                        reason: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                        notes: string | null;
                        is_restocked: boolean;
                        /** @enum {string} */
                        status: "PENDING" | "APPROVED" | "REJECTED";
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        rejection_reason: string | null;
                        lines: {
                            sales_detail: string;
                            /** Format: decimal */
                            quantity: string;
                            total: string | null;
                            tax: string | null;
                        }[];
                        /** Format: uuid */
                        created_by: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "orders.findReturnPolicy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "allow_window_days": 30,
                     *       "restock_fee_bps": 0,
                     *       "receipt_required": true,
                     *       "store_credit_days": 365
                     *     }
                     */
                    "application/json": {
                        allow_window_days: number;
                        restock_fee_bps: number;
                        receipt_required: boolean;
                        store_credit_days: number;
                    };
                };
            };
        };
    };
    "orders.changeReturnPolicy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "allow_window_days": 14
                 *     }
                 */
                "application/json": {
                    allow_window_days?: number;
                    restock_fee_bps?: number;
                    receipt_required?: boolean;
                    store_credit_days?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "allow_window_days": 14,
                     *       "restock_fee_bps": 0,
                     *       "receipt_required": true,
                     *       "store_credit_days": 365
                     *     }
                     */
                    "application/json": {
                        allow_window_days: number;
                        restock_fee_bps: number;
                        receipt_required: boolean;
                        store_credit_days: number;
                    };
                };
            };
        };
    };
    "orders.listRefunds": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @example -occurred_at */
                ordering?: "occurred_at" | "-occurred_at";
                /** @example 0190a000-0000-7000-8000-000000000011 */
                sales_header?: string;
                sales_return?: string;
                status?: "PENDING" | "APPROVED" | "REJECTED";
                is_approved?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "refund_id": "0190a000-0000-7000-8000-000000000015",
                     *         "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *         "sales_return": null,
                     *         "status": "PENDING",
                     *         "is_approved": false,
                     *         "approved_by": null,
                     *         "approved_at": null,
                     *         "rejection_reason": null,
                     *         "method": "CASH",
                     *         "reference": null,
                     *         "session": "0190a000-0000-7000-8000-000000000010",
                     *         "notes": null,
                     *         "created_by": "0190a000-0000-7000-8000-000000000003",
                     *         "receipt_number": null,
                     *         "register_id": null,
                     *         "epoch": null,
                     *         "seq": null,
                     *         "customer": null,
                     *         "currency": "KES",
                     *         "amount": "500.00",
                     *         "tax": "68.97",
                     *         "rounding": "0.00",
                     *         "reason": "DAMAGED",
                     *         "source": "REGISTER",
                     *         "flags": [],
                     *         "lines": [],
                     *         "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *         "occurred_at": "2026-01-31T12:00:00Z",
                     *         "received_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        refund_id: string;
                        sales_header: string | null;
                        sales_return: string | null;
                        /** @enum {string} */
                        status: "PENDING" | "APPROVED" | "REJECTED";
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        rejection_reason: string | null;
                        method: ("CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER") | null;
                        reference: string | null;
                        session: string | null;
                        notes: string | null;
                        /** Format: uuid */
                        created_by: string;
                        receipt_number: string | null;
                        register_id: string | null;
                        epoch: number | null;
                        seq: number | null;
                        customer: string | null;
                        currency: string;
                        /** Format: decimal */
                        amount: string;
                        /** Format: decimal */
                        tax: string;
                        /** Format: decimal */
                        rounding: string;
                        /** @enum {string} */
                        reason: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                        /** @enum {string} */
                        source: "REGISTER" | "IMPORT";
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                        lines: {
                            line_number: number;
                            sale_line_number: number | null;
                            /** Format: uuid */
                            product: string;
                            sku: string;
                            name: string;
                            /** Format: decimal */
                            quantity: string;
                            /** Format: decimal */
                            tax: string;
                            /** Format: decimal */
                            total: string;
                            is_restocked: boolean;
                        }[];
                        body_hash: string;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        received_at: string;
                    }[];
                };
            };
        };
    };
    "orders.createRefund": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_client": "0190a000-0000-7000-8000-000000000001",
                 *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                 *       "amount": 500,
                 *       "method": "CASH",
                 *       "reference": "RF-7"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    refund_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    sales_header: string;
                    sales_return?: string | null;
                    /** @description A decimal amount. */
                    amount: string | number;
                    method?: ("CASH" | "CARD" | "MOBILE" | "STORE_CREDIT") | null;
                    reference?: string | null;
                    session?: string | null;
                    /** @enum {string} */
                    reason?: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                    notes?: string | null;
                    receipt_number?: string;
                    receipt_approval?: string;
                    approval?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "refund_id": "0190a000-0000-7000-8000-000000000015",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "sales_return": null,
                     *       "status": "PENDING",
                     *       "is_approved": false,
                     *       "approved_by": null,
                     *       "approved_at": null,
                     *       "rejection_reason": null,
                     *       "method": "CASH",
                     *       "reference": "RF-7",
                     *       "session": null,
                     *       "notes": null,
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "receipt_number": null,
                     *       "register_id": null,
                     *       "epoch": null,
                     *       "seq": null,
                     *       "customer": null,
                     *       "currency": "KES",
                     *       "amount": "500.00",
                     *       "tax": "68.97",
                     *       "rounding": "0.00",
                     *       "reason": "DAMAGED",
                     *       "source": "REGISTER",
                     *       "flags": [],
                     *       "lines": [],
                     *       "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *       "occurred_at": "2026-01-31T12:00:00Z",
                     *       "received_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        refund_id: string;
                        sales_header: string | null;
                        sales_return: string | null;
                        /** @enum {string} */
                        status: "PENDING" | "APPROVED" | "REJECTED";
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        rejection_reason: string | null;
                        method: ("CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER") | null;
                        reference: string | null;
                        session: string | null;
                        notes: string | null;
                        /** Format: uuid */
                        created_by: string;
                        receipt_number: string | null;
                        register_id: string | null;
                        epoch: number | null;
                        seq: number | null;
                        customer: string | null;
                        currency: string;
                        /** Format: decimal */
                        amount: string;
                        /** Format: decimal */
                        tax: string;
                        /** Format: decimal */
                        rounding: string;
                        /** @enum {string} */
                        reason: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                        /** @enum {string} */
                        source: "REGISTER" | "IMPORT";
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                        lines: {
                            line_number: number;
                            sale_line_number: number | null;
                            /** Format: uuid */
                            product: string;
                            sku: string;
                            name: string;
                            /** Format: decimal */
                            quantity: string;
                            /** Format: decimal */
                            tax: string;
                            /** Format: decimal */
                            total: string;
                            is_restocked: boolean;
                        }[];
                        body_hash: string;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        received_at: string;
                    };
                };
            };
        };
    };
    "orders.findRefund": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000015 */
                refund_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "refund_id": "0190a000-0000-7000-8000-000000000015",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "sales_return": null,
                     *       "status": "PENDING",
                     *       "is_approved": false,
                     *       "approved_by": null,
                     *       "approved_at": null,
                     *       "rejection_reason": null,
                     *       "method": "CASH",
                     *       "reference": null,
                     *       "session": "0190a000-0000-7000-8000-000000000010",
                     *       "notes": null,
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "receipt_number": null,
                     *       "register_id": null,
                     *       "epoch": null,
                     *       "seq": null,
                     *       "customer": null,
                     *       "currency": "KES",
                     *       "amount": "500.00",
                     *       "tax": "68.97",
                     *       "rounding": "0.00",
                     *       "reason": "DAMAGED",
                     *       "source": "REGISTER",
                     *       "flags": [],
                     *       "lines": [],
                     *       "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *       "occurred_at": "2026-01-31T12:00:00Z",
                     *       "received_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        refund_id: string;
                        sales_header: string | null;
                        sales_return: string | null;
                        /** @enum {string} */
                        status: "PENDING" | "APPROVED" | "REJECTED";
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        rejection_reason: string | null;
                        method: ("CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER") | null;
                        reference: string | null;
                        session: string | null;
                        notes: string | null;
                        /** Format: uuid */
                        created_by: string;
                        receipt_number: string | null;
                        register_id: string | null;
                        epoch: number | null;
                        seq: number | null;
                        customer: string | null;
                        currency: string;
                        /** Format: decimal */
                        amount: string;
                        /** Format: decimal */
                        tax: string;
                        /** Format: decimal */
                        rounding: string;
                        /** @enum {string} */
                        reason: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                        /** @enum {string} */
                        source: "REGISTER" | "IMPORT";
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                        lines: {
                            line_number: number;
                            sale_line_number: number | null;
                            /** Format: uuid */
                            product: string;
                            sku: string;
                            name: string;
                            /** Format: decimal */
                            quantity: string;
                            /** Format: decimal */
                            tax: string;
                            /** Format: decimal */
                            total: string;
                            is_restocked: boolean;
                        }[];
                        body_hash: string;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        received_at: string;
                    };
                };
            };
        };
    };
    "orders.replaceRefund": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000015 */
                refund_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                 *       "amount": "500.00",
                 *       "method": "CARD"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** @description A decimal amount. */
                    amount: string | number;
                    method?: ("CASH" | "CARD" | "MOBILE" | "STORE_CREDIT") | null;
                    reference?: string | null;
                    session?: string | null;
                    /** @enum {string} */
                    reason?: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                    notes?: string | null;
                    /** Format: uuid */
                    sales_header: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "refund_id": "0190a000-0000-7000-8000-000000000015",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "sales_return": null,
                     *       "status": "PENDING",
                     *       "is_approved": false,
                     *       "approved_by": null,
                     *       "approved_at": null,
                     *       "rejection_reason": null,
                     *       "method": "CARD",
                     *       "reference": null,
                     *       "session": "0190a000-0000-7000-8000-000000000010",
                     *       "notes": null,
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "receipt_number": null,
                     *       "register_id": null,
                     *       "epoch": null,
                     *       "seq": null,
                     *       "customer": null,
                     *       "currency": "KES",
                     *       "amount": "500.00",
                     *       "tax": "68.97",
                     *       "rounding": "0.00",
                     *       "reason": "DAMAGED",
                     *       "source": "REGISTER",
                     *       "flags": [],
                     *       "lines": [],
                     *       "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *       "occurred_at": "2026-01-31T12:00:00Z",
                     *       "received_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        refund_id: string;
                        sales_header: string | null;
                        sales_return: string | null;
                        /** @enum {string} */
                        status: "PENDING" | "APPROVED" | "REJECTED";
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        rejection_reason: string | null;
                        method: ("CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER") | null;
                        reference: string | null;
                        session: string | null;
                        notes: string | null;
                        /** Format: uuid */
                        created_by: string;
                        receipt_number: string | null;
                        register_id: string | null;
                        epoch: number | null;
                        seq: number | null;
                        customer: string | null;
                        currency: string;
                        /** Format: decimal */
                        amount: string;
                        /** Format: decimal */
                        tax: string;
                        /** Format: decimal */
                        rounding: string;
                        /** @enum {string} */
                        reason: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                        /** @enum {string} */
                        source: "REGISTER" | "IMPORT";
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                        lines: {
                            line_number: number;
                            sale_line_number: number | null;
                            /** Format: uuid */
                            product: string;
                            sku: string;
                            name: string;
                            /** Format: decimal */
                            quantity: string;
                            /** Format: decimal */
                            tax: string;
                            /** Format: decimal */
                            total: string;
                            is_restocked: boolean;
                        }[];
                        body_hash: string;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        received_at: string;
                    };
                };
            };
        };
    };
    "orders.deleteRefund": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000015 */
                refund_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "orders.changeRefund": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000015 */
                refund_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "amount": "450.00"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** @description A decimal amount. */
                    amount?: string | number;
                    method?: ("CASH" | "CARD" | "MOBILE" | "STORE_CREDIT") | null;
                    reference?: string | null;
                    session?: string | null;
                    /** @enum {string} */
                    reason?: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                    notes?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "refund_id": "0190a000-0000-7000-8000-000000000015",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "sales_return": null,
                     *       "status": "PENDING",
                     *       "is_approved": false,
                     *       "approved_by": null,
                     *       "approved_at": null,
                     *       "rejection_reason": null,
                     *       "method": "CASH",
                     *       "reference": null,
                     *       "session": "0190a000-0000-7000-8000-000000000010",
                     *       "notes": null,
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "receipt_number": null,
                     *       "register_id": null,
                     *       "epoch": null,
                     *       "seq": null,
                     *       "customer": null,
                     *       "currency": "KES",
                     *       "amount": "450.00",
                     *       "tax": "68.97",
                     *       "rounding": "0.00",
                     *       "reason": "DAMAGED",
                     *       "source": "REGISTER",
                     *       "flags": [],
                     *       "lines": [],
                     *       "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *       "occurred_at": "2026-01-31T12:00:00Z",
                     *       "received_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        refund_id: string;
                        sales_header: string | null;
                        sales_return: string | null;
                        /** @enum {string} */
                        status: "PENDING" | "APPROVED" | "REJECTED";
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        rejection_reason: string | null;
                        method: ("CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER") | null;
                        reference: string | null;
                        session: string | null;
                        notes: string | null;
                        /** Format: uuid */
                        created_by: string;
                        receipt_number: string | null;
                        register_id: string | null;
                        epoch: number | null;
                        seq: number | null;
                        customer: string | null;
                        currency: string;
                        /** Format: decimal */
                        amount: string;
                        /** Format: decimal */
                        tax: string;
                        /** Format: decimal */
                        rounding: string;
                        /** @enum {string} */
                        reason: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                        /** @enum {string} */
                        source: "REGISTER" | "IMPORT";
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                        lines: {
                            line_number: number;
                            sale_line_number: number | null;
                            /** Format: uuid */
                            product: string;
                            sku: string;
                            name: string;
                            /** Format: decimal */
                            quantity: string;
                            /** Format: decimal */
                            tax: string;
                            /** Format: decimal */
                            total: string;
                            is_restocked: boolean;
                        }[];
                        body_hash: string;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        received_at: string;
                    };
                };
            };
        };
    };
    "orders.approveRefund": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000015 */
                refund_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "refund_id": "0190a000-0000-7000-8000-000000000015",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "sales_return": null,
                     *       "status": "APPROVED",
                     *       "is_approved": true,
                     *       "approved_by": "0190a000-0000-7000-8000-000000000002",
                     *       "approved_at": "2026-01-31T12:05:00Z",
                     *       "rejection_reason": null,
                     *       "method": "CASH",
                     *       "reference": null,
                     *       "session": "0190a000-0000-7000-8000-000000000010",
                     *       "notes": null,
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "receipt_number": "S-000007",
                     *       "register_id": "0190a000-0000-7000-8000-000000000004",
                     *       "epoch": 1,
                     *       "seq": 7,
                     *       "customer": null,
                     *       "currency": "KES",
                     *       "amount": "500.00",
                     *       "tax": "68.97",
                     *       "rounding": "0.00",
                     *       "reason": "DAMAGED",
                     *       "source": "REGISTER",
                     *       "flags": [],
                     *       "lines": [],
                     *       "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *       "occurred_at": "2026-01-31T12:00:00Z",
                     *       "received_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        refund_id: string;
                        sales_header: string | null;
                        sales_return: string | null;
                        /** @enum {string} */
                        status: "PENDING" | "APPROVED" | "REJECTED";
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        rejection_reason: string | null;
                        method: ("CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER") | null;
                        reference: string | null;
                        session: string | null;
                        notes: string | null;
                        /** Format: uuid */
                        created_by: string;
                        receipt_number: string | null;
                        register_id: string | null;
                        epoch: number | null;
                        seq: number | null;
                        customer: string | null;
                        currency: string;
                        /** Format: decimal */
                        amount: string;
                        /** Format: decimal */
                        tax: string;
                        /** Format: decimal */
                        rounding: string;
                        /** @enum {string} */
                        reason: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                        /** @enum {string} */
                        source: "REGISTER" | "IMPORT";
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                        lines: {
                            line_number: number;
                            sale_line_number: number | null;
                            /** Format: uuid */
                            product: string;
                            sku: string;
                            name: string;
                            /** Format: decimal */
                            quantity: string;
                            /** Format: decimal */
                            tax: string;
                            /** Format: decimal */
                            total: string;
                            is_restocked: boolean;
                        }[];
                        body_hash: string;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        received_at: string;
                    };
                };
            };
        };
    };
    "orders.rejectRefund": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000015 */
                refund_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "The mug was used"
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "refund_id": "0190a000-0000-7000-8000-000000000015",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "sales_return": null,
                     *       "status": "REJECTED",
                     *       "is_approved": false,
                     *       "approved_by": null,
                     *       "approved_at": null,
                     *       "rejection_reason": "The mug was used",
                     *       "method": "CASH",
                     *       "reference": null,
                     *       "session": "0190a000-0000-7000-8000-000000000010",
                     *       "notes": null,
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "receipt_number": null,
                     *       "register_id": null,
                     *       "epoch": null,
                     *       "seq": null,
                     *       "customer": null,
                     *       "currency": "KES",
                     *       "amount": "500.00",
                     *       "tax": "68.97",
                     *       "rounding": "0.00",
                     *       "reason": "DAMAGED",
                     *       "source": "REGISTER",
                     *       "flags": [],
                     *       "lines": [],
                     *       "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *       "occurred_at": "2026-01-31T12:00:00Z",
                     *       "received_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        refund_id: string;
                        sales_header: string | null;
                        sales_return: string | null;
                        /** @enum {string} */
                        status: "PENDING" | "APPROVED" | "REJECTED";
                        is_approved: boolean;
                        approved_by: string | null;
                        approved_at: string | null;
                        rejection_reason: string | null;
                        method: ("CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER") | null;
                        reference: string | null;
                        session: string | null;
                        notes: string | null;
                        /** Format: uuid */
                        created_by: string;
                        receipt_number: string | null;
                        register_id: string | null;
                        epoch: number | null;
                        seq: number | null;
                        customer: string | null;
                        currency: string;
                        /** Format: decimal */
                        amount: string;
                        /** Format: decimal */
                        tax: string;
                        /** Format: decimal */
                        rounding: string;
                        /** @enum {string} */
                        reason: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                        /** @enum {string} */
                        source: "REGISTER" | "IMPORT";
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                        lines: {
                            line_number: number;
                            sale_line_number: number | null;
                            /** Format: uuid */
                            product: string;
                            sku: string;
                            name: string;
                            /** Format: decimal */
                            quantity: string;
                            /** Format: decimal */
                            tax: string;
                            /** Format: decimal */
                            total: string;
                            is_restocked: boolean;
                        }[];
                        body_hash: string;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        received_at: string;
                    };
                };
            };
        };
    };
    "orders.exchange": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example 0190a000-0000-7000-8000-000000000011 */
                sales_header_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "return_items": [
                 *         {
                 *           "product": "0190a000-0000-7000-8000-000000000005",
                 *           "quantity": "1"
                 *         }
                 *       ],
                 *       "new_items": [
                 *         {
                 *           "product": "0190a000-0000-7000-8000-000000000005",
                 *           "quantity": "2"
                 *         }
                 *       ],
                 *       "payments": [
                 *         {
                 *           "method": "CASH",
                 *           "amount": "2000.00"
                 *         }
                 *       ],
                 *       "reason": "WRONG_ITEM"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    exchange_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    return_items: {
                        sales_detail?: string;
                        /** Format: uuid */
                        product?: string;
                        /** @description A decimal amount. */
                        quantity: string | number;
                    }[];
                    new_items: {
                        /** Format: uuid */
                        product: string;
                        /** @description A decimal amount. */
                        quantity: string | number;
                    }[];
                    payments?: {
                        /** @enum {string} */
                        method: "CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER";
                        /** @description A decimal amount. */
                        amount: string | number;
                        reference?: string;
                    }[];
                    session?: string | null;
                    refund_method?: ("CASH" | "CARD" | "MOBILE" | "STORE_CREDIT") | null;
                    /** @enum {string} */
                    reason: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                    notes?: string | null;
                    approval?: string;
                    window_approval?: string;
                    receipt_number?: string;
                    receipt_approval?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "exchange_id": "0190a000-0000-7000-8000-000000000028",
                     *       "original_order_id": "0190a000-0000-7000-8000-000000000011",
                     *       "exchange_order_id": "0190a000-0000-7000-8000-000000000014",
                     *       "refund_id": "0190a000-0000-7000-8000-000000000015",
                     *       "refunded_total": "1750.00",
                     *       "new_order_total": "3500.00",
                     *       "net_delta": "1750.00",
                     *       "net_direction": "COLLECT",
                     *       "change": "250.00"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        exchange_id: string;
                        /** Format: uuid */
                        original_order_id: string;
                        /** Format: uuid */
                        exchange_order_id: string;
                        /** Format: uuid */
                        refund_id: string;
                        /** Format: decimal */
                        refunded_total: string;
                        /** Format: decimal */
                        new_order_total: string;
                        /** Format: decimal */
                        net_delta: string;
                        /** @enum {string} */
                        net_direction: "COLLECT" | "REFUND" | "EVEN";
                        /** Format: decimal */
                        change: string;
                    };
                };
            };
        };
    };
    "orders.giveApproval": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "action": "DISCOUNT",
                 *       "subject": "0190a000-0000-7000-8000-000000000011",
                 *       "amount_max": "300.00",
                 *       "reason": "A dent in the box"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    approval_id?: string;
                    /** @enum {string} */
                    action: "DISCOUNT" | "PRICE_OVERRIDE" | "VOID" | "REFUND_WITHOUT_SALE" | "RETURN_WINDOW" | "RETURN_WITHOUT_RECEIPT" | "EXCHANGE" | "REFUND" | "PAY_OUT" | "NO_SALE";
                    /** Format: uuid */
                    subject: string;
                    /** @description A decimal amount. */
                    amount_max?: string | number;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approval_id": "0190a000-0000-7000-8000-000000000028",
                     *       "token": "Yx3nq0Zk6b1mJr9tVfE2sWc8uQaLdHpGiTvRoNwXyBA",
                     *       "expires_at": "2026-01-31T12:15:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        approval_id: string;
                        token: string;
                        /** Format: date-time */
                        expires_at: string;
                    };
                };
            };
        };
    };
    "orders.giveApprovalByPin": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "approver": "0190a000-0000-7000-8000-000000000002",
                 *       "pin": "7294",
                 *       "action": "REFUND",
                 *       "subject": "0190a000-0000-7000-8000-000000000015",
                 *       "amount_max": "1750.00",
                 *       "reason": "The lid does not close"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    approval_id?: string;
                    /** Format: uuid */
                    approver: string;
                    pin: string;
                    /** @enum {string} */
                    action: "DISCOUNT" | "PRICE_OVERRIDE" | "VOID" | "REFUND_WITHOUT_SALE" | "RETURN_WINDOW" | "RETURN_WITHOUT_RECEIPT" | "EXCHANGE" | "REFUND" | "PAY_OUT" | "NO_SALE";
                    /** Format: uuid */
                    subject: string;
                    /** @description A decimal amount. */
                    amount_max?: string | number;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approval_id": "0190a000-0000-7000-8000-000000000028",
                     *       "token": "Yx3nq0Zk6b1mJr9tVfE2sWc8uQaLdHpGiTvRoNwXyBA",
                     *       "expires_at": "2026-01-31T12:15:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        approval_id: string;
                        token: string;
                        /** Format: date-time */
                        expires_at: string;
                    };
                };
            };
        };
    };
    "orders.listApprovedOperations": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                ordering?: "approved_at" | "-approved_at";
                operation?: string;
                approver?: string;
                action?: "DISCOUNT" | "PRICE_OVERRIDE" | "VOID" | "REFUND_WITHOUT_SALE" | "RETURN_WINDOW" | "RETURN_WITHOUT_RECEIPT" | "EXCHANGE" | "REFUND" | "PAY_OUT" | "NO_SALE";
                is_fit?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "approved_operation_id": "0190a000-0000-7000-8000-000000000015:1",
                     *         "operation": "0190a000-0000-7000-8000-000000000015",
                     *         "register": "0190a000-0000-7000-8000-000000000004",
                     *         "action": "REFUND",
                     *         "approver": "0190a000-0000-7000-8000-000000000002",
                     *         "approved_at": "2026-01-31T12:00:00.000Z",
                     *         "way": "SERVER",
                     *         "is_fit": true,
                     *         "recorded_at": "2026-01-31T12:00:01.000Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        approved_operation_id: string;
                        /** Format: uuid */
                        operation: string;
                        /** Format: uuid */
                        register: string;
                        /** @enum {string} */
                        action: "DISCOUNT" | "PRICE_OVERRIDE" | "VOID" | "REFUND_WITHOUT_SALE" | "RETURN_WINDOW" | "RETURN_WITHOUT_RECEIPT" | "EXCHANGE" | "REFUND" | "PAY_OUT" | "NO_SALE";
                        /** Format: uuid */
                        approver: string;
                        /** Format: date-time */
                        approved_at: string;
                        /** @enum {string} */
                        way: "SERVER" | "DEVICE";
                        is_fit: boolean;
                        /** Format: date-time */
                        recorded_at: string;
                    }[];
                };
            };
        };
    };
    "orders.listCashSessions": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -opened_at */
                ordering?: "opened_at" | "-opened_at";
                register?: string;
                status?: "OPEN" | "CLOSED";
                date?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "session_id": "0190a000-0000-7000-8000-000000000010",
                     *         "register": "0190a000-0000-7000-8000-000000000004",
                     *         "status": "OPEN",
                     *         "currency": "KES",
                     *         "opened_by": "0190a000-0000-7000-8000-000000000003",
                     *         "opening_float": "5000.00",
                     *         "opened_at": "2026-01-31T12:00:00Z",
                     *         "closed_by": null,
                     *         "closing_total": "125000.00",
                     *         "expected_total": "125000.00",
                     *         "variance": null,
                     *         "variance_reason": null,
                     *         "denominations": {
                     *           "1000": 125
                     *         },
                     *         "closed_at": null,
                     *         "z_number": 7,
                     *         "supplements_count": 1
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        session_id: string;
                        /** Format: uuid */
                        register: string;
                        /** @enum {string} */
                        status: "OPEN" | "CLOSED";
                        currency: string;
                        /** Format: uuid */
                        opened_by: string;
                        /** Format: decimal */
                        opening_float: string;
                        /** Format: date-time */
                        opened_at: string;
                        closed_by: string | null;
                        closing_total: string | null;
                        expected_total: string | null;
                        variance: string | null;
                        variance_reason: string | null;
                        denominations: {
                            [key: string]: number;
                        } | null;
                        foreign_counts?: {
                            currency: string;
                            /** Format: decimal */
                            expected: string;
                            counted: string | null;
                            variance: string | null;
                        }[];
                        closed_at: string | null;
                        z_number: number | null;
                        supplements_count: number;
                    }[];
                };
            };
        };
    };
    "orders.openCashSession": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "opening_float": "5000.00"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    session_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    register?: string;
                    /** @description A decimal amount. */
                    opening_float: string | number;
                    /** Format: uuid */
                    opened_by?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "0190a000-0000-7000-8000-000000000010",
                     *       "register": "0190a000-0000-7000-8000-000000000004",
                     *       "status": "OPEN",
                     *       "currency": "KES",
                     *       "opened_by": "0190a000-0000-7000-8000-000000000003",
                     *       "opening_float": "5000.00",
                     *       "opened_at": "2026-01-31T12:00:00Z",
                     *       "closed_by": null,
                     *       "closing_total": "125000.00",
                     *       "expected_total": "125000.00",
                     *       "variance": null,
                     *       "variance_reason": null,
                     *       "denominations": {
                     *         "1000": 125
                     *       },
                     *       "closed_at": null,
                     *       "z_number": 7,
                     *       "supplements_count": 1
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        session_id: string;
                        /** Format: uuid */
                        register: string;
                        /** @enum {string} */
                        status: "OPEN" | "CLOSED";
                        currency: string;
                        /** Format: uuid */
                        opened_by: string;
                        /** Format: decimal */
                        opening_float: string;
                        /** Format: date-time */
                        opened_at: string;
                        closed_by: string | null;
                        closing_total: string | null;
                        expected_total: string | null;
                        variance: string | null;
                        variance_reason: string | null;
                        denominations: {
                            [key: string]: number;
                        } | null;
                        foreign_counts?: {
                            currency: string;
                            /** Format: decimal */
                            expected: string;
                            counted: string | null;
                            variance: string | null;
                        }[];
                        closed_at: string | null;
                        z_number: number | null;
                        supplements_count: number;
                    };
                };
            };
        };
    };
    "orders.findCashSession": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000010 */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "0190a000-0000-7000-8000-000000000010",
                     *       "register": "0190a000-0000-7000-8000-000000000004",
                     *       "status": "OPEN",
                     *       "currency": "KES",
                     *       "opened_by": "0190a000-0000-7000-8000-000000000003",
                     *       "opening_float": "5000.00",
                     *       "opened_at": "2026-01-31T12:00:00Z",
                     *       "closed_by": null,
                     *       "closing_total": "125000.00",
                     *       "expected_total": "125000.00",
                     *       "variance": null,
                     *       "variance_reason": null,
                     *       "denominations": {
                     *         "1000": 125
                     *       },
                     *       "closed_at": null,
                     *       "z_number": 7,
                     *       "supplements_count": 1
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        session_id: string;
                        /** Format: uuid */
                        register: string;
                        /** @enum {string} */
                        status: "OPEN" | "CLOSED";
                        currency: string;
                        /** Format: uuid */
                        opened_by: string;
                        /** Format: decimal */
                        opening_float: string;
                        /** Format: date-time */
                        opened_at: string;
                        closed_by: string | null;
                        closing_total: string | null;
                        expected_total: string | null;
                        variance: string | null;
                        variance_reason: string | null;
                        denominations: {
                            [key: string]: number;
                        } | null;
                        foreign_counts?: {
                            currency: string;
                            /** Format: decimal */
                            expected: string;
                            counted: string | null;
                            variance: string | null;
                        }[];
                        closed_at: string | null;
                        z_number: number | null;
                        supplements_count: number;
                    };
                };
            };
        };
    };
    "orders.closeCashSession": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000010 */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "closing_total": 125000
                 *     }
                 */
                "application/json": {
                    /** @description A decimal amount. */
                    closing_total: string | number;
                    denominations?: {
                        [key: string]: number;
                    };
                    foreign_totals?: {
                        currency: string;
                        /** @description A decimal amount. */
                        total: string | number;
                    }[];
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "0190a000-0000-7000-8000-000000000010",
                     *       "register": "0190a000-0000-7000-8000-000000000004",
                     *       "status": "OPEN",
                     *       "currency": "KES",
                     *       "opened_by": "0190a000-0000-7000-8000-000000000003",
                     *       "opening_float": "5000.00",
                     *       "opened_at": "2026-01-31T12:00:00Z",
                     *       "closed_by": null,
                     *       "closing_total": "125000.00",
                     *       "expected_total": "125000.00",
                     *       "variance": null,
                     *       "variance_reason": null,
                     *       "denominations": {
                     *         "1000": 125
                     *       },
                     *       "closed_at": null,
                     *       "z_number": 7,
                     *       "supplements_count": 1
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        session_id: string;
                        /** Format: uuid */
                        register: string;
                        /** @enum {string} */
                        status: "OPEN" | "CLOSED";
                        currency: string;
                        /** Format: uuid */
                        opened_by: string;
                        /** Format: decimal */
                        opening_float: string;
                        /** Format: date-time */
                        opened_at: string;
                        closed_by: string | null;
                        closing_total: string | null;
                        expected_total: string | null;
                        variance: string | null;
                        variance_reason: string | null;
                        denominations: {
                            [key: string]: number;
                        } | null;
                        foreign_counts?: {
                            currency: string;
                            /** Format: decimal */
                            expected: string;
                            counted: string | null;
                            variance: string | null;
                        }[];
                        closed_at: string | null;
                        z_number: number | null;
                        supplements_count: number;
                    };
                };
            };
        };
    };
    "orders.listCashMovements": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -occurred_at */
                ordering?: "occurred_at" | "-occurred_at";
            };
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000010 */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "cash_movement_id": "0190a000-0000-7000-8000-000000000027",
                     *         "session": "0190a000-0000-7000-8000-000000000010",
                     *         "register": "0190a000-0000-7000-8000-000000000004",
                     *         "kind": "PAY_IN",
                     *         "amount": "1750.00",
                     *         "currency": "KES",
                     *         "reason": "Small change from the bank",
                     *         "created_by": "0190a000-0000-7000-8000-000000000003",
                     *         "flags": [],
                     *         "occurred_at": "2026-01-31T12:00:00Z",
                     *         "received_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        cash_movement_id: string;
                        /** Format: uuid */
                        session: string;
                        /** Format: uuid */
                        register: string;
                        /** @enum {string} */
                        kind: "PAY_IN" | "PAY_OUT" | "NO_SALE";
                        /** Format: decimal */
                        amount: string;
                        currency: string;
                        reason: string;
                        /** Format: uuid */
                        created_by: string;
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        received_at: string;
                    }[];
                };
            };
        };
    };
    "orders.createCashMovement": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example 0190a000-0000-7000-8000-000000000010 */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "PAY_IN",
                 *       "amount": "1750.00",
                 *       "reason": "Small change from the bank"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    cash_movement_id?: string;
                    /** @enum {string} */
                    kind: "PAY_IN" | "PAY_OUT";
                    /** @description A decimal amount. */
                    amount: string | number;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "cash_movement_id": "0190a000-0000-7000-8000-000000000027",
                     *       "session": "0190a000-0000-7000-8000-000000000010",
                     *       "register": "0190a000-0000-7000-8000-000000000004",
                     *       "kind": "PAY_IN",
                     *       "amount": "1750.00",
                     *       "currency": "KES",
                     *       "reason": "Small change from the bank",
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "flags": [],
                     *       "occurred_at": "2026-01-31T12:00:00Z",
                     *       "received_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        cash_movement_id: string;
                        /** Format: uuid */
                        session: string;
                        /** Format: uuid */
                        register: string;
                        /** @enum {string} */
                        kind: "PAY_IN" | "PAY_OUT" | "NO_SALE";
                        /** Format: decimal */
                        amount: string;
                        currency: string;
                        reason: string;
                        /** Format: uuid */
                        created_by: string;
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        received_at: string;
                    };
                };
            };
        };
    };
    "orders.findXReport": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000010 */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "0190a000-0000-7000-8000-000000000010",
                     *       "register": "0190a000-0000-7000-8000-000000000004",
                     *       "currency": "KES",
                     *       "opened_at": "2026-01-31T12:00:00Z",
                     *       "taken_at": "2026-01-31T12:00:00Z",
                     *       "opening_float": "5000.00",
                     *       "is_blind": false,
                     *       "expected_total": "125000.00",
                     *       "figures": {
                     *         "sales_count": 64,
                     *         "gross_total": "1750.00",
                     *         "discount_total": "1750.00",
                     *         "tax_total": "1750.00",
                     *         "rounding_total": "1750.00",
                     *         "sales_total": "1750.00",
                     *         "refunds_count": 1,
                     *         "refunds_total": "1750.00",
                     *         "refunds_tax": "1750.00",
                     *         "voids_count": 1,
                     *         "voids_total": "1750.00",
                     *         "voids_tax": "1750.00",
                     *         "net_total": "1508.62",
                     *         "net_tax": "1750.00",
                     *         "change_total": "1750.00",
                     *         "pay_ins_count": 1,
                     *         "pay_ins_total": "1750.00",
                     *         "pay_outs_count": 1,
                     *         "pay_outs_total": "1750.00",
                     *         "no_sales_count": 2,
                     *         "cash_total": "1750.00",
                     *         "tenders": [
                     *           {
                     *             "method": "CASH",
                     *             "received": "1750.00",
                     *             "change": "0.00",
                     *             "returned": "0",
                     *             "kept": "0.00"
                     *           }
                     *         ],
                     *         "taxes": [
                     *           {
                     *             "tax_code": "STD",
                     *             "total": "1750.00",
                     *             "tax": "241.38"
                     *           }
                     *         ],
                     *         "first_receipt": "T1-000101",
                     *         "last_receipt": "T1-000164",
                     *         "flagged_count": 1
                     *       },
                     *       "parked_count": 1
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        session_id: string;
                        /** Format: uuid */
                        register: string;
                        currency: string;
                        /** Format: date-time */
                        opened_at: string;
                        /** Format: date-time */
                        taken_at: string;
                        /** Format: decimal */
                        opening_float: string;
                        is_blind: boolean;
                        expected_total: string | null;
                        figures: {
                            sales_count: number;
                            gross_total: string | null;
                            discount_total: string | null;
                            tax_total: string | null;
                            rounding_total: string | null;
                            sales_total: string | null;
                            refunds_count: number;
                            refunds_total: string | null;
                            refunds_tax: string | null;
                            voids_count: number;
                            voids_total: string | null;
                            voids_tax: string | null;
                            net_total: string | null;
                            net_tax: string | null;
                            change_total: string | null;
                            pay_ins_count: number;
                            /** Format: decimal */
                            pay_ins_total: string;
                            pay_outs_count: number;
                            /** Format: decimal */
                            pay_outs_total: string;
                            no_sales_count: number;
                            cash_total: string | null;
                            tenders: {
                                /** @enum {string} */
                                method: "CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER";
                                /** Format: decimal */
                                received: string;
                                /** Format: decimal */
                                change: string;
                                /** Format: decimal */
                                returned: string;
                                /** Format: decimal */
                                kept: string;
                            }[];
                            foreign_cash?: {
                                currency: string;
                                /** Format: decimal */
                                received: string;
                                /** Format: decimal */
                                worth: string;
                            }[];
                            taxes: {
                                tax_code: string;
                                /** Format: decimal */
                                total: string;
                                /** Format: decimal */
                                tax: string;
                            }[] | null;
                            first_receipt: string | null;
                            last_receipt: string | null;
                            flagged_count: number;
                        };
                        parked_count: number;
                    };
                };
            };
        };
    };
    "orders.findZReport": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000010 */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "0190a000-0000-7000-8000-000000000010",
                     *       "z_number": 7,
                     *       "document": "Z 0007 …",
                     *       "document_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *       "supplements_count": 1,
                     *       "supplements": {
                     *         "sales_count": 64,
                     *         "gross_total": "1750.00",
                     *         "discount_total": "1750.00",
                     *         "tax_total": "1750.00",
                     *         "rounding_total": "1750.00",
                     *         "sales_total": "1750.00",
                     *         "refunds_count": 1,
                     *         "refunds_total": "1750.00",
                     *         "refunds_tax": "1750.00",
                     *         "voids_count": 1,
                     *         "voids_total": "1750.00",
                     *         "voids_tax": "1750.00",
                     *         "net_total": "1508.62",
                     *         "net_tax": "1750.00",
                     *         "change_total": "1750.00",
                     *         "pay_ins_count": 1,
                     *         "pay_ins_total": "1750.00",
                     *         "pay_outs_count": 1,
                     *         "pay_outs_total": "1750.00",
                     *         "no_sales_count": 2,
                     *         "cash_total": "1750.00",
                     *         "tenders": [
                     *           {
                     *             "method": "CASH",
                     *             "received": "1750.00",
                     *             "change": "0.00",
                     *             "returned": "0",
                     *             "kept": "0.00"
                     *           }
                     *         ],
                     *         "taxes": [
                     *           {
                     *             "tax_code": "STD",
                     *             "total": "1750.00",
                     *             "tax": "241.38"
                     *           }
                     *         ],
                     *         "first_receipt": "T1-000101",
                     *         "last_receipt": "T1-000164",
                     *         "flagged_count": 1
                     *       },
                     *       "corrected": {
                     *         "sales_count": 64,
                     *         "gross_total": "1750.00",
                     *         "discount_total": "1750.00",
                     *         "tax_total": "1750.00",
                     *         "rounding_total": "1750.00",
                     *         "sales_total": "1750.00",
                     *         "refunds_count": 1,
                     *         "refunds_total": "1750.00",
                     *         "refunds_tax": "1750.00",
                     *         "voids_count": 1,
                     *         "voids_total": "1750.00",
                     *         "voids_tax": "1750.00",
                     *         "net_total": "1508.62",
                     *         "net_tax": "1750.00",
                     *         "change_total": "1750.00",
                     *         "pay_ins_count": 1,
                     *         "pay_ins_total": "1750.00",
                     *         "pay_outs_count": 1,
                     *         "pay_outs_total": "1750.00",
                     *         "no_sales_count": 2,
                     *         "cash_total": "1750.00",
                     *         "tenders": [
                     *           {
                     *             "method": "CASH",
                     *             "received": "1750.00",
                     *             "change": "0.00",
                     *             "returned": "0",
                     *             "kept": "0.00"
                     *           }
                     *         ],
                     *         "taxes": [
                     *           {
                     *             "tax_code": "STD",
                     *             "total": "1750.00",
                     *             "tax": "241.38"
                     *           }
                     *         ],
                     *         "first_receipt": "T1-000101",
                     *         "last_receipt": "T1-000164",
                     *         "flagged_count": 1
                     *       },
                     *       "corrected_expected_total": "1750.00",
                     *       "corrected_variance": "1750.00"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        session_id: string;
                        z_number: number;
                        document: string;
                        document_hash: string;
                        supplements_count: number;
                        supplements: {
                            sales_count: number;
                            /** Format: decimal */
                            gross_total: string;
                            /** Format: decimal */
                            discount_total: string;
                            /** Format: decimal */
                            tax_total: string;
                            /** Format: decimal */
                            rounding_total: string;
                            /** Format: decimal */
                            sales_total: string;
                            refunds_count: number;
                            /** Format: decimal */
                            refunds_total: string;
                            /** Format: decimal */
                            refunds_tax: string;
                            voids_count: number;
                            /** Format: decimal */
                            voids_total: string;
                            /** Format: decimal */
                            voids_tax: string;
                            /** Format: decimal */
                            net_total: string;
                            /** Format: decimal */
                            net_tax: string;
                            /** Format: decimal */
                            change_total: string;
                            pay_ins_count: number;
                            /** Format: decimal */
                            pay_ins_total: string;
                            pay_outs_count: number;
                            /** Format: decimal */
                            pay_outs_total: string;
                            no_sales_count: number;
                            /** Format: decimal */
                            cash_total: string;
                            tenders: {
                                /** @enum {string} */
                                method: "CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER";
                                /** Format: decimal */
                                received: string;
                                /** Format: decimal */
                                change: string;
                                /** Format: decimal */
                                returned: string;
                                /** Format: decimal */
                                kept: string;
                            }[];
                            foreign_cash?: {
                                currency: string;
                                /** Format: decimal */
                                received: string;
                                /** Format: decimal */
                                worth: string;
                            }[];
                            taxes: {
                                tax_code: string;
                                /** Format: decimal */
                                total: string;
                                /** Format: decimal */
                                tax: string;
                            }[];
                            first_receipt: string | null;
                            last_receipt: string | null;
                            flagged_count: number;
                        };
                        corrected: {
                            sales_count: number;
                            /** Format: decimal */
                            gross_total: string;
                            /** Format: decimal */
                            discount_total: string;
                            /** Format: decimal */
                            tax_total: string;
                            /** Format: decimal */
                            rounding_total: string;
                            /** Format: decimal */
                            sales_total: string;
                            refunds_count: number;
                            /** Format: decimal */
                            refunds_total: string;
                            /** Format: decimal */
                            refunds_tax: string;
                            voids_count: number;
                            /** Format: decimal */
                            voids_total: string;
                            /** Format: decimal */
                            voids_tax: string;
                            /** Format: decimal */
                            net_total: string;
                            /** Format: decimal */
                            net_tax: string;
                            /** Format: decimal */
                            change_total: string;
                            pay_ins_count: number;
                            /** Format: decimal */
                            pay_ins_total: string;
                            pay_outs_count: number;
                            /** Format: decimal */
                            pay_outs_total: string;
                            no_sales_count: number;
                            /** Format: decimal */
                            cash_total: string;
                            tenders: {
                                /** @enum {string} */
                                method: "CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER";
                                /** Format: decimal */
                                received: string;
                                /** Format: decimal */
                                change: string;
                                /** Format: decimal */
                                returned: string;
                                /** Format: decimal */
                                kept: string;
                            }[];
                            foreign_cash?: {
                                currency: string;
                                /** Format: decimal */
                                received: string;
                                /** Format: decimal */
                                worth: string;
                            }[];
                            taxes: {
                                tax_code: string;
                                /** Format: decimal */
                                total: string;
                                /** Format: decimal */
                                tax: string;
                            }[];
                            first_receipt: string | null;
                            last_receipt: string | null;
                            flagged_count: number;
                        };
                        /** Format: decimal */
                        corrected_expected_total: string;
                        /** Format: decimal */
                        corrected_variance: string;
                        corrected_foreign_counts?: {
                            currency: string;
                            /** Format: decimal */
                            expected: string;
                            counted: string | null;
                            variance: string | null;
                        }[];
                    };
                };
            };
        };
    };
    "orders.listSupplements": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -number */
                ordering?: "number" | "-number";
            };
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000010 */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "session": "0190a000-0000-7000-8000-000000000010",
                     *         "number": 1,
                     *         "kind": "SALE",
                     *         "subject": "0190a000-0000-7000-8000-000000000011",
                     *         "receipt_number": "T1-000164",
                     *         "total": "1750.00",
                     *         "currency": "KES",
                     *         "occurred_at": "2026-01-31T12:00:00Z",
                     *         "booked_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        session: string;
                        number: number;
                        /** @enum {string} */
                        kind: "SALE" | "REFUND" | "CASH_MOVEMENT";
                        /** Format: uuid */
                        subject: string;
                        receipt_number: string | null;
                        /** Format: decimal */
                        total: string;
                        currency: string;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        booked_at: string;
                    }[];
                };
            };
        };
    };
    "orders.listSales": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -occurred_at */
                ordering?: "occurred_at" | "-occurred_at" | "received_at" | "-received_at";
                /** @example T1-000164 */
                search?: string;
                status?: "PENDING" | "CONFIRMED" | "COMPLETED" | "CANCELLED" | "EXPIRED" | "VOIDED" | "PARTIALLY_REFUNDED" | "REFUNDED";
                register_id?: string;
                customer?: string;
                anonymous_customer_id?: string;
                order_number?: string;
                receipt_number?: string;
                occurred_after?: string;
                occurred_before?: string;
                is_flagged?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "sales_header_id": "0190a000-0000-7000-8000-000000000011",
                     *         "order_number": "SO-1A2B3C4D",
                     *         "receipt_number": "T1-000164",
                     *         "register_id": "0190a000-0000-7000-8000-000000000004",
                     *         "epoch": 1,
                     *         "seq": 1,
                     *         "customer": null,
                     *         "anonymous_customer_id": null,
                     *         "session": "0190a000-0000-7000-8000-000000000010",
                     *         "location": "0190a000-0000-7000-8000-000000000008",
                     *         "cashier": "0190a000-0000-7000-8000-000000000003",
                     *         "currency": "KES",
                     *         "subtotal": "1750.00",
                     *         "discount": "0.00",
                     *         "tax": "241.38",
                     *         "rounding": "0.00",
                     *         "total_price": "1750.00",
                     *         "change": "0.00",
                     *         "refunded_total": "0.00",
                     *         "remaining_balance": "0.00",
                     *         "status": "COMPLETED",
                     *         "price_book_version": 1,
                     *         "rules_version": 1,
                     *         "source": "REGISTER",
                     *         "note": "Gift wrapped",
                     *         "flags": [],
                     *         "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *         "occurred_at": "2026-01-31T12:00:00Z",
                     *         "received_at": "2026-01-31T12:00:00Z",
                     *         "expires_at": "2026-01-31T12:15:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_header_id: string;
                        order_number: string;
                        receipt_number: string | null;
                        register_id: string | null;
                        epoch: number | null;
                        seq: number | null;
                        customer: string | null;
                        anonymous_customer_id: string | null;
                        session: string | null;
                        location: string | null;
                        cashier: string | null;
                        currency: string;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        tax: string;
                        /** Format: decimal */
                        rounding: string;
                        /** Format: decimal */
                        total_price: string;
                        /** Format: decimal */
                        change: string;
                        /** Format: decimal */
                        refunded_total: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        /** @enum {string} */
                        status: "PENDING" | "CONFIRMED" | "COMPLETED" | "CANCELLED" | "EXPIRED" | "VOIDED" | "PARTIALLY_REFUNDED" | "REFUNDED";
                        price_book_version: number;
                        rules_version: number;
                        /** @enum {string} */
                        source: "REGISTER" | "IMPORT";
                        note: string | null;
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                        body_hash: string;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        received_at: string;
                        expires_at: string | null;
                    }[];
                };
            };
        };
    };
    "orders.createHeader": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "note": "Gift wrapped",
                 *       "discount": "0.00",
                 *       "location": "0190a000-0000-7000-8000-000000000008",
                 *       "session": "0190a000-0000-7000-8000-000000000010"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    sales_header_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    customer?: string | null;
                    note?: string | null;
                    /** @description A decimal amount. */
                    discount?: string | number;
                    approval?: string;
                    location?: string | null;
                    session?: string | null;
                    lines?: {
                        /** Format: uuid */
                        sales_detail_id?: string;
                        /** Format: uuid */
                        user_client?: string;
                        /** Format: uuid */
                        product: string;
                        unit?: string | null;
                        /** @description A decimal amount. */
                        quantity: string | number;
                        /** @description A decimal amount. */
                        price_per_unit?: string | number;
                        /** @description A decimal amount. */
                        discount?: string | number;
                        reason?: string;
                        approval?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sales_header_id": "0190a000-0000-7000-8000-000000000011",
                     *       "order_number": "SO-1A2B3C4D",
                     *       "receipt_number": "T1-000164",
                     *       "register_id": "0190a000-0000-7000-8000-000000000004",
                     *       "epoch": 1,
                     *       "seq": 1,
                     *       "customer": null,
                     *       "anonymous_customer_id": null,
                     *       "session": "0190a000-0000-7000-8000-000000000010",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "cashier": "0190a000-0000-7000-8000-000000000003",
                     *       "currency": "KES",
                     *       "subtotal": "1750.00",
                     *       "discount": "0.00",
                     *       "tax": "241.38",
                     *       "rounding": "0.00",
                     *       "total_price": "1750.00",
                     *       "change": "0.00",
                     *       "refunded_total": "0.00",
                     *       "remaining_balance": "0.00",
                     *       "status": "COMPLETED",
                     *       "price_book_version": 1,
                     *       "rules_version": 1,
                     *       "source": "REGISTER",
                     *       "note": "Gift wrapped",
                     *       "flags": [],
                     *       "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *       "occurred_at": "2026-01-31T12:00:00Z",
                     *       "received_at": "2026-01-31T12:00:00Z",
                     *       "expires_at": "2026-01-31T12:15:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_header_id: string;
                        order_number: string;
                        receipt_number: string | null;
                        register_id: string | null;
                        epoch: number | null;
                        seq: number | null;
                        customer: string | null;
                        anonymous_customer_id: string | null;
                        session: string | null;
                        location: string | null;
                        cashier: string | null;
                        currency: string;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        tax: string;
                        /** Format: decimal */
                        rounding: string;
                        /** Format: decimal */
                        total_price: string;
                        /** Format: decimal */
                        change: string;
                        /** Format: decimal */
                        refunded_total: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        /** @enum {string} */
                        status: "PENDING" | "CONFIRMED" | "COMPLETED" | "CANCELLED" | "EXPIRED" | "VOIDED" | "PARTIALLY_REFUNDED" | "REFUNDED";
                        price_book_version: number;
                        rules_version: number;
                        /** @enum {string} */
                        source: "REGISTER" | "IMPORT";
                        note: string | null;
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                        body_hash: string;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        received_at: string;
                        expires_at: string | null;
                    };
                };
            };
        };
    };
    "orders.findSale": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000011 */
                sales_header_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sales_header_id": "0190a000-0000-7000-8000-000000000011",
                     *       "order_number": "SO-1A2B3C4D",
                     *       "receipt_number": "T1-000164",
                     *       "register_id": "0190a000-0000-7000-8000-000000000004",
                     *       "epoch": 1,
                     *       "seq": 1,
                     *       "customer": null,
                     *       "anonymous_customer_id": null,
                     *       "session": "0190a000-0000-7000-8000-000000000010",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "cashier": "0190a000-0000-7000-8000-000000000003",
                     *       "currency": "KES",
                     *       "subtotal": "1750.00",
                     *       "discount": "0.00",
                     *       "tax": "241.38",
                     *       "rounding": "0.00",
                     *       "total_price": "1750.00",
                     *       "change": "0.00",
                     *       "refunded_total": "0.00",
                     *       "remaining_balance": "0.00",
                     *       "status": "COMPLETED",
                     *       "price_book_version": 1,
                     *       "rules_version": 1,
                     *       "source": "REGISTER",
                     *       "note": "Gift wrapped",
                     *       "flags": [],
                     *       "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *       "occurred_at": "2026-01-31T12:00:00Z",
                     *       "received_at": "2026-01-31T12:00:00Z",
                     *       "expires_at": "2026-01-31T12:15:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_header_id: string;
                        order_number: string;
                        receipt_number: string | null;
                        register_id: string | null;
                        epoch: number | null;
                        seq: number | null;
                        customer: string | null;
                        anonymous_customer_id: string | null;
                        session: string | null;
                        location: string | null;
                        cashier: string | null;
                        currency: string;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        tax: string;
                        /** Format: decimal */
                        rounding: string;
                        /** Format: decimal */
                        total_price: string;
                        /** Format: decimal */
                        change: string;
                        /** Format: decimal */
                        refunded_total: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        /** @enum {string} */
                        status: "PENDING" | "CONFIRMED" | "COMPLETED" | "CANCELLED" | "EXPIRED" | "VOIDED" | "PARTIALLY_REFUNDED" | "REFUNDED";
                        price_book_version: number;
                        rules_version: number;
                        /** @enum {string} */
                        source: "REGISTER" | "IMPORT";
                        note: string | null;
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                        body_hash: string;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        received_at: string;
                        expires_at: string | null;
                    };
                };
            };
        };
    };
    "orders.replaceHeader": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000011 */
                sales_header_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "note": "Gift wrapped",
                 *       "discount": "0.00"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    customer?: string | null;
                    note?: string | null;
                    /** @description A decimal amount. */
                    discount?: string | number;
                    approval?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sales_header_id": "0190a000-0000-7000-8000-000000000011",
                     *       "order_number": "SO-1A2B3C4D",
                     *       "receipt_number": "T1-000164",
                     *       "register_id": "0190a000-0000-7000-8000-000000000004",
                     *       "epoch": 1,
                     *       "seq": 1,
                     *       "customer": null,
                     *       "anonymous_customer_id": null,
                     *       "session": "0190a000-0000-7000-8000-000000000010",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "cashier": "0190a000-0000-7000-8000-000000000003",
                     *       "currency": "KES",
                     *       "subtotal": "1750.00",
                     *       "discount": "0.00",
                     *       "tax": "241.38",
                     *       "rounding": "0.00",
                     *       "total_price": "1750.00",
                     *       "change": "0.00",
                     *       "refunded_total": "0.00",
                     *       "remaining_balance": "0.00",
                     *       "status": "COMPLETED",
                     *       "price_book_version": 1,
                     *       "rules_version": 1,
                     *       "source": "REGISTER",
                     *       "note": "Gift wrapped",
                     *       "flags": [],
                     *       "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *       "occurred_at": "2026-01-31T12:00:00Z",
                     *       "received_at": "2026-01-31T12:00:00Z",
                     *       "expires_at": "2026-01-31T12:15:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_header_id: string;
                        order_number: string;
                        receipt_number: string | null;
                        register_id: string | null;
                        epoch: number | null;
                        seq: number | null;
                        customer: string | null;
                        anonymous_customer_id: string | null;
                        session: string | null;
                        location: string | null;
                        cashier: string | null;
                        currency: string;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        tax: string;
                        /** Format: decimal */
                        rounding: string;
                        /** Format: decimal */
                        total_price: string;
                        /** Format: decimal */
                        change: string;
                        /** Format: decimal */
                        refunded_total: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        /** @enum {string} */
                        status: "PENDING" | "CONFIRMED" | "COMPLETED" | "CANCELLED" | "EXPIRED" | "VOIDED" | "PARTIALLY_REFUNDED" | "REFUNDED";
                        price_book_version: number;
                        rules_version: number;
                        /** @enum {string} */
                        source: "REGISTER" | "IMPORT";
                        note: string | null;
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                        body_hash: string;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        received_at: string;
                        expires_at: string | null;
                    };
                };
            };
        };
    };
    "orders.deleteHeader": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000011 */
                sales_header_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "The customer changed her mind"
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "orders.changeHeader": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000011 */
                sales_header_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "note": "Gift wrapped"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    customer?: string | null;
                    note?: string | null;
                    /** @description A decimal amount. */
                    discount?: string | number;
                    approval?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sales_header_id": "0190a000-0000-7000-8000-000000000011",
                     *       "order_number": "SO-1A2B3C4D",
                     *       "receipt_number": "T1-000164",
                     *       "register_id": "0190a000-0000-7000-8000-000000000004",
                     *       "epoch": 1,
                     *       "seq": 1,
                     *       "customer": null,
                     *       "anonymous_customer_id": null,
                     *       "session": "0190a000-0000-7000-8000-000000000010",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "cashier": "0190a000-0000-7000-8000-000000000003",
                     *       "currency": "KES",
                     *       "subtotal": "1750.00",
                     *       "discount": "0.00",
                     *       "tax": "241.38",
                     *       "rounding": "0.00",
                     *       "total_price": "1750.00",
                     *       "change": "0.00",
                     *       "refunded_total": "0.00",
                     *       "remaining_balance": "0.00",
                     *       "status": "COMPLETED",
                     *       "price_book_version": 1,
                     *       "rules_version": 1,
                     *       "source": "REGISTER",
                     *       "note": "Gift wrapped",
                     *       "flags": [],
                     *       "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *       "occurred_at": "2026-01-31T12:00:00Z",
                     *       "received_at": "2026-01-31T12:00:00Z",
                     *       "expires_at": "2026-01-31T12:15:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_header_id: string;
                        order_number: string;
                        receipt_number: string | null;
                        register_id: string | null;
                        epoch: number | null;
                        seq: number | null;
                        customer: string | null;
                        anonymous_customer_id: string | null;
                        session: string | null;
                        location: string | null;
                        cashier: string | null;
                        currency: string;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        tax: string;
                        /** Format: decimal */
                        rounding: string;
                        /** Format: decimal */
                        total_price: string;
                        /** Format: decimal */
                        change: string;
                        /** Format: decimal */
                        refunded_total: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        /** @enum {string} */
                        status: "PENDING" | "CONFIRMED" | "COMPLETED" | "CANCELLED" | "EXPIRED" | "VOIDED" | "PARTIALLY_REFUNDED" | "REFUNDED";
                        price_book_version: number;
                        rules_version: number;
                        /** @enum {string} */
                        source: "REGISTER" | "IMPORT";
                        note: string | null;
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                        body_hash: string;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        received_at: string;
                        expires_at: string | null;
                    };
                };
            };
        };
    };
    "orders.confirmHeader": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000011 */
                sales_header_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sales_header_id": "0190a000-0000-7000-8000-000000000011",
                     *       "order_number": "SO-1A2B3C4D",
                     *       "receipt_number": "T1-000164",
                     *       "register_id": "0190a000-0000-7000-8000-000000000004",
                     *       "epoch": 1,
                     *       "seq": 1,
                     *       "customer": null,
                     *       "anonymous_customer_id": null,
                     *       "session": "0190a000-0000-7000-8000-000000000010",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "cashier": "0190a000-0000-7000-8000-000000000003",
                     *       "currency": "KES",
                     *       "subtotal": "1750.00",
                     *       "discount": "0.00",
                     *       "tax": "241.38",
                     *       "rounding": "0.00",
                     *       "total_price": "1750.00",
                     *       "change": "0.00",
                     *       "refunded_total": "0.00",
                     *       "remaining_balance": "0.00",
                     *       "status": "COMPLETED",
                     *       "price_book_version": 1,
                     *       "rules_version": 1,
                     *       "source": "REGISTER",
                     *       "note": "Gift wrapped",
                     *       "flags": [],
                     *       "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *       "occurred_at": "2026-01-31T12:00:00Z",
                     *       "received_at": "2026-01-31T12:00:00Z",
                     *       "expires_at": "2026-01-31T12:15:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_header_id: string;
                        order_number: string;
                        receipt_number: string | null;
                        register_id: string | null;
                        epoch: number | null;
                        seq: number | null;
                        customer: string | null;
                        anonymous_customer_id: string | null;
                        session: string | null;
                        location: string | null;
                        cashier: string | null;
                        currency: string;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        tax: string;
                        /** Format: decimal */
                        rounding: string;
                        /** Format: decimal */
                        total_price: string;
                        /** Format: decimal */
                        change: string;
                        /** Format: decimal */
                        refunded_total: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        /** @enum {string} */
                        status: "PENDING" | "CONFIRMED" | "COMPLETED" | "CANCELLED" | "EXPIRED" | "VOIDED" | "PARTIALLY_REFUNDED" | "REFUNDED";
                        price_book_version: number;
                        rules_version: number;
                        /** @enum {string} */
                        source: "REGISTER" | "IMPORT";
                        note: string | null;
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                        body_hash: string;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        received_at: string;
                        expires_at: string | null;
                    };
                };
            };
        };
    };
    "orders.cancelHeader": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000011 */
                sales_header_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "The customer changed her mind"
                 *     }
                 */
                "application/json": {
                    reason?: string;
                    approval?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sales_header_id": "0190a000-0000-7000-8000-000000000011",
                     *       "order_number": "SO-1A2B3C4D",
                     *       "receipt_number": "T1-000164",
                     *       "register_id": "0190a000-0000-7000-8000-000000000004",
                     *       "epoch": 1,
                     *       "seq": 1,
                     *       "customer": null,
                     *       "anonymous_customer_id": null,
                     *       "session": "0190a000-0000-7000-8000-000000000010",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "cashier": "0190a000-0000-7000-8000-000000000003",
                     *       "currency": "KES",
                     *       "subtotal": "1750.00",
                     *       "discount": "0.00",
                     *       "tax": "241.38",
                     *       "rounding": "0.00",
                     *       "total_price": "1750.00",
                     *       "change": "0.00",
                     *       "refunded_total": "0.00",
                     *       "remaining_balance": "0.00",
                     *       "status": "COMPLETED",
                     *       "price_book_version": 1,
                     *       "rules_version": 1,
                     *       "source": "REGISTER",
                     *       "note": "Gift wrapped",
                     *       "flags": [],
                     *       "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *       "occurred_at": "2026-01-31T12:00:00Z",
                     *       "received_at": "2026-01-31T12:00:00Z",
                     *       "expires_at": "2026-01-31T12:15:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_header_id: string;
                        order_number: string;
                        receipt_number: string | null;
                        register_id: string | null;
                        epoch: number | null;
                        seq: number | null;
                        customer: string | null;
                        anonymous_customer_id: string | null;
                        session: string | null;
                        location: string | null;
                        cashier: string | null;
                        currency: string;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        tax: string;
                        /** Format: decimal */
                        rounding: string;
                        /** Format: decimal */
                        total_price: string;
                        /** Format: decimal */
                        change: string;
                        /** Format: decimal */
                        refunded_total: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        /** @enum {string} */
                        status: "PENDING" | "CONFIRMED" | "COMPLETED" | "CANCELLED" | "EXPIRED" | "VOIDED" | "PARTIALLY_REFUNDED" | "REFUNDED";
                        price_book_version: number;
                        rules_version: number;
                        /** @enum {string} */
                        source: "REGISTER" | "IMPORT";
                        note: string | null;
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                        body_hash: string;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        received_at: string;
                        expires_at: string | null;
                    };
                };
            };
        };
    };
    "orders.voidHeader": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000011 */
                sales_header_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "The customer changed her mind"
                 *     }
                 */
                "application/json": {
                    reason: string;
                    approval?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sales_header_id": "0190a000-0000-7000-8000-000000000011",
                     *       "order_number": "SO-1A2B3C4D",
                     *       "receipt_number": "T1-000164",
                     *       "register_id": "0190a000-0000-7000-8000-000000000004",
                     *       "epoch": 1,
                     *       "seq": 1,
                     *       "customer": null,
                     *       "anonymous_customer_id": null,
                     *       "session": "0190a000-0000-7000-8000-000000000010",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "cashier": "0190a000-0000-7000-8000-000000000003",
                     *       "currency": "KES",
                     *       "subtotal": "1750.00",
                     *       "discount": "0.00",
                     *       "tax": "241.38",
                     *       "rounding": "0.00",
                     *       "total_price": "1750.00",
                     *       "change": "0.00",
                     *       "refunded_total": "0.00",
                     *       "remaining_balance": "0.00",
                     *       "status": "COMPLETED",
                     *       "price_book_version": 1,
                     *       "rules_version": 1,
                     *       "source": "REGISTER",
                     *       "note": "Gift wrapped",
                     *       "flags": [],
                     *       "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *       "occurred_at": "2026-01-31T12:00:00Z",
                     *       "received_at": "2026-01-31T12:00:00Z",
                     *       "expires_at": "2026-01-31T12:15:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_header_id: string;
                        order_number: string;
                        receipt_number: string | null;
                        register_id: string | null;
                        epoch: number | null;
                        seq: number | null;
                        customer: string | null;
                        anonymous_customer_id: string | null;
                        session: string | null;
                        location: string | null;
                        cashier: string | null;
                        currency: string;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        tax: string;
                        /** Format: decimal */
                        rounding: string;
                        /** Format: decimal */
                        total_price: string;
                        /** Format: decimal */
                        change: string;
                        /** Format: decimal */
                        refunded_total: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        /** @enum {string} */
                        status: "PENDING" | "CONFIRMED" | "COMPLETED" | "CANCELLED" | "EXPIRED" | "VOIDED" | "PARTIALLY_REFUNDED" | "REFUNDED";
                        price_book_version: number;
                        rules_version: number;
                        /** @enum {string} */
                        source: "REGISTER" | "IMPORT";
                        note: string | null;
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                        body_hash: string;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        received_at: string;
                        expires_at: string | null;
                    };
                };
            };
        };
    };
    "orders.listSaleLines": {
        parameters: {
            query: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -line_number */
                ordering?: "line_number" | "-line_number";
                /** @example 0190a000-0000-7000-8000-000000000011 */
                sales_header: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "sales_detail_id": "0190a000-0000-7000-8000-000000000011:1",
                     *         "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *         "line_number": 1,
                     *         "product": "0190a000-0000-7000-8000-000000000005",
                     *         "unit": "0190a000-0000-7000-8000-000000000007",
                     *         "sku": "KIT-00001",
                     *         "name": "Mug",
                     *         "quantity": "1",
                     *         "refunded_quantity": "0",
                     *         "price_per_unit": "1750.00",
                     *         "discount": "0.00",
                     *         "tax_code": "STD",
                     *         "tax": "241.38",
                     *         "total": "1750.00"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        sales_detail_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        line_number: number;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        sku: string;
                        name: string;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        refunded_quantity: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        discount: string;
                        tax_code: string;
                        /** Format: decimal */
                        tax: string;
                        /** Format: decimal */
                        total: string;
                    }[];
                };
            };
        };
    };
    "orders.createLine": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "unit": "0190a000-0000-7000-8000-000000000007",
                 *       "quantity": "1",
                 *       "discount": "0.00",
                 *       "reason": "The customer changed her mind"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    sales_header: string;
                    /** Format: uuid */
                    sales_detail_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    product: string;
                    unit?: string | null;
                    /** @description A decimal amount. */
                    quantity: string | number;
                    /** @description A decimal amount. */
                    price_per_unit?: string | number;
                    /** @description A decimal amount. */
                    discount?: string | number;
                    reason?: string;
                    approval?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sales_detail_id": "0190a000-0000-7000-8000-000000000011:1",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "line_number": 1,
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "sku": "KIT-00001",
                     *       "name": "Mug",
                     *       "quantity": "1",
                     *       "refunded_quantity": "0",
                     *       "price_per_unit": "1750.00",
                     *       "discount": "0.00",
                     *       "tax_code": "STD",
                     *       "tax": "241.38",
                     *       "total": "1750.00"
                     *     }
                     */
                    "application/json": {
                        sales_detail_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        line_number: number;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        sku: string;
                        name: string;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        refunded_quantity: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        discount: string;
                        tax_code: string;
                        /** Format: decimal */
                        tax: string;
                        /** Format: decimal */
                        total: string;
                    };
                };
            };
        };
    };
    "orders.findLine": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000011:1 */
                sales_detail_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sales_detail_id": "0190a000-0000-7000-8000-000000000011:1",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "line_number": 1,
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "sku": "KIT-00001",
                     *       "name": "Mug",
                     *       "quantity": "1",
                     *       "refunded_quantity": "0",
                     *       "price_per_unit": "1750.00",
                     *       "discount": "0.00",
                     *       "tax_code": "STD",
                     *       "tax": "241.38",
                     *       "total": "1750.00"
                     *     }
                     */
                    "application/json": {
                        sales_detail_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        line_number: number;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        sku: string;
                        name: string;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        refunded_quantity: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        discount: string;
                        tax_code: string;
                        /** Format: decimal */
                        tax: string;
                        /** Format: decimal */
                        total: string;
                    };
                };
            };
        };
    };
    "orders.replaceLine": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000012 */
                sales_detail_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "unit": "0190a000-0000-7000-8000-000000000007",
                 *       "quantity": "1",
                 *       "discount": "0.00",
                 *       "reason": "The customer changed her mind",
                 *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                 *       "product": "0190a000-0000-7000-8000-000000000005"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    unit?: string | null;
                    /** @description A decimal amount. */
                    quantity: string | number;
                    /** @description A decimal amount. */
                    price_per_unit?: string | number;
                    /** @description A decimal amount. */
                    discount?: string | number;
                    reason?: string;
                    approval?: string;
                    /** Format: uuid */
                    sales_header: string;
                    /** Format: uuid */
                    product: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sales_detail_id": "0190a000-0000-7000-8000-000000000011:1",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "line_number": 1,
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "sku": "KIT-00001",
                     *       "name": "Mug",
                     *       "quantity": "1",
                     *       "refunded_quantity": "0",
                     *       "price_per_unit": "1750.00",
                     *       "discount": "0.00",
                     *       "tax_code": "STD",
                     *       "tax": "241.38",
                     *       "total": "1750.00"
                     *     }
                     */
                    "application/json": {
                        sales_detail_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        line_number: number;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        sku: string;
                        name: string;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        refunded_quantity: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        discount: string;
                        tax_code: string;
                        /** Format: decimal */
                        tax: string;
                        /** Format: decimal */
                        total: string;
                    };
                };
            };
        };
    };
    "orders.deleteLine": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000012 */
                sales_detail_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "The customer changed her mind"
                 *     }
                 */
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "orders.changeLine": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000012 */
                sales_detail_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "unit": "0190a000-0000-7000-8000-000000000007",
                 *       "quantity": "1"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    unit?: string | null;
                    /** @description A decimal amount. */
                    quantity?: string | number;
                    /** @description A decimal amount. */
                    price_per_unit?: string | number;
                    /** @description A decimal amount. */
                    discount?: string | number;
                    reason?: string;
                    approval?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sales_detail_id": "0190a000-0000-7000-8000-000000000011:1",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "line_number": 1,
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "sku": "KIT-00001",
                     *       "name": "Mug",
                     *       "quantity": "1",
                     *       "refunded_quantity": "0",
                     *       "price_per_unit": "1750.00",
                     *       "discount": "0.00",
                     *       "tax_code": "STD",
                     *       "tax": "241.38",
                     *       "total": "1750.00"
                     *     }
                     */
                    "application/json": {
                        sales_detail_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        line_number: number;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        sku: string;
                        name: string;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        refunded_quantity: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        discount: string;
                        tax_code: string;
                        /** Format: decimal */
                        tax: string;
                        /** Format: decimal */
                        total: string;
                    };
                };
            };
        };
    };
    "orders.reserveLine": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000012 */
                sales_detail_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "expiry_days": 2
                 *     }
                 */
                "application/json": {
                    expiry_days?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Reserved.",
                     *       "reservation_id": "0190a000-0000-7000-8000-000000000021",
                     *       "expiry_at": "2026-01-31T12:15:00Z"
                     *     }
                     */
                    "application/json": {
                        detail: string;
                        /** Format: uuid */
                        reservation_id: string;
                        /** Format: date-time */
                        expiry_at: string;
                    };
                };
            };
        };
    };
    "orders.listPayments": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "created_at" | "-created_at";
                sales_header?: string;
                sales_refund?: string;
                method?: "CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "sales_payment_id": "0190a000-0000-7000-8000-000000000013",
                     *         "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *         "sales_refund": null,
                     *         "session": "0190a000-0000-7000-8000-000000000010",
                     *         "method": "CASH",
                     *         "amount": "1809.00",
                     *         "foreign": {
                     *           "currency": "USD",
                     *           "amount": "14.00",
                     *           "rate": "129.25",
                     *           "rate_sheet_version": 3
                     *         },
                     *         "reference": null,
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_payment_id: string;
                        sales_header: string | null;
                        sales_refund: string | null;
                        session: string | null;
                        /** @enum {string} */
                        method: "CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER";
                        /** Format: decimal */
                        amount: string;
                        foreign: {
                            currency: string;
                            /** Format: decimal */
                            amount: string;
                            /** Format: decimal */
                            rate: string;
                            rate_sheet_version: number | null;
                        } | null;
                        reference: string | null;
                        /** Format: date-time */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    "orders.takePayment": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                 *       "session": "0190a000-0000-7000-8000-000000000010",
                 *       "method": "CASH",
                 *       "amount": "1750.00",
                 *       "reference": "TX-123"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    sales_header: string;
                    session?: string | null;
                    /** Format: uuid */
                    sales_payment_id?: string;
                    /** @enum {string} */
                    method: "CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER";
                    /** @description A decimal amount. */
                    amount: string | number;
                    reference?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sales_payment_id": "0190a000-0000-7000-8000-000000000013",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "sales_refund": null,
                     *       "session": "0190a000-0000-7000-8000-000000000010",
                     *       "method": "CASH",
                     *       "amount": "1750.00",
                     *       "foreign": null,
                     *       "reference": "TX-123",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "change": "0.00",
                     *       "remaining_balance": "0.00",
                     *       "status": "COMPLETED"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_payment_id: string;
                        sales_header: string | null;
                        sales_refund: string | null;
                        session: string | null;
                        /** @enum {string} */
                        method: "CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER";
                        /** Format: decimal */
                        amount: string;
                        foreign: {
                            currency: string;
                            /** Format: decimal */
                            amount: string;
                            /** Format: decimal */
                            rate: string;
                            rate_sheet_version: number | null;
                        } | null;
                        reference: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: decimal */
                        change: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        /** @enum {string} */
                        status: "PENDING" | "CONFIRMED" | "COMPLETED" | "CANCELLED" | "EXPIRED" | "VOIDED" | "PARTIALLY_REFUNDED" | "REFUNDED";
                    };
                };
            };
        };
    };
    "orders.splitPayment": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                 *       "session": "0190a000-0000-7000-8000-000000000010",
                 *       "payments": [
                 *         {
                 *           "method": "CASH",
                 *           "amount": 500
                 *         },
                 *         {
                 *           "method": "CARD",
                 *           "amount": 1250,
                 *           "reference": "TX-123"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    sales_header: string;
                    session?: string | null;
                    payments: {
                        /** Format: uuid */
                        sales_payment_id?: string;
                        /** @enum {string} */
                        method: "CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER";
                        /** @description A decimal amount. */
                        amount: string | number;
                        reference?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "sales_payment_id": "0190a000-0000-7000-8000-000000000013",
                     *         "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *         "sales_refund": null,
                     *         "session": "0190a000-0000-7000-8000-000000000010",
                     *         "method": "CASH",
                     *         "amount": "500.00",
                     *         "foreign": null,
                     *         "reference": "TX-123",
                     *         "created_at": "2026-01-31T12:00:00Z",
                     *         "change": "0.00",
                     *         "remaining_balance": "1250.00",
                     *         "status": "CONFIRMED"
                     *       },
                     *       {
                     *         "sales_payment_id": "0190a000-0000-7000-8000-000000000013",
                     *         "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *         "sales_refund": null,
                     *         "session": "0190a000-0000-7000-8000-000000000010",
                     *         "method": "CARD",
                     *         "amount": "1250.00",
                     *         "foreign": null,
                     *         "reference": "TX-123",
                     *         "created_at": "2026-01-31T12:00:00Z",
                     *         "change": "0.00",
                     *         "remaining_balance": "0.00",
                     *         "status": "COMPLETED"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_payment_id: string;
                        sales_header: string | null;
                        sales_refund: string | null;
                        session: string | null;
                        /** @enum {string} */
                        method: "CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER";
                        /** Format: decimal */
                        amount: string;
                        foreign: {
                            currency: string;
                            /** Format: decimal */
                            amount: string;
                            /** Format: decimal */
                            rate: string;
                            rate_sheet_version: number | null;
                        } | null;
                        reference: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: decimal */
                        change: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        /** @enum {string} */
                        status: "PENDING" | "CONFIRMED" | "COMPLETED" | "CANCELLED" | "EXPIRED" | "VOIDED" | "PARTIALLY_REFUNDED" | "REFUNDED";
                    }[];
                };
            };
        };
    };
    "orders.findPayment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000013 */
                sales_payment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sales_payment_id": "0190a000-0000-7000-8000-000000000013",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "sales_refund": null,
                     *       "session": "0190a000-0000-7000-8000-000000000010",
                     *       "method": "CASH",
                     *       "amount": "1750.00",
                     *       "foreign": null,
                     *       "reference": "TX-123",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_payment_id: string;
                        sales_header: string | null;
                        sales_refund: string | null;
                        session: string | null;
                        /** @enum {string} */
                        method: "CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER";
                        /** Format: decimal */
                        amount: string;
                        foreign: {
                            currency: string;
                            /** Format: decimal */
                            amount: string;
                            /** Format: decimal */
                            rate: string;
                            rate_sheet_version: number | null;
                        } | null;
                        reference: string | null;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "orders.listUnmatchedPayments": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -received_at */
                ordering?: "received_at" | "-received_at";
                sales_header?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "payment_attempt_id": "0190a000-0000-7000-8000-000000000022",
                     *         "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *         "amount": "1750.00",
                     *         "currency": "KES",
                     *         "method": "MOBILE",
                     *         "provider": "SIMULATOR",
                     *         "reference": "TX-123",
                     *         "why": "order_unknown",
                     *         "received_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        payment_attempt_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        /** Format: decimal */
                        amount: string;
                        currency: string;
                        method: string;
                        provider: string;
                        reference: string;
                        /** @enum {string} */
                        why: "order_unknown" | "order_cancelled" | "order_voided" | "order_settled" | "amount_differs";
                        /** Format: date-time */
                        received_at: string;
                    }[];
                };
            };
        };
    };
    "orders.salesToday": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "total_sales": "1750.00"
                     *     }
                     */
                    "application/json": {
                        /** Format: decimal */
                        total_sales: string;
                    };
                };
            };
        };
    };
    "orders.checkout": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "product_id": "0190a000-0000-7000-8000-000000000005",
                 *           "qty": "1",
                 *           "price": "1750.00"
                 *         }
                 *       ],
                 *       "payment_method": "CASH",
                 *       "phone": "0712 345 678"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    sales_header_id?: string;
                    customer?: string | null;
                    items: {
                        /** Format: uuid */
                        product_id: string;
                        unit_id?: string | null;
                        /** @description A decimal amount. */
                        qty: string | number;
                        /** @description A decimal amount. */
                        price?: string | number;
                    }[];
                    /** @enum {string} */
                    payment_method: "CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER";
                    phone?: string;
                    email?: string;
                    /** Format: uuid */
                    anonymous_customer_id?: string;
                    terminal_id?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sales_header_id": "0190a000-0000-7000-8000-000000000011",
                     *       "order_number": "SO-1A2B3C4D",
                     *       "receipt_number": "T1-000164",
                     *       "receipt_id": "0190a000-0000-7000-8000-000000000011",
                     *       "customer_id": "0190a000-0000-7000-8000-000000000016",
                     *       "anonymous_customer_id": null,
                     *       "total_price": "1750.00",
                     *       "status": "COMPLETED",
                     *       "expires_at": "2026-01-31T12:15:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_header_id: string;
                        order_number: string;
                        receipt_number: string | null;
                        receipt_id: string | null;
                        customer_id: string | null;
                        anonymous_customer_id: string | null;
                        /** Format: decimal */
                        total_price: string;
                        /** @enum {string} */
                        status: "PENDING" | "CONFIRMED" | "COMPLETED" | "CANCELLED" | "EXPIRED" | "VOIDED" | "PARTIALLY_REFUNDED" | "REFUNDED";
                        expires_at: string | null;
                    };
                };
            };
        };
    };
    "orders.currentRateSheet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "version": 3,
                     *       "currency": "KES",
                     *       "rates": [
                     *         {
                     *           "currency": "EUR",
                     *           "rate": "140.5",
                     *           "smallest": "5.00"
                     *         },
                     *         {
                     *           "currency": "USD",
                     *           "rate": "129.25",
                     *           "smallest": "1.00"
                     *         }
                     *       ],
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        version: number;
                        currency: string;
                        rates: {
                            currency: string;
                            /** Format: decimal */
                            rate: string;
                            /** Format: decimal */
                            smallest: string;
                        }[];
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "orders.publishRateSheet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "rates": [
                 *         {
                 *           "currency": "EUR",
                 *           "rate": "140.5",
                 *           "smallest": "5.00"
                 *         },
                 *         {
                 *           "currency": "USD",
                 *           "rate": "129.25"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    rates: {
                        currency: string;
                        /** @description A decimal amount. */
                        rate: string | number;
                        /** @description A decimal amount. */
                        smallest?: string | number;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "version": 3,
                     *       "currency": "KES",
                     *       "rates": [
                     *         {
                     *           "currency": "EUR",
                     *           "rate": "140.5",
                     *           "smallest": "5.00"
                     *         },
                     *         {
                     *           "currency": "USD",
                     *           "rate": "129.25",
                     *           "smallest": "1.00"
                     *         }
                     *       ],
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        version: number;
                        currency: string;
                        rates: {
                            currency: string;
                            /** Format: decimal */
                            rate: string;
                            /** Format: decimal */
                            smallest: string;
                        }[];
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "orders.findRateSheet": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 3 */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "version": 3,
                     *       "currency": "KES",
                     *       "rates": [
                     *         {
                     *           "currency": "EUR",
                     *           "rate": "140.5",
                     *           "smallest": "5.00"
                     *         },
                     *         {
                     *           "currency": "USD",
                     *           "rate": "129.25",
                     *           "smallest": "1.00"
                     *         }
                     *       ],
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        version: number;
                        currency: string;
                        rates: {
                            currency: string;
                            /** Format: decimal */
                            rate: string;
                            /** Format: decimal */
                            smallest: string;
                        }[];
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "orders.listReceipts": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -payment_date */
                ordering?: "payment_date" | "-payment_date";
                sales_header?: string;
                receipt_number?: string;
                customer?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "receipt_id": "0190a000-0000-7000-8000-000000000011",
                     *         "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *         "receipt_number": "T1-000164",
                     *         "total_amount": "1750.00",
                     *         "amount_paid": "1750.00",
                     *         "payment_date": "2026-01-31T12:00:00Z",
                     *         "customer": "0190a000-0000-7000-8000-000000000016",
                     *         "link_token": "P1QFVW67M6RR7R6T",
                     *         "text": "MAMA NJERI STORES\nMug 1 x 1750.00"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        receipt_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        receipt_number: string;
                        /** Format: decimal */
                        total_amount: string;
                        /** Format: decimal */
                        amount_paid: string;
                        /** Format: date-time */
                        payment_date: string;
                        customer: string | null;
                        link_token: string;
                        text: string;
                    }[];
                };
            };
        };
    };
    "orders.findReceipt": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000011 */
                receipt_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "receipt_id": "0190a000-0000-7000-8000-000000000011",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "receipt_number": "T1-000164",
                     *       "total_amount": "1750.00",
                     *       "amount_paid": "1750.00",
                     *       "payment_date": "2026-01-31T12:00:00Z",
                     *       "customer": "0190a000-0000-7000-8000-000000000016",
                     *       "link_token": "P1QFVW67M6RR7R6T",
                     *       "text": "MAMA NJERI STORES\nMug 1 x 1750.00"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        receipt_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        receipt_number: string;
                        /** Format: decimal */
                        total_amount: string;
                        /** Format: decimal */
                        amount_paid: string;
                        /** Format: date-time */
                        payment_date: string;
                        customer: string | null;
                        link_token: string;
                        text: string;
                    };
                };
            };
        };
    };
    "orders.linkReceipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "receipt_id": "0190a000-0000-7000-8000-000000000011",
                 *       "customer": "0190a000-0000-7000-8000-000000000016"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    receipt_id: string;
                    /** Format: uuid */
                    customer: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "receipt_id": "0190a000-0000-7000-8000-000000000011",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "receipt_number": "T1-000164",
                     *       "total_amount": "1750.00",
                     *       "amount_paid": "1750.00",
                     *       "payment_date": "2026-01-31T12:00:00Z",
                     *       "customer": "0190a000-0000-7000-8000-000000000016",
                     *       "link_token": "P1QFVW67M6RR7R6T",
                     *       "text": "MAMA NJERI STORES\nMug 1 x 1750.00"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        receipt_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        receipt_number: string;
                        /** Format: decimal */
                        total_amount: string;
                        /** Format: decimal */
                        amount_paid: string;
                        /** Format: date-time */
                        payment_date: string;
                        customer: string | null;
                        link_token: string;
                        text: string;
                    };
                };
            };
        };
    };
    "orders.linkReceiptByToken": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "link_token": "P1QF-VW67-M6RR-7R6T",
                 *       "customer": "0190a000-0000-7000-8000-000000000016"
                 *     }
                 */
                "application/json": {
                    link_token: string;
                    /** Format: uuid */
                    customer: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "receipt_id": "0190a000-0000-7000-8000-000000000011",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "receipt_number": "T1-000164",
                     *       "total_amount": "1750.00",
                     *       "amount_paid": "1750.00",
                     *       "payment_date": "2026-01-31T12:00:00Z",
                     *       "customer": "0190a000-0000-7000-8000-000000000016",
                     *       "link_token": "P1QFVW67M6RR7R6T",
                     *       "text": "MAMA NJERI STORES\nMug 1 x 1750.00"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        receipt_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        receipt_number: string;
                        /** Format: decimal */
                        total_amount: string;
                        /** Format: decimal */
                        amount_paid: string;
                        /** Format: date-time */
                        payment_date: string;
                        customer: string | null;
                        link_token: string;
                        text: string;
                    };
                };
            };
        };
    };
    "orders.listStoreCredits": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @example -issued_at */
                ordering?: "issued_at" | "-issued_at" | "balance" | "-balance";
                customer?: string;
                sales_refund?: string;
                /** @example true */
                is_open?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "store_credit_id": "0190a000-0000-7000-8000-000000000040",
                     *         "code": "HPY2-5375-6D4V-C",
                     *         "currency": "KES",
                     *         "issued": "500.00",
                     *         "spent": "320.00",
                     *         "returned": "0.00",
                     *         "balance": "180.00",
                     *         "customer": "0190a000-0000-7000-8000-000000000016",
                     *         "sales_refund": "0190a000-0000-7000-8000-000000000015",
                     *         "issued_at": "2026-01-31T12:05:00Z",
                     *         "expires_at": "2027-01-31T12:05:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        store_credit_id: string;
                        code: string;
                        currency: string;
                        /** Format: decimal */
                        issued: string;
                        /** Format: decimal */
                        spent: string;
                        /** Format: decimal */
                        returned: string;
                        /** Format: decimal */
                        balance: string;
                        customer: string | null;
                        sales_refund: string | null;
                        issued_at: string | null;
                        expires_at: string | null;
                    }[];
                };
            };
        };
    };
    "orders.findStoreCredit": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000040 */
                store_credit_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "store_credit_id": "0190a000-0000-7000-8000-000000000040",
                     *       "code": "HPY2-5375-6D4V-C",
                     *       "currency": "KES",
                     *       "issued": "500.00",
                     *       "spent": "320.00",
                     *       "returned": "0.00",
                     *       "balance": "180.00",
                     *       "customer": "0190a000-0000-7000-8000-000000000016",
                     *       "sales_refund": "0190a000-0000-7000-8000-000000000015",
                     *       "issued_at": "2026-01-31T12:05:00Z",
                     *       "expires_at": "2027-01-31T12:05:00Z",
                     *       "entries": [
                     *         {
                     *           "number": 2,
                     *           "kind": "SPENT",
                     *           "amount": "320.00",
                     *           "balance": "180.00",
                     *           "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *           "sales_refund": null,
                     *           "sales_payment": "0190a000-0000-7000-8000-000000000013",
                     *           "created_by": "0190a000-0000-7000-8000-000000000003",
                     *           "occurred_at": "2026-02-02T09:30:00Z"
                     *         },
                     *         {
                     *           "number": 1,
                     *           "kind": "ISSUED",
                     *           "amount": "500.00",
                     *           "balance": "500.00",
                     *           "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *           "sales_refund": "0190a000-0000-7000-8000-000000000015",
                     *           "sales_payment": null,
                     *           "created_by": "0190a000-0000-7000-8000-000000000002",
                     *           "occurred_at": "2026-01-31T12:05:00Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        store_credit_id: string;
                        code: string;
                        currency: string;
                        /** Format: decimal */
                        issued: string;
                        /** Format: decimal */
                        spent: string;
                        /** Format: decimal */
                        returned: string;
                        /** Format: decimal */
                        balance: string;
                        customer: string | null;
                        sales_refund: string | null;
                        issued_at: string | null;
                        expires_at: string | null;
                        entries: {
                            number: number;
                            /** @enum {string} */
                            kind: "ISSUED" | "SPENT" | "RETURNED";
                            /** Format: decimal */
                            amount: string;
                            /** Format: decimal */
                            balance: string;
                            sales_header: string | null;
                            sales_refund: string | null;
                            sales_payment: string | null;
                            created_by: string | null;
                            /** Format: date-time */
                            occurred_at: string;
                        }[];
                    };
                };
            };
        };
    };
    "orders.findStoreCreditByCode": {
        parameters: {
            query: {
                /** @example HPY2-5375-6D4V-C */
                code: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "store_credit_id": "0190a000-0000-7000-8000-000000000040",
                     *       "code": "HPY2-5375-6D4V-C",
                     *       "currency": "KES",
                     *       "balance": "180.00",
                     *       "expires_at": "2027-01-31T12:05:00Z",
                     *       "is_spendable": true
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        store_credit_id: string;
                        code: string;
                        currency: string;
                        /** Format: decimal */
                        balance: string;
                        expires_at: string | null;
                        is_spendable: boolean;
                    };
                };
            };
        };
    };
    "orders.listSalePromotions": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -sales_header */
                ordering?: "sales_header" | "-sales_header";
                sales_header?: string;
                /** @example 0190a000-0000-7000-8000-000000000042 */
                promotion?: string;
                coupon?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *         "line_number": 1,
                     *         "promotion": "0190a000-0000-7000-8000-000000000042",
                     *         "name": "Three mugs for 4500",
                     *         "coupon": "MUGS3",
                     *         "amount": "750.00"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        sales_header: string;
                        line_number: number;
                        /** Format: uuid */
                        promotion: string;
                        name: string | null;
                        coupon: string | null;
                        /** Format: decimal */
                        amount: string;
                    }[];
                };
            };
        };
    };
    "orders.decideParked": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example 0190a000-0000-7000-8000-000000000028 */
                operation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "decision_id": "0190a000-0000-7000-8000-000000000044",
                 *       "register": "0190a000-0000-7000-8000-000000000004",
                 *       "decision": "VOIDED",
                 *       "reason": "The customer came back for the money"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    decision_id?: string;
                    /** Format: uuid */
                    register: string;
                    /** @enum {string} */
                    decision: "VOIDED" | "ACCEPTED";
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "decision_id": "0190a000-0000-7000-8000-000000000044",
                     *       "register": "0190a000-0000-7000-8000-000000000004",
                     *       "operation": "0190a000-0000-7000-8000-000000000028",
                     *       "decision": "VOIDED",
                     *       "amended_by": null,
                     *       "reason": "The customer came back for the money",
                     *       "decided_by": "0190a000-0000-7000-8000-000000000002",
                     *       "decided_at": "2026-01-31T12:00:00Z",
                     *       "way": "OFFICE",
                     *       "is_fit": true,
                     *       "recorded_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        decision_id: string;
                        /** Format: uuid */
                        register: string;
                        /** Format: uuid */
                        operation: string;
                        /** @enum {string} */
                        decision: "VOIDED" | "ACCEPTED" | "AMENDED";
                        amended_by: string | null;
                        reason: string;
                        /** Format: uuid */
                        decided_by: string;
                        /** Format: date-time */
                        decided_at: string;
                        /** @enum {string} */
                        way: "REGISTER" | "OFFICE";
                        is_fit: boolean;
                        /** Format: date-time */
                        recorded_at: string;
                    };
                };
            };
        };
    };
    "orders.listDecisions": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -decided_at */
                ordering?: "decided_at" | "-decided_at";
                /** @example 0190a000-0000-7000-8000-000000000028 */
                operation?: string;
                register?: string;
                decided_by?: string;
                is_fit?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "decision_id": "0190a000-0000-7000-8000-000000000044",
                     *         "register": "0190a000-0000-7000-8000-000000000004",
                     *         "operation": "0190a000-0000-7000-8000-000000000028",
                     *         "decision": "VOIDED",
                     *         "amended_by": null,
                     *         "reason": "The customer came back for the money",
                     *         "decided_by": "0190a000-0000-7000-8000-000000000002",
                     *         "decided_at": "2026-01-31T12:00:00Z",
                     *         "way": "OFFICE",
                     *         "is_fit": true,
                     *         "recorded_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        decision_id: string;
                        /** Format: uuid */
                        register: string;
                        /** Format: uuid */
                        operation: string;
                        /** @enum {string} */
                        decision: "VOIDED" | "ACCEPTED" | "AMENDED";
                        amended_by: string | null;
                        reason: string;
                        /** Format: uuid */
                        decided_by: string;
                        /** Format: date-time */
                        decided_at: string;
                        /** @enum {string} */
                        way: "REGISTER" | "OFFICE";
                        is_fit: boolean;
                        /** Format: date-time */
                        recorded_at: string;
                    }[];
                };
            };
        };
    };
    "orders.findDecided": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "operations": [
                 *         "0190a000-0000-7000-8000-000000000028"
                 *       ]
                 *     }
                 */
                "application/json": {
                    operations: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "decisions": [
                     *         {
                     *           "operation": "0190a000-0000-7000-8000-000000000028",
                     *           "decision": "VOIDED",
                     *           "reason": "The customer came back for the money",
                     *           "decided_by": "0190a000-0000-7000-8000-000000000002"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        decisions: {
                            /** Format: uuid */
                            operation: string;
                            /** @enum {string} */
                            decision: "VOIDED" | "ACCEPTED" | "AMENDED";
                            reason: string;
                            /** Format: uuid */
                            decided_by: string;
                        }[];
                    };
                };
            };
        };
    };
    "orders.listRegisters": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -name */
                ordering?: "name" | "-name";
                /** @example till */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "register_id": "0190a000-0000-7000-8000-000000000004",
                     *         "name": "Till 1",
                     *         "location": "0190a000-0000-7000-8000-000000000008",
                     *         "epoch": 1,
                     *         "last_seq": 1,
                     *         "is_enrolled": true,
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        register_id: string;
                        name: string;
                        location: string | null;
                        epoch: number;
                        last_seq: number;
                        is_enrolled: boolean;
                        /** Format: date-time */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    "orders.createRegister": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Till 1",
                 *       "location": "0190a000-0000-7000-8000-000000000008"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    register_id?: string;
                    name: string;
                    /** Format: uuid */
                    location?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "register_id": "0190a000-0000-7000-8000-000000000004",
                     *       "enrolment_code": "K7QM-2XVD-P4TR",
                     *       "expires_at": "2026-01-31T12:15:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        register_id: string;
                        enrolment_code: string;
                        /** Format: date-time */
                        expires_at: string;
                    };
                };
            };
        };
    };
    "orders.renewEnrolmentCode": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000004 */
                register_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "register_id": "0190a000-0000-7000-8000-000000000004",
                     *       "enrolment_code": "K7QM-2XVD-P4TR",
                     *       "expires_at": "2026-01-31T12:15:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        register_id: string;
                        enrolment_code: string;
                        /** Format: date-time */
                        expires_at: string;
                    };
                };
            };
        };
    };
    "orders.enrol": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enrolment_code": "K7QM-2XVD-P4TR"
                 *     }
                 */
                "application/json": {
                    enrolment_code: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "register_id": "0190a000-0000-7000-8000-000000000004",
                     *       "tenant_id": "0190a000-0000-7000-8000-000000000001",
                     *       "name": "Till 1",
                     *       "epoch": 1,
                     *       "device_key": "dk_9tq2mF4kV7wZ1xB6"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        register_id: string;
                        /** Format: uuid */
                        tenant_id: string;
                        name: string;
                        epoch: number;
                        device_key: string;
                    };
                };
            };
        };
    };
    "orders.lease": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000004 */
                register_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "register_id": "0190a000-0000-7000-8000-000000000004",
                     *       "epoch": 1,
                     *       "fencing": 1,
                     *       "last_seq": 1,
                     *       "expires_at": "2026-01-31T12:15:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        register_id: string;
                        epoch: number;
                        fencing: number;
                        last_seq: number;
                        /** Format: date-time */
                        expires_at: string;
                    };
                };
            };
        };
    };
    "orders.push": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "register_id": "0190a000-0000-7000-8000-000000000004",
                 *       "epoch": 1,
                 *       "fencing": 1,
                 *       "operations": [
                 *         {
                 *           "seq": 1,
                 *           "id": "0190a000-0000-7000-8000-000000000028",
                 *           "occurred_at": "2026-01-31T12:00:00Z",
                 *           "kind": "sale",
                 *           "body": {
                 *             "receipt_number": "T1-000164",
                 *             "currency": "KES",
                 *             "price_book_version": 1,
                 *             "rules_version": 1,
                 *             "lines": [
                 *               {
                 *                 "product": "0190a000-0000-7000-8000-000000000005",
                 *                 "sku": "KIT-00001",
                 *                 "name": "Mug",
                 *                 "quantity": "1",
                 *                 "unit_price": "1750.00",
                 *                 "tax_code": "STD",
                 *                 "tax": "241.38",
                 *                 "total": "1750.00"
                 *               }
                 *             ],
                 *             "tax": "241.38",
                 *             "total": "1750.00",
                 *             "payments": [
                 *               {
                 *                 "sales_payment_id": "0190a000-0000-7000-8000-000000000013",
                 *                 "method": "CASH",
                 *                 "amount": "2000.00"
                 *               }
                 *             ],
                 *             "change": "250.00"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    register_id: string;
                    epoch: number;
                    fencing: number;
                    operations: {
                        seq: number;
                        /** Format: uuid */
                        id: string;
                        /**
                         * Format: date-time
                         * @description RFC 3339 with an offset of at most 14:00, a day that exists, years 1900 to 2999, no second 60
                         */
                        occurred_at: string;
                        kind: string;
                        body: {
                            /** Format: uuid */
                            user_client?: string;
                            receipt_number: string;
                            currency: string;
                            price_book_version: number;
                            rules_version: number;
                            customer?: string | null;
                            session?: string | null;
                            /** Format: uuid */
                            cashier?: string;
                            lines: {
                                /** Format: uuid */
                                product: string;
                                sku: string;
                                name: string;
                                /** @description A decimal amount. */
                                quantity: string | number;
                                /** @description A decimal amount. */
                                unit_price: string | number;
                                /** @description A decimal amount. */
                                discount?: string | number;
                                tax_code: string;
                                /** @description A decimal amount. */
                                tax: string | number;
                                /** @description A decimal amount. */
                                total: string | number;
                                category?: string | null;
                                is_promotable?: boolean;
                            }[];
                            /** @description A decimal amount. */
                            discount?: string | number;
                            promotions?: {
                                version: number;
                                /**
                                 * Format: date-time
                                 * @description RFC 3339 with an offset of at most 14:00, a day that exists, years 1900 to 2999, no second 60
                                 */
                                reckoned_at: string;
                                coupons?: string[];
                                takes: {
                                    /** Format: uuid */
                                    promotion: string;
                                    coupon?: string;
                                    lines: {
                                        line_number: number;
                                        /** @description A decimal amount. */
                                        amount: string | number;
                                    }[];
                                }[];
                            };
                            /** @description A decimal amount. */
                            tax: string | number;
                            /** @description A decimal amount. */
                            rounding?: string | number;
                            /** @description A decimal amount. */
                            total: string | number;
                            payments: {
                                /** Format: uuid */
                                sales_payment_id: string;
                                /** @enum {string} */
                                method: "CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER";
                                /** @description A decimal amount. */
                                amount: string | number;
                                reference?: string;
                                foreign?: {
                                    currency: string;
                                    /** @description A decimal amount. */
                                    amount: string | number;
                                    /** @description A decimal amount. */
                                    rate?: string | number;
                                    rate_sheet_version?: number;
                                };
                            }[];
                            /** @description A decimal amount. */
                            change?: string | number;
                            note?: string;
                            /** @enum {string} */
                            source?: "REGISTER" | "IMPORT";
                            approval?: string;
                            approvals?: {
                                /** @enum {string} */
                                action: "DISCOUNT" | "PRICE_OVERRIDE" | "VOID" | "REFUND_WITHOUT_SALE" | "RETURN_WINDOW" | "RETURN_WITHOUT_RECEIPT" | "EXCHANGE" | "REFUND" | "PAY_OUT" | "NO_SALE";
                                /** Format: uuid */
                                approver: string;
                                /**
                                 * Format: date-time
                                 * @description RFC 3339 with an offset of at most 14:00, a day that exists, years 1900 to 2999, no second 60
                                 */
                                approved_at: string;
                                token?: string;
                            }[];
                        } | {
                            /** Format: uuid */
                            user_client?: string;
                            receipt_number: string;
                            sales_header: string | null;
                            sale_receipt_number?: string;
                            currency: string;
                            customer?: string | null;
                            session?: string | null;
                            /** Format: uuid */
                            cashier?: string;
                            /** @enum {string} */
                            reason: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                            note?: string;
                            lines: {
                                sale_line_number?: number;
                                /** Format: uuid */
                                product: string;
                                sku: string;
                                name: string;
                                /** @description A decimal amount. */
                                quantity: string | number;
                                tax_code: string;
                                /** @description A decimal amount. */
                                tax: string | number;
                                /** @description A decimal amount. */
                                total: string | number;
                                is_restocked?: boolean;
                            }[];
                            /** @description A decimal amount. */
                            tax: string | number;
                            /** @description A decimal amount. */
                            rounding?: string | number;
                            /** @description A decimal amount. */
                            total: string | number;
                            payments: {
                                /** Format: uuid */
                                sales_payment_id: string;
                                /** @enum {string} */
                                method: "CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER";
                                /** @description A decimal amount. */
                                amount: string | number;
                                reference?: string;
                            }[];
                            /** @enum {string} */
                            source?: "REGISTER" | "IMPORT";
                            approval?: string;
                            approvals?: {
                                /** @enum {string} */
                                action: "DISCOUNT" | "PRICE_OVERRIDE" | "VOID" | "REFUND_WITHOUT_SALE" | "RETURN_WINDOW" | "RETURN_WITHOUT_RECEIPT" | "EXCHANGE" | "REFUND" | "PAY_OUT" | "NO_SALE";
                                /** Format: uuid */
                                approver: string;
                                /**
                                 * Format: date-time
                                 * @description RFC 3339 with an offset of at most 14:00, a day that exists, years 1900 to 2999, no second 60
                                 */
                                approved_at: string;
                                token?: string;
                            }[];
                        } | {
                            /** Format: uuid */
                            user_client?: string;
                            /** Format: uuid */
                            sales_header: string;
                            session?: string | null;
                            /** Format: uuid */
                            cashier?: string;
                            reason: string;
                            approvals?: {
                                /** @enum {string} */
                                action: "DISCOUNT" | "PRICE_OVERRIDE" | "VOID" | "REFUND_WITHOUT_SALE" | "RETURN_WINDOW" | "RETURN_WITHOUT_RECEIPT" | "EXCHANGE" | "REFUND" | "PAY_OUT" | "NO_SALE";
                                /** Format: uuid */
                                approver: string;
                                /**
                                 * Format: date-time
                                 * @description RFC 3339 with an offset of at most 14:00, a day that exists, years 1900 to 2999, no second 60
                                 */
                                approved_at: string;
                                token?: string;
                            }[];
                        } | {
                            /** Format: uuid */
                            user_client?: string;
                            /** Format: uuid */
                            session: string;
                            /** Format: uuid */
                            cashier?: string;
                            currency: string;
                            /** @description A decimal amount. */
                            opening_float: string | number;
                        } | {
                            /** Format: uuid */
                            user_client?: string;
                            /** Format: uuid */
                            session: string;
                            /** Format: uuid */
                            cashier?: string;
                            /** @description A decimal amount. */
                            closing_total: string | number;
                            denominations?: {
                                [key: string]: number;
                            };
                            foreign_totals?: {
                                currency: string;
                                /** @description A decimal amount. */
                                total: string | number;
                            }[];
                            reason?: string;
                        } | {
                            /** Format: uuid */
                            user_client?: string;
                            /** Format: uuid */
                            session: string;
                            /** Format: uuid */
                            cashier?: string;
                            /** @enum {string} */
                            kind: "PAY_IN" | "PAY_OUT" | "NO_SALE";
                            /** @description A decimal amount. */
                            amount: string | number;
                            reason: string;
                            approvals?: {
                                /** @enum {string} */
                                action: "DISCOUNT" | "PRICE_OVERRIDE" | "VOID" | "REFUND_WITHOUT_SALE" | "RETURN_WINDOW" | "RETURN_WITHOUT_RECEIPT" | "EXCHANGE" | "REFUND" | "PAY_OUT" | "NO_SALE";
                                /** Format: uuid */
                                approver: string;
                                /**
                                 * Format: date-time
                                 * @description RFC 3339 with an offset of at most 14:00, a day that exists, years 1900 to 2999, no second 60
                                 */
                                approved_at: string;
                                token?: string;
                            }[];
                        } | {
                            /** Format: uuid */
                            user_client?: string;
                            name: string;
                            email?: string | null;
                            phone?: string | null;
                            address?: string;
                            description?: string;
                            marketing_opt_in?: boolean;
                            marketing_channels?: ("SMS" | "EMAIL" | "PHONE" | "WHATSAPP" | "POST")[];
                            consent_timestamp?: string | null;
                        } | {
                            /** Format: uuid */
                            user_client?: string;
                            /** Format: uuid */
                            customer: string;
                            name?: string;
                            email?: string | null;
                            phone?: string | null;
                            address?: string;
                            description?: string;
                            marketing_opt_in?: boolean;
                            marketing_channels?: ("SMS" | "EMAIL" | "PHONE" | "WHATSAPP" | "POST")[];
                            consent_timestamp?: string | null;
                        } | {
                            /** Format: uuid */
                            operation: string;
                            /** @enum {string} */
                            decision: "VOIDED" | "ACCEPTED" | "AMENDED";
                            /** Format: uuid */
                            amended_by?: string;
                            reason?: string;
                            /** Format: uuid */
                            decided_by: string;
                        };
                        /** Format: uuid */
                        depends_on?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "register_id": "0190a000-0000-7000-8000-000000000004",
                     *       "epoch": 1,
                     *       "last_seq": 1,
                     *       "results": [
                     *         {
                     *           "seq": 1,
                     *           "id": "0190a000-0000-7000-8000-000000000028",
                     *           "outcome": "APPLIED",
                     *           "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *           "flags": []
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        register_id: string;
                        epoch: number;
                        last_seq: number;
                        results: {
                            seq: number;
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            outcome: "APPLIED" | "DUPLICATE" | "CONFLICT" | "REJECTED_NEEDS_MANAGER" | "REJECTED_TERMINAL" | "RETRY_LATER";
                            body_hash: string;
                            code?: string;
                            detail?: string;
                            flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                        }[];
                    };
                };
            };
        };
    };
    "orders.recordSale": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "register_id": "0190a000-0000-7000-8000-000000000004",
                 *       "epoch": 1,
                 *       "fencing": 1,
                 *       "seq": 1,
                 *       "id": "0190a000-0000-7000-8000-000000000028",
                 *       "occurred_at": "2026-01-31T12:00:00Z",
                 *       "body": {
                 *         "receipt_number": "T1-000164",
                 *         "currency": "KES",
                 *         "price_book_version": 1,
                 *         "rules_version": 1,
                 *         "lines": [
                 *           {
                 *             "product": "0190a000-0000-7000-8000-000000000005",
                 *             "sku": "KIT-00001",
                 *             "name": "Mug",
                 *             "quantity": "1",
                 *             "unit_price": "1750.00",
                 *             "tax_code": "STD",
                 *             "tax": "241.38",
                 *             "total": "1750.00"
                 *           }
                 *         ],
                 *         "tax": "241.38",
                 *         "total": "1750.00",
                 *         "payments": [
                 *           {
                 *             "sales_payment_id": "0190a000-0000-7000-8000-000000000013",
                 *             "method": "CASH",
                 *             "amount": "2000.00"
                 *           }
                 *         ],
                 *         "change": "250.00"
                 *       }
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    register_id: string;
                    epoch: number;
                    fencing: number;
                    seq: number;
                    /** Format: uuid */
                    id: string;
                    /**
                     * Format: date-time
                     * @description RFC 3339 with an offset of at most 14:00, a day that exists, years 1900 to 2999, no second 60
                     */
                    occurred_at: string;
                    body: {
                        /** Format: uuid */
                        user_client?: string;
                        receipt_number: string;
                        currency: string;
                        price_book_version: number;
                        rules_version: number;
                        customer?: string | null;
                        session?: string | null;
                        /** Format: uuid */
                        cashier?: string;
                        lines: {
                            /** Format: uuid */
                            product: string;
                            sku: string;
                            name: string;
                            /** @description A decimal amount. */
                            quantity: string | number;
                            /** @description A decimal amount. */
                            unit_price: string | number;
                            /** @description A decimal amount. */
                            discount?: string | number;
                            tax_code: string;
                            /** @description A decimal amount. */
                            tax: string | number;
                            /** @description A decimal amount. */
                            total: string | number;
                            category?: string | null;
                            is_promotable?: boolean;
                        }[];
                        /** @description A decimal amount. */
                        discount?: string | number;
                        promotions?: {
                            version: number;
                            /**
                             * Format: date-time
                             * @description RFC 3339 with an offset of at most 14:00, a day that exists, years 1900 to 2999, no second 60
                             */
                            reckoned_at: string;
                            coupons?: string[];
                            takes: {
                                /** Format: uuid */
                                promotion: string;
                                coupon?: string;
                                lines: {
                                    line_number: number;
                                    /** @description A decimal amount. */
                                    amount: string | number;
                                }[];
                            }[];
                        };
                        /** @description A decimal amount. */
                        tax: string | number;
                        /** @description A decimal amount. */
                        rounding?: string | number;
                        /** @description A decimal amount. */
                        total: string | number;
                        payments: {
                            /** Format: uuid */
                            sales_payment_id: string;
                            /** @enum {string} */
                            method: "CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER";
                            /** @description A decimal amount. */
                            amount: string | number;
                            reference?: string;
                            foreign?: {
                                currency: string;
                                /** @description A decimal amount. */
                                amount: string | number;
                                /** @description A decimal amount. */
                                rate?: string | number;
                                rate_sheet_version?: number;
                            };
                        }[];
                        /** @description A decimal amount. */
                        change?: string | number;
                        note?: string;
                        /** @enum {string} */
                        source?: "REGISTER" | "IMPORT";
                        approval?: string;
                        approvals?: {
                            /** @enum {string} */
                            action: "DISCOUNT" | "PRICE_OVERRIDE" | "VOID" | "REFUND_WITHOUT_SALE" | "RETURN_WINDOW" | "RETURN_WITHOUT_RECEIPT" | "EXCHANGE" | "REFUND" | "PAY_OUT" | "NO_SALE";
                            /** Format: uuid */
                            approver: string;
                            /**
                             * Format: date-time
                             * @description RFC 3339 with an offset of at most 14:00, a day that exists, years 1900 to 2999, no second 60
                             */
                            approved_at: string;
                            token?: string;
                        }[];
                    };
                };
            };
        };
        responses: {
            /** @description Known already: the first answer again. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "seq": 1,
                     *       "id": "0190a000-0000-7000-8000-000000000028",
                     *       "outcome": "APPLIED",
                     *       "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *       "flags": []
                     *     }
                     */
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        outcome: "APPLIED" | "DUPLICATE" | "CONFLICT" | "REJECTED_NEEDS_MANAGER" | "REJECTED_TERMINAL" | "RETRY_LATER";
                        body_hash: string;
                        code?: string;
                        detail?: string;
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                    };
                };
            };
            /** @description Recorded. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "seq": 1,
                     *       "id": "0190a000-0000-7000-8000-000000000028",
                     *       "outcome": "APPLIED",
                     *       "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *       "flags": []
                     *     }
                     */
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        outcome: "APPLIED" | "DUPLICATE" | "CONFLICT" | "REJECTED_NEEDS_MANAGER" | "REJECTED_TERMINAL" | "RETRY_LATER";
                        body_hash: string;
                        code?: string;
                        detail?: string;
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                    };
                };
            };
        };
    };
    "orders.recordRefund": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "register_id": "0190a000-0000-7000-8000-000000000004",
                 *       "epoch": 1,
                 *       "fencing": 1,
                 *       "seq": 1,
                 *       "id": "0190a000-0000-7000-8000-000000000028",
                 *       "occurred_at": "2026-01-31T12:00:00Z",
                 *       "body": {
                 *         "receipt_number": "T1-000165",
                 *         "sales_header": "0190a000-0000-7000-8000-000000000011",
                 *         "currency": "KES",
                 *         "reason": "DAMAGED",
                 *         "lines": [
                 *           {
                 *             "sale_line_number": 1,
                 *             "product": "0190a000-0000-7000-8000-000000000005",
                 *             "sku": "KIT-00001",
                 *             "name": "Mug",
                 *             "quantity": "1",
                 *             "tax_code": "STD",
                 *             "tax": "241.38",
                 *             "total": "1750.00",
                 *             "is_restocked": false
                 *           }
                 *         ],
                 *         "tax": "241.38",
                 *         "total": "1750.00",
                 *         "payments": [
                 *           {
                 *             "sales_payment_id": "0190a000-0000-7000-8000-000000000013",
                 *             "method": "CASH",
                 *             "amount": "1750.00"
                 *           }
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    register_id: string;
                    epoch: number;
                    fencing: number;
                    seq: number;
                    /** Format: uuid */
                    id: string;
                    /**
                     * Format: date-time
                     * @description RFC 3339 with an offset of at most 14:00, a day that exists, years 1900 to 2999, no second 60
                     */
                    occurred_at: string;
                    body: {
                        /** Format: uuid */
                        user_client?: string;
                        receipt_number: string;
                        sales_header: string | null;
                        sale_receipt_number?: string;
                        currency: string;
                        customer?: string | null;
                        session?: string | null;
                        /** Format: uuid */
                        cashier?: string;
                        /** @enum {string} */
                        reason: "DAMAGED" | "EXCESS" | "WRONG_ITEM" | "OTHER";
                        note?: string;
                        lines: {
                            sale_line_number?: number;
                            /** Format: uuid */
                            product: string;
                            sku: string;
                            name: string;
                            /** @description A decimal amount. */
                            quantity: string | number;
                            tax_code: string;
                            /** @description A decimal amount. */
                            tax: string | number;
                            /** @description A decimal amount. */
                            total: string | number;
                            is_restocked?: boolean;
                        }[];
                        /** @description A decimal amount. */
                        tax: string | number;
                        /** @description A decimal amount. */
                        rounding?: string | number;
                        /** @description A decimal amount. */
                        total: string | number;
                        payments: {
                            /** Format: uuid */
                            sales_payment_id: string;
                            /** @enum {string} */
                            method: "CASH" | "CARD" | "MOBILE" | "BANK" | "CRYPTO" | "STORE_CREDIT" | "OTHER";
                            /** @description A decimal amount. */
                            amount: string | number;
                            reference?: string;
                        }[];
                        /** @enum {string} */
                        source?: "REGISTER" | "IMPORT";
                        approval?: string;
                        approvals?: {
                            /** @enum {string} */
                            action: "DISCOUNT" | "PRICE_OVERRIDE" | "VOID" | "REFUND_WITHOUT_SALE" | "RETURN_WINDOW" | "RETURN_WITHOUT_RECEIPT" | "EXCHANGE" | "REFUND" | "PAY_OUT" | "NO_SALE";
                            /** Format: uuid */
                            approver: string;
                            /**
                             * Format: date-time
                             * @description RFC 3339 with an offset of at most 14:00, a day that exists, years 1900 to 2999, no second 60
                             */
                            approved_at: string;
                            token?: string;
                        }[];
                    };
                };
            };
        };
        responses: {
            /** @description Known already: the first answer again. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "seq": 1,
                     *       "id": "0190a000-0000-7000-8000-000000000028",
                     *       "outcome": "APPLIED",
                     *       "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *       "flags": []
                     *     }
                     */
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        outcome: "APPLIED" | "DUPLICATE" | "CONFLICT" | "REJECTED_NEEDS_MANAGER" | "REJECTED_TERMINAL" | "RETRY_LATER";
                        body_hash: string;
                        code?: string;
                        detail?: string;
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                    };
                };
            };
            /** @description Recorded. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "seq": 1,
                     *       "id": "0190a000-0000-7000-8000-000000000028",
                     *       "outcome": "APPLIED",
                     *       "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *       "flags": []
                     *     }
                     */
                    "application/json": {
                        seq: number;
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        outcome: "APPLIED" | "DUPLICATE" | "CONFLICT" | "REJECTED_NEEDS_MANAGER" | "REJECTED_TERMINAL" | "RETRY_LATER";
                        body_hash: string;
                        code?: string;
                        detail?: string;
                        flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                    };
                };
            };
        };
    };
    "orders.listParked": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -seq */
                ordering?: "seq" | "-seq";
                register_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "id": "0190a000-0000-7000-8000-000000000028",
                     *         "register_id": "0190a000-0000-7000-8000-000000000004",
                     *         "register_name": "Till 1",
                     *         "epoch": 1,
                     *         "seq": 1,
                     *         "kind": "sale",
                     *         "outcome": "REJECTED_TERMINAL",
                     *         "code": "input_invalid",
                     *         "detail": "total is missing",
                     *         "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *         "body": "{\"total\":\"1750.00\"}",
                     *         "occurred_at": "2026-01-31T12:00:00Z",
                     *         "received_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        register_id: string;
                        register_name: string;
                        epoch: number;
                        seq: number;
                        kind: string;
                        /** @enum {string} */
                        outcome: "APPLIED" | "DUPLICATE" | "CONFLICT" | "REJECTED_NEEDS_MANAGER" | "REJECTED_TERMINAL" | "RETRY_LATER";
                        code: string;
                        detail: string;
                        body_hash: string;
                        body: string;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        received_at: string;
                    }[];
                };
            };
        };
    };
    "payments.listProviders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "providers": [
                     *         {
                     *           "provider": "SIMULATOR",
                     *           "methods": [
                     *             "CARD"
                     *           ],
                     *           "is_simulated": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        providers: {
                            /** @enum {string} */
                            provider: "SIMULATOR";
                            methods: ("CARD" | "MOBILE" | "CRYPTO")[];
                            is_simulated: boolean;
                        }[];
                    };
                };
            };
        };
    };
    "payments.listAttempts": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "created_at" | "-created_at";
                sales_header?: string;
                status?: "SAVED" | "PENDING" | "UNKNOWN" | "SUCCEEDED" | "FAILED";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "payment_attempt_id": "0190a000-0000-7000-8000-000000000022",
                     *         "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *         "provider": "SIMULATOR",
                     *         "method": "CARD",
                     *         "account": "+254712345678",
                     *         "currency": "KES",
                     *         "amount": "1750.00",
                     *         "status": "SUCCEEDED",
                     *         "failure_code": null,
                     *         "provider_reference": "SIM-81",
                     *         "created_by": "0190a000-0000-7000-8000-000000000003",
                     *         "created_at": "2026-01-31T12:00:00Z",
                     *         "updated_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        payment_attempt_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        /** @enum {string} */
                        provider: "SIMULATOR";
                        /** @enum {string} */
                        method: "CARD" | "MOBILE" | "CRYPTO";
                        account: string;
                        currency: string;
                        /** Format: decimal */
                        amount: string;
                        /** @enum {string} */
                        status: "SAVED" | "PENDING" | "UNKNOWN" | "SUCCEEDED" | "FAILED";
                        failure_code: string | null;
                        provider_reference: string | null;
                        created_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    }[];
                };
            };
        };
    };
    "payments.startAttempt": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                 *       "provider": "SIMULATOR",
                 *       "method": "CARD",
                 *       "account": "+254712345678"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    payment_attempt_id?: string;
                    /** Format: uuid */
                    sales_header: string;
                    /** @enum {string} */
                    provider: "SIMULATOR";
                    /** @enum {string} */
                    method: "CARD" | "MOBILE" | "CRYPTO";
                    account: string;
                    /** @description A decimal amount. */
                    amount?: string | number;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "payment_attempt_id": "0190a000-0000-7000-8000-000000000022",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "provider": "SIMULATOR",
                     *       "method": "CARD",
                     *       "account": "+254712345678",
                     *       "currency": "KES",
                     *       "amount": "1750.00",
                     *       "status": "SUCCEEDED",
                     *       "failure_code": null,
                     *       "provider_reference": "SIM-81",
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "updated_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        payment_attempt_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        /** @enum {string} */
                        provider: "SIMULATOR";
                        /** @enum {string} */
                        method: "CARD" | "MOBILE" | "CRYPTO";
                        account: string;
                        currency: string;
                        /** Format: decimal */
                        amount: string;
                        /** @enum {string} */
                        status: "SAVED" | "PENDING" | "UNKNOWN" | "SUCCEEDED" | "FAILED";
                        failure_code: string | null;
                        provider_reference: string | null;
                        created_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
        };
    };
    "payments.findAttempt": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000022 */
                payment_attempt_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "payment_attempt_id": "0190a000-0000-7000-8000-000000000022",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "provider": "SIMULATOR",
                     *       "method": "CARD",
                     *       "account": "+254712345678",
                     *       "currency": "KES",
                     *       "amount": "1750.00",
                     *       "status": "SUCCEEDED",
                     *       "failure_code": null,
                     *       "provider_reference": "SIM-81",
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "updated_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        payment_attempt_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        /** @enum {string} */
                        provider: "SIMULATOR";
                        /** @enum {string} */
                        method: "CARD" | "MOBILE" | "CRYPTO";
                        account: string;
                        currency: string;
                        /** Format: decimal */
                        amount: string;
                        /** @enum {string} */
                        status: "SAVED" | "PENDING" | "UNKNOWN" | "SUCCEEDED" | "FAILED";
                        failure_code: string | null;
                        provider_reference: string | null;
                        created_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
        };
    };
    "payments.checkAttempt": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000022 */
                payment_attempt_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "payment_attempt_id": "0190a000-0000-7000-8000-000000000022",
                     *       "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *       "provider": "SIMULATOR",
                     *       "method": "CARD",
                     *       "account": "+254712345678",
                     *       "currency": "KES",
                     *       "amount": "1750.00",
                     *       "status": "SUCCEEDED",
                     *       "failure_code": null,
                     *       "provider_reference": "SIM-81",
                     *       "created_by": "0190a000-0000-7000-8000-000000000003",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "updated_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        payment_attempt_id: string;
                        /** Format: uuid */
                        sales_header: string;
                        /** @enum {string} */
                        provider: "SIMULATOR";
                        /** @enum {string} */
                        method: "CARD" | "MOBILE" | "CRYPTO";
                        account: string;
                        currency: string;
                        /** Format: decimal */
                        amount: string;
                        /** @enum {string} */
                        status: "SAVED" | "PENDING" | "UNKNOWN" | "SUCCEEDED" | "FAILED";
                        failure_code: string | null;
                        provider_reference: string | null;
                        created_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
        };
    };
    "purchasing.listSuppliers": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "name" | "-name" | "created_at" | "-created_at";
                /** @example tea */
                search?: string;
                email?: string;
                phone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "supplier_id": "0190a000-0000-7000-8000-000000000029",
                     *         "name": "Kericho Tea Traders",
                     *         "email": "orders@kericho.example",
                     *         "phone": "+254700000001",
                     *         "address": "Moi Avenue 7, Nairobi",
                     *         "description": "",
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        supplier_id: string;
                        name: string;
                        email: string | null;
                        phone: string | null;
                        address: string;
                        description: string;
                        /** Format: date-time */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    "purchasing.createSupplier": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Kericho Tea Traders",
                 *       "email": "orders@kericho.example",
                 *       "phone": "+254700000001",
                 *       "address": "Moi Avenue 7, Nairobi"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    supplier_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    name: string;
                    email?: string | null;
                    phone?: string | null;
                    address?: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "supplier_id": "0190a000-0000-7000-8000-000000000029",
                     *       "name": "Kericho Tea Traders",
                     *       "email": "orders@kericho.example",
                     *       "phone": "+254700000001",
                     *       "address": "Moi Avenue 7, Nairobi",
                     *       "description": "",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        supplier_id: string;
                        name: string;
                        email: string | null;
                        phone: string | null;
                        address: string;
                        description: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.findSupplier": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000029 */
                supplier_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "supplier_id": "0190a000-0000-7000-8000-000000000029",
                     *       "name": "Kericho Tea Traders",
                     *       "email": "orders@kericho.example",
                     *       "phone": "+254700000001",
                     *       "address": "Moi Avenue 7, Nairobi",
                     *       "description": "",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        supplier_id: string;
                        name: string;
                        email: string | null;
                        phone: string | null;
                        address: string;
                        description: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.replaceSupplier": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000029 */
                supplier_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Kericho Tea Traders",
                 *       "email": "orders@kericho.example",
                 *       "phone": "+254700000001",
                 *       "address": "Moi Avenue 7, Nairobi"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    name: string;
                    email?: string | null;
                    phone?: string | null;
                    address?: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "supplier_id": "0190a000-0000-7000-8000-000000000029",
                     *       "name": "Kericho Tea Traders",
                     *       "email": "orders@kericho.example",
                     *       "phone": "+254700000001",
                     *       "address": "Moi Avenue 7, Nairobi",
                     *       "description": "",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        supplier_id: string;
                        name: string;
                        email: string | null;
                        phone: string | null;
                        address: string;
                        description: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.deleteSupplier": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000029 */
                supplier_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "purchasing.changeSupplier": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000029 */
                supplier_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "phone": "+254700000002"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    name?: string;
                    email?: string | null;
                    phone?: string | null;
                    address?: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "supplier_id": "0190a000-0000-7000-8000-000000000029",
                     *       "name": "Kericho Tea Traders",
                     *       "email": "orders@kericho.example",
                     *       "phone": "+254700000001",
                     *       "address": "Moi Avenue 7, Nairobi",
                     *       "description": "",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        supplier_id: string;
                        name: string;
                        email: string | null;
                        phone: string | null;
                        address: string;
                        description: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.listPaymentOptions": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "name" | "-name" | "created_at" | "-created_at";
                /** @example cash */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "payment_option_id": "0190a000-0000-7000-8000-000000000030",
                     *         "name": "Cash",
                     *         "description": "Out of the drawer",
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        payment_option_id: string;
                        name: string;
                        description: string;
                        /** Format: date-time */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    "purchasing.createPaymentOption": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Cash",
                 *       "description": "Out of the drawer"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    payment_option_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    name: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "payment_option_id": "0190a000-0000-7000-8000-000000000030",
                     *       "name": "Cash",
                     *       "description": "Out of the drawer",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        payment_option_id: string;
                        name: string;
                        description: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.findPaymentOption": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000030 */
                payment_option_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "payment_option_id": "0190a000-0000-7000-8000-000000000030",
                     *       "name": "Cash",
                     *       "description": "Out of the drawer",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        payment_option_id: string;
                        name: string;
                        description: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.replacePaymentOption": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000030 */
                payment_option_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Cash",
                 *       "description": "Out of the drawer"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    name: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "payment_option_id": "0190a000-0000-7000-8000-000000000030",
                     *       "name": "Cash",
                     *       "description": "Out of the drawer",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        payment_option_id: string;
                        name: string;
                        description: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.deletePaymentOption": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000030 */
                payment_option_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "purchasing.changePaymentOption": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000030 */
                payment_option_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "description": "Out of the safe"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    name?: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "payment_option_id": "0190a000-0000-7000-8000-000000000030",
                     *       "name": "Cash",
                     *       "description": "Out of the drawer",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        payment_option_id: string;
                        name: string;
                        description: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.listExpenseCategories": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "name" | "-name" | "created_at" | "-created_at";
                /** @example rent */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "expense_category_id": "0190a000-0000-7000-8000-000000000031",
                     *         "name": "Rent",
                     *         "description": "Shop and storeroom",
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        expense_category_id: string;
                        name: string;
                        description: string;
                        /** Format: date-time */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    "purchasing.createExpenseCategory": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Rent",
                 *       "description": "Shop and storeroom"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    expense_category_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    name: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expense_category_id": "0190a000-0000-7000-8000-000000000031",
                     *       "name": "Rent",
                     *       "description": "Shop and storeroom",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        expense_category_id: string;
                        name: string;
                        description: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.findExpenseCategory": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000031 */
                expense_category_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expense_category_id": "0190a000-0000-7000-8000-000000000031",
                     *       "name": "Rent",
                     *       "description": "Shop and storeroom",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        expense_category_id: string;
                        name: string;
                        description: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.replaceExpenseCategory": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000031 */
                expense_category_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Rent",
                 *       "description": "Shop and storeroom"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    name: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expense_category_id": "0190a000-0000-7000-8000-000000000031",
                     *       "name": "Rent",
                     *       "description": "Shop and storeroom",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        expense_category_id: string;
                        name: string;
                        description: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.deleteExpenseCategory": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000031 */
                expense_category_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "purchasing.changeExpenseCategory": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000031 */
                expense_category_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "Rents"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    name?: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expense_category_id": "0190a000-0000-7000-8000-000000000031",
                     *       "name": "Rent",
                     *       "description": "Shop and storeroom",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        expense_category_id: string;
                        name: string;
                        description: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.listExpenses": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "created_at" | "-created_at" | "expense_date" | "-expense_date" | "amount" | "-amount" | "name" | "-name";
                /** @example rent */
                search?: string;
                expense_category?: string;
                payment_option?: string;
                start_date?: string;
                end_date?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "expense_id": "0190a000-0000-7000-8000-000000000032",
                     *         "expense_category": "0190a000-0000-7000-8000-000000000031",
                     *         "payment_option": "0190a000-0000-7000-8000-000000000030",
                     *         "name": "Rent of January",
                     *         "amount": "25000.00",
                     *         "expense_date": "2026-01-31",
                     *         "currency": "KES",
                     *         "description": "",
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        expense_id: string;
                        /** Format: uuid */
                        expense_category: string;
                        payment_option: string | null;
                        name: string;
                        /** Format: decimal */
                        amount: string;
                        currency: string;
                        /** Format: date */
                        expense_date: string;
                        description: string;
                        /** Format: date-time */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    "purchasing.createExpense": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "expense_category": "0190a000-0000-7000-8000-000000000031",
                 *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                 *       "name": "Rent of January",
                 *       "amount": "25000.00",
                 *       "expense_date": "2026-01-31"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    expense_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    expense_category: string;
                    payment_option?: string | null;
                    name: string;
                    /** @description A decimal amount. */
                    amount: string | number;
                    /** Format: date */
                    expense_date?: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expense_id": "0190a000-0000-7000-8000-000000000032",
                     *       "expense_category": "0190a000-0000-7000-8000-000000000031",
                     *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                     *       "name": "Rent of January",
                     *       "amount": "25000.00",
                     *       "expense_date": "2026-01-31",
                     *       "currency": "KES",
                     *       "description": "",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        expense_id: string;
                        /** Format: uuid */
                        expense_category: string;
                        payment_option: string | null;
                        name: string;
                        /** Format: decimal */
                        amount: string;
                        currency: string;
                        /** Format: date */
                        expense_date: string;
                        description: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.findExpense": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000032 */
                expense_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expense_id": "0190a000-0000-7000-8000-000000000032",
                     *       "expense_category": "0190a000-0000-7000-8000-000000000031",
                     *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                     *       "name": "Rent of January",
                     *       "amount": "25000.00",
                     *       "expense_date": "2026-01-31",
                     *       "currency": "KES",
                     *       "description": "",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        expense_id: string;
                        /** Format: uuid */
                        expense_category: string;
                        payment_option: string | null;
                        name: string;
                        /** Format: decimal */
                        amount: string;
                        currency: string;
                        /** Format: date */
                        expense_date: string;
                        description: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.replaceExpense": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000032 */
                expense_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "expense_category": "0190a000-0000-7000-8000-000000000031",
                 *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                 *       "name": "Rent of January",
                 *       "amount": "25000.00",
                 *       "expense_date": "2026-01-31"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    expense_category: string;
                    payment_option?: string | null;
                    name: string;
                    /** @description A decimal amount. */
                    amount: string | number;
                    /** Format: date */
                    expense_date?: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expense_id": "0190a000-0000-7000-8000-000000000032",
                     *       "expense_category": "0190a000-0000-7000-8000-000000000031",
                     *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                     *       "name": "Rent of January",
                     *       "amount": "25000.00",
                     *       "expense_date": "2026-01-31",
                     *       "currency": "KES",
                     *       "description": "",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        expense_id: string;
                        /** Format: uuid */
                        expense_category: string;
                        payment_option: string | null;
                        name: string;
                        /** Format: decimal */
                        amount: string;
                        currency: string;
                        /** Format: date */
                        expense_date: string;
                        description: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.deleteExpense": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000032 */
                expense_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "purchasing.changeExpense": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000032 */
                expense_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "amount": "26000.00"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    expense_category?: string;
                    payment_option?: string | null;
                    name?: string;
                    /** @description A decimal amount. */
                    amount?: string | number;
                    /** Format: date */
                    expense_date?: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expense_id": "0190a000-0000-7000-8000-000000000032",
                     *       "expense_category": "0190a000-0000-7000-8000-000000000031",
                     *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                     *       "name": "Rent of January",
                     *       "amount": "25000.00",
                     *       "expense_date": "2026-01-31",
                     *       "currency": "KES",
                     *       "description": "",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        expense_id: string;
                        /** Format: uuid */
                        expense_category: string;
                        payment_option: string | null;
                        name: string;
                        /** Format: decimal */
                        amount: string;
                        currency: string;
                        /** Format: date */
                        expense_date: string;
                        description: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.listPurchaseOrders": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "created_at" | "-created_at" | "order_number" | "-order_number" | "expected_date" | "-expected_date";
                /** @example PO- */
                search?: string;
                supplier?: string;
                order_number?: string;
                is_converted?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "po_header_id": "0190a000-0000-7000-8000-000000000036",
                     *         "supplier_name": "Kericho Tea Traders",
                     *         "order_number": "PO-00000007",
                     *         "supplier": "0190a000-0000-7000-8000-000000000029",
                     *         "expected_date": "2026-02-14",
                     *         "notes": "By the back door",
                     *         "converted_purchase": null,
                     *         "subtotal": "12000.00",
                     *         "total_cost": "11500.00",
                     *         "currency": "KES",
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        po_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        supplier_name: string;
                        order_number: string;
                        expected_date: string | null;
                        notes: string;
                        converted_purchase: string | null;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        total_cost: string;
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    "purchasing.createPurchaseOrder": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "supplier": "0190a000-0000-7000-8000-000000000029",
                 *       "expected_date": "2026-02-14",
                 *       "notes": "By the back door"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    supplier: string;
                    expected_date?: string | null;
                    notes?: string;
                    /** Format: uuid */
                    po_header_id?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "po_header_id": "0190a000-0000-7000-8000-000000000036",
                     *       "supplier_name": "Kericho Tea Traders",
                     *       "order_number": "PO-00000007",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "expected_date": "2026-02-14",
                     *       "notes": "By the back door",
                     *       "converted_purchase": null,
                     *       "subtotal": "12000.00",
                     *       "total_cost": "11500.00",
                     *       "currency": "KES",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        po_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        supplier_name: string;
                        order_number: string;
                        expected_date: string | null;
                        notes: string;
                        converted_purchase: string | null;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        total_cost: string;
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.findPurchaseOrder": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000036 */
                po_header_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "po_header_id": "0190a000-0000-7000-8000-000000000036",
                     *       "supplier_name": "Kericho Tea Traders",
                     *       "order_number": "PO-00000007",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "expected_date": "2026-02-14",
                     *       "notes": "By the back door",
                     *       "converted_purchase": null,
                     *       "subtotal": "12000.00",
                     *       "total_cost": "11500.00",
                     *       "currency": "KES",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        po_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        supplier_name: string;
                        order_number: string;
                        expected_date: string | null;
                        notes: string;
                        converted_purchase: string | null;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        total_cost: string;
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.replacePurchaseOrder": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000036 */
                po_header_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "supplier": "0190a000-0000-7000-8000-000000000029",
                 *       "expected_date": "2026-02-14",
                 *       "notes": "By the back door"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    supplier: string;
                    expected_date?: string | null;
                    notes?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "po_header_id": "0190a000-0000-7000-8000-000000000036",
                     *       "supplier_name": "Kericho Tea Traders",
                     *       "order_number": "PO-00000007",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "expected_date": "2026-02-14",
                     *       "notes": "By the back door",
                     *       "converted_purchase": null,
                     *       "subtotal": "12000.00",
                     *       "total_cost": "11500.00",
                     *       "currency": "KES",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        po_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        supplier_name: string;
                        order_number: string;
                        expected_date: string | null;
                        notes: string;
                        converted_purchase: string | null;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        total_cost: string;
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.deletePurchaseOrder": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000036 */
                po_header_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Ordered twice"
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "purchasing.changePurchaseOrder": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000036 */
                po_header_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "expected_date": "2026-02-21"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    supplier?: string;
                    expected_date?: string | null;
                    notes?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "po_header_id": "0190a000-0000-7000-8000-000000000036",
                     *       "supplier_name": "Kericho Tea Traders",
                     *       "order_number": "PO-00000007",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "expected_date": "2026-02-14",
                     *       "notes": "By the back door",
                     *       "converted_purchase": null,
                     *       "subtotal": "12000.00",
                     *       "total_cost": "11500.00",
                     *       "currency": "KES",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        po_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        supplier_name: string;
                        order_number: string;
                        expected_date: string | null;
                        notes: string;
                        converted_purchase: string | null;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        total_cost: string;
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.listPurchaseOrderLines": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                ordering?: "created_at" | "-created_at";
                /** @example 0190a000-0000-7000-8000-000000000036 */
                po_header?: string;
                product?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "po_detail_id": "0190a000-0000-7000-8000-000000000037",
                     *         "po_header": "0190a000-0000-7000-8000-000000000036",
                     *         "product": "0190a000-0000-7000-8000-000000000005",
                     *         "unit": "0190a000-0000-7000-8000-000000000007",
                     *         "quantity": "10",
                     *         "discount": "500.00",
                     *         "price_per_unit": "1200.00",
                     *         "total": "11500.00"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        po_detail_id: string;
                        /** Format: uuid */
                        po_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        total: string;
                    }[];
                };
            };
        };
    };
    "purchasing.createPurchaseOrderLine": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "po_header": "0190a000-0000-7000-8000-000000000036",
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "unit": "0190a000-0000-7000-8000-000000000007",
                 *       "quantity": "10",
                 *       "discount": "500.00",
                 *       "price_per_unit": "1200.00"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    po_detail_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    po_header: string;
                    /** Format: uuid */
                    product: string;
                    unit?: string | null;
                    /** @description A decimal amount. */
                    quantity: string | number;
                    /** @description A decimal amount. */
                    discount?: string | number;
                    /** @description A decimal amount. */
                    price_per_unit: string | number;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "po_detail_id": "0190a000-0000-7000-8000-000000000037",
                     *       "po_header": "0190a000-0000-7000-8000-000000000036",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "quantity": "10",
                     *       "discount": "500.00",
                     *       "price_per_unit": "1200.00",
                     *       "total": "11500.00"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        po_detail_id: string;
                        /** Format: uuid */
                        po_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        total: string;
                    };
                };
            };
        };
    };
    "purchasing.listPurchaseOrderLines.alias": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                ordering?: "created_at" | "-created_at";
                /** @example 0190a000-0000-7000-8000-000000000036 */
                po_header?: string;
                product?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "po_detail_id": "0190a000-0000-7000-8000-000000000037",
                     *         "po_header": "0190a000-0000-7000-8000-000000000036",
                     *         "product": "0190a000-0000-7000-8000-000000000005",
                     *         "unit": "0190a000-0000-7000-8000-000000000007",
                     *         "quantity": "10",
                     *         "discount": "500.00",
                     *         "price_per_unit": "1200.00",
                     *         "total": "11500.00"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        po_detail_id: string;
                        /** Format: uuid */
                        po_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        total: string;
                    }[];
                };
            };
        };
    };
    "purchasing.createPurchaseOrderLine.alias": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "po_header": "0190a000-0000-7000-8000-000000000036",
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "unit": "0190a000-0000-7000-8000-000000000007",
                 *       "quantity": "10",
                 *       "discount": "500.00",
                 *       "price_per_unit": "1200.00"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    po_detail_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    po_header: string;
                    /** Format: uuid */
                    product: string;
                    unit?: string | null;
                    /** @description A decimal amount. */
                    quantity: string | number;
                    /** @description A decimal amount. */
                    discount?: string | number;
                    /** @description A decimal amount. */
                    price_per_unit: string | number;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "po_detail_id": "0190a000-0000-7000-8000-000000000037",
                     *       "po_header": "0190a000-0000-7000-8000-000000000036",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "quantity": "10",
                     *       "discount": "500.00",
                     *       "price_per_unit": "1200.00",
                     *       "total": "11500.00"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        po_detail_id: string;
                        /** Format: uuid */
                        po_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        total: string;
                    };
                };
            };
        };
    };
    "purchasing.findPurchaseOrderLine": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000037 */
                po_detail_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "po_detail_id": "0190a000-0000-7000-8000-000000000037",
                     *       "po_header": "0190a000-0000-7000-8000-000000000036",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "quantity": "10",
                     *       "discount": "500.00",
                     *       "price_per_unit": "1200.00",
                     *       "total": "11500.00"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        po_detail_id: string;
                        /** Format: uuid */
                        po_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        total: string;
                    };
                };
            };
        };
    };
    "purchasing.replacePurchaseOrderLine": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000037 */
                po_detail_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "unit": "0190a000-0000-7000-8000-000000000007",
                 *       "quantity": "10",
                 *       "discount": "500.00",
                 *       "price_per_unit": "1200.00"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    po_header?: string;
                    /** Format: uuid */
                    product: string;
                    unit?: string | null;
                    /** @description A decimal amount. */
                    quantity: string | number;
                    /** @description A decimal amount. */
                    discount?: string | number;
                    /** @description A decimal amount. */
                    price_per_unit: string | number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "po_detail_id": "0190a000-0000-7000-8000-000000000037",
                     *       "po_header": "0190a000-0000-7000-8000-000000000036",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "quantity": "10",
                     *       "discount": "500.00",
                     *       "price_per_unit": "1200.00",
                     *       "total": "11500.00"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        po_detail_id: string;
                        /** Format: uuid */
                        po_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        total: string;
                    };
                };
            };
        };
    };
    "purchasing.deletePurchaseOrderLine": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000037 */
                po_detail_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "Not wanted"
                 *     }
                 */
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "purchasing.changePurchaseOrderLine": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000037 */
                po_detail_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "quantity": "10"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    product?: string;
                    unit?: string | null;
                    /** @description A decimal amount. */
                    quantity?: string | number;
                    /** @description A decimal amount. */
                    discount?: string | number;
                    /** @description A decimal amount. */
                    price_per_unit?: string | number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "po_detail_id": "0190a000-0000-7000-8000-000000000037",
                     *       "po_header": "0190a000-0000-7000-8000-000000000036",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "quantity": "10",
                     *       "discount": "500.00",
                     *       "price_per_unit": "1200.00",
                     *       "total": "11500.00"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        po_detail_id: string;
                        /** Format: uuid */
                        po_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        total: string;
                    };
                };
            };
        };
    };
    "purchasing.findPurchaseOrderLine.alias": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000037 */
                po_detail_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "po_detail_id": "0190a000-0000-7000-8000-000000000037",
                     *       "po_header": "0190a000-0000-7000-8000-000000000036",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "quantity": "10",
                     *       "discount": "500.00",
                     *       "price_per_unit": "1200.00",
                     *       "total": "11500.00"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        po_detail_id: string;
                        /** Format: uuid */
                        po_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        total: string;
                    };
                };
            };
        };
    };
    "purchasing.replacePurchaseOrderLine.alias": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000037 */
                po_detail_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "unit": "0190a000-0000-7000-8000-000000000007",
                 *       "quantity": "10",
                 *       "discount": "500.00",
                 *       "price_per_unit": "1200.00"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    po_header?: string;
                    /** Format: uuid */
                    product: string;
                    unit?: string | null;
                    /** @description A decimal amount. */
                    quantity: string | number;
                    /** @description A decimal amount. */
                    discount?: string | number;
                    /** @description A decimal amount. */
                    price_per_unit: string | number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "po_detail_id": "0190a000-0000-7000-8000-000000000037",
                     *       "po_header": "0190a000-0000-7000-8000-000000000036",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "quantity": "10",
                     *       "discount": "500.00",
                     *       "price_per_unit": "1200.00",
                     *       "total": "11500.00"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        po_detail_id: string;
                        /** Format: uuid */
                        po_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        total: string;
                    };
                };
            };
        };
    };
    "purchasing.deletePurchaseOrderLine.alias": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000037 */
                po_detail_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "Not wanted"
                 *     }
                 */
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "purchasing.changePurchaseOrderLine.alias": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000037 */
                po_detail_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "quantity": "10"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    product?: string;
                    unit?: string | null;
                    /** @description A decimal amount. */
                    quantity?: string | number;
                    /** @description A decimal amount. */
                    discount?: string | number;
                    /** @description A decimal amount. */
                    price_per_unit?: string | number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "po_detail_id": "0190a000-0000-7000-8000-000000000037",
                     *       "po_header": "0190a000-0000-7000-8000-000000000036",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "quantity": "10",
                     *       "discount": "500.00",
                     *       "price_per_unit": "1200.00",
                     *       "total": "11500.00"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        po_detail_id: string;
                        /** Format: uuid */
                        po_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        total: string;
                    };
                };
            };
        };
    };
    "purchasing.placePurchaseOrder": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "supplier_id": "0190a000-0000-7000-8000-000000000029",
                 *       "expected_date": "2026-02-14",
                 *       "notes": "By the back door",
                 *       "items": [
                 *         {
                 *           "product_id": "0190a000-0000-7000-8000-000000000005",
                 *           "unit_id": "0190a000-0000-7000-8000-000000000007",
                 *           "quantity": "10",
                 *           "price_per_unit": "1200.00"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    po_header_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    supplier_id: string;
                    expected_date?: string | null;
                    notes?: string;
                    items: {
                        /** Format: uuid */
                        product_id: string;
                        unit_id?: string | null;
                        /** @description A decimal amount. */
                        quantity: string | number;
                        /** @description A decimal amount. */
                        discount?: string | number;
                        /** @description A decimal amount. */
                        price_per_unit: string | number;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "po_header_id": "0190a000-0000-7000-8000-000000000036",
                     *       "order_number": "PO-00000007"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        po_header_id: string;
                        order_number: string;
                    };
                };
            };
        };
    };
    "purchasing.convertPurchaseOrder": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example 0190a000-0000-7000-8000-000000000036 */
                po_header_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "payment_option_id": "0190a000-0000-7000-8000-000000000030",
                 *       "invoice_number": "KTT-1041"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    purchase_header_id?: string;
                    payment_option_id?: string | null;
                    invoice_number?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "purchase_header_id": "0190a000-0000-7000-8000-000000000033",
                     *       "order_number": "PU-00000007",
                     *       "invoice_number": "KTT-1041"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        purchase_header_id: string;
                        order_number: string;
                        invoice_number: string;
                    };
                };
            };
        };
    };
    "purchasing.findPurchaseOrderHeader": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000036 */
                po_header_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "po_header_id": "0190a000-0000-7000-8000-000000000036",
                     *       "supplier_name": "Kericho Tea Traders",
                     *       "order_number": "PO-00000007",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "expected_date": "2026-02-14",
                     *       "notes": "By the back door",
                     *       "converted_purchase": null,
                     *       "subtotal": "12000.00",
                     *       "total_cost": "11500.00",
                     *       "currency": "KES",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        po_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        supplier_name: string;
                        order_number: string;
                        expected_date: string | null;
                        notes: string;
                        converted_purchase: string | null;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        total_cost: string;
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.findPurchaseOrderFull": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000036 */
                po_header_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "po_header_id": "0190a000-0000-7000-8000-000000000036",
                     *       "supplier_name": "Kericho Tea Traders",
                     *       "order_number": "PO-00000007",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "expected_date": "2026-02-14",
                     *       "notes": "By the back door",
                     *       "converted_purchase": null,
                     *       "subtotal": "12000.00",
                     *       "total_cost": "11500.00",
                     *       "currency": "KES",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "details": [
                     *         {
                     *           "po_detail_id": "0190a000-0000-7000-8000-000000000037",
                     *           "po_header": "0190a000-0000-7000-8000-000000000036",
                     *           "product": "0190a000-0000-7000-8000-000000000005",
                     *           "unit": "0190a000-0000-7000-8000-000000000007",
                     *           "quantity": "10",
                     *           "discount": "500.00",
                     *           "price_per_unit": "1200.00",
                     *           "total": "11500.00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        po_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        supplier_name: string;
                        order_number: string;
                        expected_date: string | null;
                        notes: string;
                        converted_purchase: string | null;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        total_cost: string;
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                        details: {
                            /** Format: uuid */
                            po_detail_id: string;
                            /** Format: uuid */
                            po_header: string;
                            /** Format: uuid */
                            product: string;
                            unit: string | null;
                            /** Format: decimal */
                            quantity: string;
                            /** Format: decimal */
                            discount: string;
                            /** Format: decimal */
                            price_per_unit: string;
                            /** Format: decimal */
                            total: string;
                        }[];
                    };
                };
            };
        };
    };
    "purchasing.replacePurchaseOrderFull": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000036 */
                po_header_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "notes": "By the back door",
                 *       "details": [
                 *         {
                 *           "po_detail_id": "0190a000-0000-7000-8000-000000000037",
                 *           "quantity": "10"
                 *         },
                 *         {
                 *           "product": "0190a000-0000-7000-8000-000000000005",
                 *           "unit": "0190a000-0000-7000-8000-000000000007",
                 *           "quantity": "10",
                 *           "discount": "500.00",
                 *           "price_per_unit": "1200.00"
                 *         },
                 *         {
                 *           "po_detail_id": "0190a000-0000-7000-8000-000000000037",
                 *           "delete": true
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    supplier?: string;
                    expected_date?: string | null;
                    notes?: string;
                    details?: {
                        /** Format: uuid */
                        product?: string;
                        unit?: string | null;
                        /** @description A decimal amount. */
                        quantity?: string | number;
                        /** @description A decimal amount. */
                        discount?: string | number;
                        /** @description A decimal amount. */
                        price_per_unit?: string | number;
                        delete?: boolean;
                        /** Format: uuid */
                        po_detail_id?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "po_header_id": "0190a000-0000-7000-8000-000000000036",
                     *       "supplier_name": "Kericho Tea Traders",
                     *       "order_number": "PO-00000007",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "expected_date": "2026-02-14",
                     *       "notes": "By the back door",
                     *       "converted_purchase": null,
                     *       "subtotal": "12000.00",
                     *       "total_cost": "11500.00",
                     *       "currency": "KES",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "details": [
                     *         {
                     *           "po_detail_id": "0190a000-0000-7000-8000-000000000037",
                     *           "po_header": "0190a000-0000-7000-8000-000000000036",
                     *           "product": "0190a000-0000-7000-8000-000000000005",
                     *           "unit": "0190a000-0000-7000-8000-000000000007",
                     *           "quantity": "10",
                     *           "discount": "500.00",
                     *           "price_per_unit": "1200.00",
                     *           "total": "11500.00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        po_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        supplier_name: string;
                        order_number: string;
                        expected_date: string | null;
                        notes: string;
                        converted_purchase: string | null;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        total_cost: string;
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                        details: {
                            /** Format: uuid */
                            po_detail_id: string;
                            /** Format: uuid */
                            po_header: string;
                            /** Format: uuid */
                            product: string;
                            unit: string | null;
                            /** Format: decimal */
                            quantity: string;
                            /** Format: decimal */
                            discount: string;
                            /** Format: decimal */
                            price_per_unit: string;
                            /** Format: decimal */
                            total: string;
                        }[];
                    };
                };
            };
        };
    };
    "purchasing.listPurchases": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "created_at" | "-created_at" | "purchase_date" | "-purchase_date" | "order_number" | "-order_number" | "remaining_balance" | "-remaining_balance";
                /** @example KTT */
                search?: string;
                supplier?: string;
                payment_option?: string;
                order_number?: string;
                invoice_number?: string;
                is_paid?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "purchase_header_id": "0190a000-0000-7000-8000-000000000033",
                     *         "supplier_name": "Kericho Tea Traders",
                     *         "po_header": "0190a000-0000-7000-8000-000000000036",
                     *         "order_number": "PU-00000007",
                     *         "supplier": "0190a000-0000-7000-8000-000000000029",
                     *         "payment_option": "0190a000-0000-7000-8000-000000000030",
                     *         "invoice_number": "KTT-1041",
                     *         "purchase_date": "2026-01-31",
                     *         "subtotal": "12000.00",
                     *         "total_cost": "11500.00",
                     *         "amount_paid": "5000.00",
                     *         "remaining_balance": "6500.00",
                     *         "receipt_state": "PARTIAL",
                     *         "currency": "KES",
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        purchase_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        supplier_name: string;
                        payment_option: string | null;
                        po_header: string | null;
                        order_number: string;
                        invoice_number: string;
                        /** Format: date */
                        purchase_date: string;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        total_cost: string;
                        /** Format: decimal */
                        amount_paid: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        /** @enum {string} */
                        receipt_state: "NONE" | "PARTIAL" | "FULL";
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    "purchasing.createPurchase": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "supplier": "0190a000-0000-7000-8000-000000000029",
                 *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                 *       "invoice_number": "KTT-1041",
                 *       "purchase_date": "2026-01-31"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    supplier: string;
                    payment_option?: string | null;
                    invoice_number?: string;
                    /** Format: date */
                    purchase_date?: string;
                    /** Format: uuid */
                    purchase_header_id?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "purchase_header_id": "0190a000-0000-7000-8000-000000000033",
                     *       "supplier_name": "Kericho Tea Traders",
                     *       "po_header": "0190a000-0000-7000-8000-000000000036",
                     *       "order_number": "PU-00000007",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                     *       "invoice_number": "KTT-1041",
                     *       "purchase_date": "2026-01-31",
                     *       "subtotal": "12000.00",
                     *       "total_cost": "11500.00",
                     *       "amount_paid": "5000.00",
                     *       "remaining_balance": "6500.00",
                     *       "receipt_state": "PARTIAL",
                     *       "currency": "KES",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        purchase_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        supplier_name: string;
                        payment_option: string | null;
                        po_header: string | null;
                        order_number: string;
                        invoice_number: string;
                        /** Format: date */
                        purchase_date: string;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        total_cost: string;
                        /** Format: decimal */
                        amount_paid: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        /** @enum {string} */
                        receipt_state: "NONE" | "PARTIAL" | "FULL";
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.findPurchase": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000033 */
                purchase_header_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "purchase_header_id": "0190a000-0000-7000-8000-000000000033",
                     *       "supplier_name": "Kericho Tea Traders",
                     *       "po_header": "0190a000-0000-7000-8000-000000000036",
                     *       "order_number": "PU-00000007",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                     *       "invoice_number": "KTT-1041",
                     *       "purchase_date": "2026-01-31",
                     *       "subtotal": "12000.00",
                     *       "total_cost": "11500.00",
                     *       "amount_paid": "5000.00",
                     *       "remaining_balance": "6500.00",
                     *       "receipt_state": "PARTIAL",
                     *       "currency": "KES",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        purchase_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        supplier_name: string;
                        payment_option: string | null;
                        po_header: string | null;
                        order_number: string;
                        invoice_number: string;
                        /** Format: date */
                        purchase_date: string;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        total_cost: string;
                        /** Format: decimal */
                        amount_paid: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        /** @enum {string} */
                        receipt_state: "NONE" | "PARTIAL" | "FULL";
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.replacePurchase": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000033 */
                purchase_header_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "supplier": "0190a000-0000-7000-8000-000000000029",
                 *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                 *       "invoice_number": "KTT-1041",
                 *       "purchase_date": "2026-01-31"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    supplier: string;
                    payment_option?: string | null;
                    invoice_number?: string;
                    /** Format: date */
                    purchase_date?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "purchase_header_id": "0190a000-0000-7000-8000-000000000033",
                     *       "supplier_name": "Kericho Tea Traders",
                     *       "po_header": "0190a000-0000-7000-8000-000000000036",
                     *       "order_number": "PU-00000007",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                     *       "invoice_number": "KTT-1041",
                     *       "purchase_date": "2026-01-31",
                     *       "subtotal": "12000.00",
                     *       "total_cost": "11500.00",
                     *       "amount_paid": "5000.00",
                     *       "remaining_balance": "6500.00",
                     *       "receipt_state": "PARTIAL",
                     *       "currency": "KES",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        purchase_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        supplier_name: string;
                        payment_option: string | null;
                        po_header: string | null;
                        order_number: string;
                        invoice_number: string;
                        /** Format: date */
                        purchase_date: string;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        total_cost: string;
                        /** Format: decimal */
                        amount_paid: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        /** @enum {string} */
                        receipt_state: "NONE" | "PARTIAL" | "FULL";
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.deletePurchase": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000033 */
                purchase_header_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Entered twice"
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "purchasing.changePurchase": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000033 */
                purchase_header_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "purchase_date": "2026-01-30"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    supplier?: string;
                    payment_option?: string | null;
                    invoice_number?: string;
                    /** Format: date */
                    purchase_date?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "purchase_header_id": "0190a000-0000-7000-8000-000000000033",
                     *       "supplier_name": "Kericho Tea Traders",
                     *       "po_header": "0190a000-0000-7000-8000-000000000036",
                     *       "order_number": "PU-00000007",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                     *       "invoice_number": "KTT-1041",
                     *       "purchase_date": "2026-01-31",
                     *       "subtotal": "12000.00",
                     *       "total_cost": "11500.00",
                     *       "amount_paid": "5000.00",
                     *       "remaining_balance": "6500.00",
                     *       "receipt_state": "PARTIAL",
                     *       "currency": "KES",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        purchase_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        supplier_name: string;
                        payment_option: string | null;
                        po_header: string | null;
                        order_number: string;
                        invoice_number: string;
                        /** Format: date */
                        purchase_date: string;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        total_cost: string;
                        /** Format: decimal */
                        amount_paid: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        /** @enum {string} */
                        receipt_state: "NONE" | "PARTIAL" | "FULL";
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.findPurchaseHeader": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000033 */
                purchase_header_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "purchase_header_id": "0190a000-0000-7000-8000-000000000033",
                     *       "supplier_name": "Kericho Tea Traders",
                     *       "po_header": "0190a000-0000-7000-8000-000000000036",
                     *       "order_number": "PU-00000007",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                     *       "invoice_number": "KTT-1041",
                     *       "purchase_date": "2026-01-31",
                     *       "subtotal": "12000.00",
                     *       "total_cost": "11500.00",
                     *       "amount_paid": "5000.00",
                     *       "remaining_balance": "6500.00",
                     *       "receipt_state": "PARTIAL",
                     *       "currency": "KES",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        purchase_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        supplier_name: string;
                        payment_option: string | null;
                        po_header: string | null;
                        order_number: string;
                        invoice_number: string;
                        /** Format: date */
                        purchase_date: string;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        total_cost: string;
                        /** Format: decimal */
                        amount_paid: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        /** @enum {string} */
                        receipt_state: "NONE" | "PARTIAL" | "FULL";
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.findPurchaseFull": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000033 */
                purchase_header_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "purchase_header_id": "0190a000-0000-7000-8000-000000000033",
                     *       "supplier_name": "Kericho Tea Traders",
                     *       "po_header": "0190a000-0000-7000-8000-000000000036",
                     *       "order_number": "PU-00000007",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                     *       "invoice_number": "KTT-1041",
                     *       "purchase_date": "2026-01-31",
                     *       "subtotal": "12000.00",
                     *       "total_cost": "11500.00",
                     *       "amount_paid": "5000.00",
                     *       "remaining_balance": "6500.00",
                     *       "receipt_state": "PARTIAL",
                     *       "currency": "KES",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "details": [
                     *         {
                     *           "purchase_detail_id": "0190a000-0000-7000-8000-000000000034",
                     *           "purchase_header": "0190a000-0000-7000-8000-000000000033",
                     *           "product": "0190a000-0000-7000-8000-000000000005",
                     *           "unit": "0190a000-0000-7000-8000-000000000007",
                     *           "quantity": "10",
                     *           "discount": "500.00",
                     *           "price_per_unit": "1200.00",
                     *           "total": "11500.00",
                     *           "quantity_received": "4"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        purchase_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        supplier_name: string;
                        payment_option: string | null;
                        po_header: string | null;
                        order_number: string;
                        invoice_number: string;
                        /** Format: date */
                        purchase_date: string;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        total_cost: string;
                        /** Format: decimal */
                        amount_paid: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        /** @enum {string} */
                        receipt_state: "NONE" | "PARTIAL" | "FULL";
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                        details: {
                            /** Format: uuid */
                            purchase_detail_id: string;
                            /** Format: uuid */
                            purchase_header: string;
                            /** Format: uuid */
                            product: string;
                            unit: string | null;
                            /** Format: decimal */
                            quantity: string;
                            /** Format: decimal */
                            discount: string;
                            /** Format: decimal */
                            price_per_unit: string;
                            /** Format: decimal */
                            total: string;
                            /** Format: decimal */
                            quantity_received: string;
                        }[];
                    };
                };
            };
        };
    };
    "purchasing.replacePurchaseFull": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000033 */
                purchase_header_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "invoice_number": "KTT-1041",
                 *       "details": [
                 *         {
                 *           "purchase_detail_id": "0190a000-0000-7000-8000-000000000034",
                 *           "quantity": "10"
                 *         },
                 *         {
                 *           "product": "0190a000-0000-7000-8000-000000000005",
                 *           "unit": "0190a000-0000-7000-8000-000000000007",
                 *           "quantity": "10",
                 *           "discount": "500.00",
                 *           "price_per_unit": "1200.00"
                 *         },
                 *         {
                 *           "purchase_detail_id": "0190a000-0000-7000-8000-000000000034",
                 *           "delete": true
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    supplier?: string;
                    payment_option?: string | null;
                    invoice_number?: string;
                    /** Format: date */
                    purchase_date?: string;
                    details?: {
                        /** Format: uuid */
                        product?: string;
                        unit?: string | null;
                        /** @description A decimal amount. */
                        quantity?: string | number;
                        /** @description A decimal amount. */
                        discount?: string | number;
                        /** @description A decimal amount. */
                        price_per_unit?: string | number;
                        delete?: boolean;
                        /** Format: uuid */
                        purchase_detail_id?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "purchase_header_id": "0190a000-0000-7000-8000-000000000033",
                     *       "supplier_name": "Kericho Tea Traders",
                     *       "po_header": "0190a000-0000-7000-8000-000000000036",
                     *       "order_number": "PU-00000007",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                     *       "invoice_number": "KTT-1041",
                     *       "purchase_date": "2026-01-31",
                     *       "subtotal": "12000.00",
                     *       "total_cost": "11500.00",
                     *       "amount_paid": "5000.00",
                     *       "remaining_balance": "6500.00",
                     *       "receipt_state": "PARTIAL",
                     *       "currency": "KES",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "details": [
                     *         {
                     *           "purchase_detail_id": "0190a000-0000-7000-8000-000000000034",
                     *           "purchase_header": "0190a000-0000-7000-8000-000000000033",
                     *           "product": "0190a000-0000-7000-8000-000000000005",
                     *           "unit": "0190a000-0000-7000-8000-000000000007",
                     *           "quantity": "10",
                     *           "discount": "500.00",
                     *           "price_per_unit": "1200.00",
                     *           "total": "11500.00",
                     *           "quantity_received": "4"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        purchase_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        supplier_name: string;
                        payment_option: string | null;
                        po_header: string | null;
                        order_number: string;
                        invoice_number: string;
                        /** Format: date */
                        purchase_date: string;
                        /** Format: decimal */
                        subtotal: string;
                        /** Format: decimal */
                        total_cost: string;
                        /** Format: decimal */
                        amount_paid: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        /** @enum {string} */
                        receipt_state: "NONE" | "PARTIAL" | "FULL";
                        currency: string;
                        /** Format: date-time */
                        created_at: string;
                        details: {
                            /** Format: uuid */
                            purchase_detail_id: string;
                            /** Format: uuid */
                            purchase_header: string;
                            /** Format: uuid */
                            product: string;
                            unit: string | null;
                            /** Format: decimal */
                            quantity: string;
                            /** Format: decimal */
                            discount: string;
                            /** Format: decimal */
                            price_per_unit: string;
                            /** Format: decimal */
                            total: string;
                            /** Format: decimal */
                            quantity_received: string;
                        }[];
                    };
                };
            };
        };
    };
    "purchasing.listPurchaseLines": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                ordering?: "created_at" | "-created_at";
                /** @example 0190a000-0000-7000-8000-000000000033 */
                purchase_header?: string;
                product?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "purchase_detail_id": "0190a000-0000-7000-8000-000000000034",
                     *         "purchase_header": "0190a000-0000-7000-8000-000000000033",
                     *         "product": "0190a000-0000-7000-8000-000000000005",
                     *         "unit": "0190a000-0000-7000-8000-000000000007",
                     *         "quantity": "10",
                     *         "discount": "500.00",
                     *         "price_per_unit": "1200.00",
                     *         "total": "11500.00",
                     *         "quantity_received": "4"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        purchase_detail_id: string;
                        /** Format: uuid */
                        purchase_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        total: string;
                        /** Format: decimal */
                        quantity_received: string;
                    }[];
                };
            };
        };
    };
    "purchasing.createPurchaseLine": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "purchase_header": "0190a000-0000-7000-8000-000000000033",
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "unit": "0190a000-0000-7000-8000-000000000007",
                 *       "quantity": "10",
                 *       "discount": "500.00",
                 *       "price_per_unit": "1200.00"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    purchase_detail_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    purchase_header: string;
                    /** Format: uuid */
                    product: string;
                    unit?: string | null;
                    /** @description A decimal amount. */
                    quantity: string | number;
                    /** @description A decimal amount. */
                    discount?: string | number;
                    /** @description A decimal amount. */
                    price_per_unit: string | number;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "purchase_detail_id": "0190a000-0000-7000-8000-000000000034",
                     *       "purchase_header": "0190a000-0000-7000-8000-000000000033",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "quantity": "10",
                     *       "discount": "500.00",
                     *       "price_per_unit": "1200.00",
                     *       "total": "11500.00",
                     *       "quantity_received": "4"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        purchase_detail_id: string;
                        /** Format: uuid */
                        purchase_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        total: string;
                        /** Format: decimal */
                        quantity_received: string;
                    };
                };
            };
        };
    };
    "purchasing.findPurchaseLine": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000034 */
                purchase_detail_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "purchase_detail_id": "0190a000-0000-7000-8000-000000000034",
                     *       "purchase_header": "0190a000-0000-7000-8000-000000000033",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "quantity": "10",
                     *       "discount": "500.00",
                     *       "price_per_unit": "1200.00",
                     *       "total": "11500.00",
                     *       "quantity_received": "4"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        purchase_detail_id: string;
                        /** Format: uuid */
                        purchase_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        total: string;
                        /** Format: decimal */
                        quantity_received: string;
                    };
                };
            };
        };
    };
    "purchasing.replacePurchaseLine": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000034 */
                purchase_detail_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "unit": "0190a000-0000-7000-8000-000000000007",
                 *       "quantity": "10",
                 *       "discount": "500.00",
                 *       "price_per_unit": "1200.00"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    purchase_header?: string;
                    /** Format: uuid */
                    product: string;
                    unit?: string | null;
                    /** @description A decimal amount. */
                    quantity: string | number;
                    /** @description A decimal amount. */
                    discount?: string | number;
                    /** @description A decimal amount. */
                    price_per_unit: string | number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "purchase_detail_id": "0190a000-0000-7000-8000-000000000034",
                     *       "purchase_header": "0190a000-0000-7000-8000-000000000033",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "quantity": "10",
                     *       "discount": "500.00",
                     *       "price_per_unit": "1200.00",
                     *       "total": "11500.00",
                     *       "quantity_received": "4"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        purchase_detail_id: string;
                        /** Format: uuid */
                        purchase_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        total: string;
                        /** Format: decimal */
                        quantity_received: string;
                    };
                };
            };
        };
    };
    "purchasing.deletePurchaseLine": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000034 */
                purchase_detail_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "Not on the invoice"
                 *     }
                 */
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "purchasing.changePurchaseLine": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000034 */
                purchase_detail_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "quantity": "10"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    product?: string;
                    unit?: string | null;
                    /** @description A decimal amount. */
                    quantity?: string | number;
                    /** @description A decimal amount. */
                    discount?: string | number;
                    /** @description A decimal amount. */
                    price_per_unit?: string | number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "purchase_detail_id": "0190a000-0000-7000-8000-000000000034",
                     *       "purchase_header": "0190a000-0000-7000-8000-000000000033",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "quantity": "10",
                     *       "discount": "500.00",
                     *       "price_per_unit": "1200.00",
                     *       "total": "11500.00",
                     *       "quantity_received": "4"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        purchase_detail_id: string;
                        /** Format: uuid */
                        purchase_header: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        discount: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        total: string;
                        /** Format: decimal */
                        quantity_received: string;
                    };
                };
            };
        };
    };
    "purchasing.listSupplierPayments": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "created_at" | "-created_at" | "amount_paid" | "-amount_paid";
                /** @example half */
                search?: string;
                supplier?: string;
                purchase_header?: string;
                payment_option?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "payment_id": "0190a000-0000-7000-8000-000000000035",
                     *         "purchase_header": "0190a000-0000-7000-8000-000000000033",
                     *         "supplier": "0190a000-0000-7000-8000-000000000029",
                     *         "payment_option": "0190a000-0000-7000-8000-000000000030",
                     *         "amount_paid": "5000.00",
                     *         "total_amount": "11500.00",
                     *         "narration": "First half",
                     *         "remaining_balance": "6500.00",
                     *         "currency": "KES",
                     *         "paid_by": "0190a000-0000-7000-8000-000000000002",
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        payment_id: string;
                        /** Format: uuid */
                        supplier: string;
                        payment_option: string | null;
                        /** Format: uuid */
                        purchase_header: string;
                        /** Format: decimal */
                        amount_paid: string;
                        /** Format: decimal */
                        total_amount: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        narration: string;
                        currency: string;
                        paid_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    "purchasing.createSupplierPayment": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "purchase_header": "0190a000-0000-7000-8000-000000000033",
                 *       "supplier": "0190a000-0000-7000-8000-000000000029",
                 *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                 *       "amount_paid": "5000.00",
                 *       "total_amount": "11500.00",
                 *       "narration": "First half"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    supplier?: string;
                    payment_option?: string | null;
                    /** @description A decimal amount. */
                    total_amount?: string | number;
                    narration?: string;
                    /** Format: uuid */
                    payment_id?: string;
                    /** Format: uuid */
                    purchase_header: string;
                    /** @description A decimal amount. */
                    amount_paid: string | number;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "payment_id": "0190a000-0000-7000-8000-000000000035",
                     *       "purchase_header": "0190a000-0000-7000-8000-000000000033",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                     *       "amount_paid": "5000.00",
                     *       "total_amount": "11500.00",
                     *       "narration": "First half",
                     *       "remaining_balance": "6500.00",
                     *       "currency": "KES",
                     *       "paid_by": "0190a000-0000-7000-8000-000000000002",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        payment_id: string;
                        /** Format: uuid */
                        supplier: string;
                        payment_option: string | null;
                        /** Format: uuid */
                        purchase_header: string;
                        /** Format: decimal */
                        amount_paid: string;
                        /** Format: decimal */
                        total_amount: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        narration: string;
                        currency: string;
                        paid_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.findSupplierPayment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000035 */
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "payment_id": "0190a000-0000-7000-8000-000000000035",
                     *       "purchase_header": "0190a000-0000-7000-8000-000000000033",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                     *       "amount_paid": "5000.00",
                     *       "total_amount": "11500.00",
                     *       "narration": "First half",
                     *       "remaining_balance": "6500.00",
                     *       "currency": "KES",
                     *       "paid_by": "0190a000-0000-7000-8000-000000000002",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        payment_id: string;
                        /** Format: uuid */
                        supplier: string;
                        payment_option: string | null;
                        /** Format: uuid */
                        purchase_header: string;
                        /** Format: decimal */
                        amount_paid: string;
                        /** Format: decimal */
                        total_amount: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        narration: string;
                        currency: string;
                        paid_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.replaceSupplierPayment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000035 */
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "purchase_header": "0190a000-0000-7000-8000-000000000033",
                 *       "supplier": "0190a000-0000-7000-8000-000000000029",
                 *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                 *       "amount_paid": "5000.00",
                 *       "total_amount": "11500.00",
                 *       "narration": "First half"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    supplier?: string;
                    payment_option?: string | null;
                    /** @description A decimal amount. */
                    total_amount?: string | number;
                    narration?: string;
                    /** Format: uuid */
                    purchase_header: string;
                    /** @description A decimal amount. */
                    amount_paid: string | number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "payment_id": "0190a000-0000-7000-8000-000000000035",
                     *       "purchase_header": "0190a000-0000-7000-8000-000000000033",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                     *       "amount_paid": "5000.00",
                     *       "total_amount": "11500.00",
                     *       "narration": "First half",
                     *       "remaining_balance": "6500.00",
                     *       "currency": "KES",
                     *       "paid_by": "0190a000-0000-7000-8000-000000000002",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        payment_id: string;
                        /** Format: uuid */
                        supplier: string;
                        payment_option: string | null;
                        /** Format: uuid */
                        purchase_header: string;
                        /** Format: decimal */
                        amount_paid: string;
                        /** Format: decimal */
                        total_amount: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        narration: string;
                        currency: string;
                        paid_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.deleteSupplierPayment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000035 */
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "The cheque was not taken"
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "purchasing.changeSupplierPayment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000035 */
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "narration": "First part"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    supplier?: string;
                    payment_option?: string | null;
                    /** @description A decimal amount. */
                    total_amount?: string | number;
                    narration?: string;
                    /** Format: uuid */
                    purchase_header?: string;
                    /** @description A decimal amount. */
                    amount_paid?: string | number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "payment_id": "0190a000-0000-7000-8000-000000000035",
                     *       "purchase_header": "0190a000-0000-7000-8000-000000000033",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "payment_option": "0190a000-0000-7000-8000-000000000030",
                     *       "amount_paid": "5000.00",
                     *       "total_amount": "11500.00",
                     *       "narration": "First half",
                     *       "remaining_balance": "6500.00",
                     *       "currency": "KES",
                     *       "paid_by": "0190a000-0000-7000-8000-000000000002",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        payment_id: string;
                        /** Format: uuid */
                        supplier: string;
                        payment_option: string | null;
                        /** Format: uuid */
                        purchase_header: string;
                        /** Format: decimal */
                        amount_paid: string;
                        /** Format: decimal */
                        total_amount: string;
                        /** Format: decimal */
                        remaining_balance: string;
                        narration: string;
                        currency: string;
                        paid_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "purchasing.listGoodsNotes": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "created_at" | "-created_at" | "received_date" | "-received_date" | "grn_number" | "-grn_number";
                search?: string;
                supplier?: string;
                /** @example 0190a000-0000-7000-8000-000000000033 */
                purchase_header?: string;
                po_header?: string;
                grn_number?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "grn_header_id": "0190a000-0000-7000-8000-000000000038",
                     *         "supplier": "0190a000-0000-7000-8000-000000000029",
                     *         "po_header": "0190a000-0000-7000-8000-000000000036",
                     *         "purchase_header": "0190a000-0000-7000-8000-000000000033",
                     *         "grn_number": "GRN-00000007",
                     *         "received_date": "2026-01-31",
                     *         "location": "0190a000-0000-7000-8000-000000000008",
                     *         "notes": "One box wet",
                     *         "received_by": "0190a000-0000-7000-8000-000000000002",
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        grn_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        po_header: string | null;
                        /** Format: uuid */
                        purchase_header: string;
                        grn_number: string;
                        /** Format: date */
                        received_date: string;
                        location: string | null;
                        notes: string;
                        received_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    "purchasing.receiveGoods": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "purchase_header": "0190a000-0000-7000-8000-000000000033",
                 *       "notes": "One box wet",
                 *       "details": [
                 *         {
                 *           "purchase_detail": "0190a000-0000-7000-8000-000000000034",
                 *           "product": "0190a000-0000-7000-8000-000000000005",
                 *           "quantity": "4"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    grn_header_id?: string;
                    grn_number?: string;
                    /** Format: date */
                    received_date?: string;
                    location?: string | null;
                    notes?: string;
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    supplier?: string;
                    /** Format: uuid */
                    po_header?: string;
                    /** Format: uuid */
                    purchase_header?: string;
                    details?: {
                        /** Format: uuid */
                        grn_detail_id?: string;
                        /** Format: uuid */
                        purchase_detail?: string;
                        /** Format: uuid */
                        product?: string;
                        unit?: string | null;
                        /** @description A decimal amount. */
                        quantity: string | number;
                        /** @description A decimal amount. */
                        price_per_unit?: string | number;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "grn_header_id": "0190a000-0000-7000-8000-000000000038",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "po_header": "0190a000-0000-7000-8000-000000000036",
                     *       "purchase_header": "0190a000-0000-7000-8000-000000000033",
                     *       "grn_number": "GRN-00000007",
                     *       "received_date": "2026-01-31",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "notes": "One box wet",
                     *       "received_by": "0190a000-0000-7000-8000-000000000002",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "details": [
                     *         {
                     *           "grn_detail_id": "0190a000-0000-7000-8000-000000000039",
                     *           "grn_header": "0190a000-0000-7000-8000-000000000038",
                     *           "purchase_detail": "0190a000-0000-7000-8000-000000000034",
                     *           "product": "0190a000-0000-7000-8000-000000000005",
                     *           "quantity": "4",
                     *           "unit": "0190a000-0000-7000-8000-000000000007",
                     *           "price_per_unit": "1200.00",
                     *           "total_cost": "4600.00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        grn_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        po_header: string | null;
                        /** Format: uuid */
                        purchase_header: string;
                        grn_number: string;
                        /** Format: date */
                        received_date: string;
                        location: string | null;
                        notes: string;
                        received_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                        details: {
                            /** Format: uuid */
                            grn_detail_id: string;
                            /** Format: uuid */
                            grn_header: string;
                            /** Format: uuid */
                            purchase_detail: string;
                            /** Format: uuid */
                            product: string;
                            unit: string | null;
                            /** Format: decimal */
                            quantity: string;
                            /** Format: decimal */
                            price_per_unit: string;
                            /** Format: decimal */
                            total_cost: string;
                        }[];
                    };
                };
            };
        };
    };
    "purchasing.findGoodsNote": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000038 */
                grn_header_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "grn_header_id": "0190a000-0000-7000-8000-000000000038",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "po_header": "0190a000-0000-7000-8000-000000000036",
                     *       "purchase_header": "0190a000-0000-7000-8000-000000000033",
                     *       "grn_number": "GRN-00000007",
                     *       "received_date": "2026-01-31",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "notes": "One box wet",
                     *       "received_by": "0190a000-0000-7000-8000-000000000002",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "details": [
                     *         {
                     *           "grn_detail_id": "0190a000-0000-7000-8000-000000000039",
                     *           "grn_header": "0190a000-0000-7000-8000-000000000038",
                     *           "purchase_detail": "0190a000-0000-7000-8000-000000000034",
                     *           "product": "0190a000-0000-7000-8000-000000000005",
                     *           "quantity": "4",
                     *           "unit": "0190a000-0000-7000-8000-000000000007",
                     *           "price_per_unit": "1200.00",
                     *           "total_cost": "4600.00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        grn_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        po_header: string | null;
                        /** Format: uuid */
                        purchase_header: string;
                        grn_number: string;
                        /** Format: date */
                        received_date: string;
                        location: string | null;
                        notes: string;
                        received_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                        details: {
                            /** Format: uuid */
                            grn_detail_id: string;
                            /** Format: uuid */
                            grn_header: string;
                            /** Format: uuid */
                            purchase_detail: string;
                            /** Format: uuid */
                            product: string;
                            unit: string | null;
                            /** Format: decimal */
                            quantity: string;
                            /** Format: decimal */
                            price_per_unit: string;
                            /** Format: decimal */
                            total_cost: string;
                        }[];
                    };
                };
            };
        };
    };
    "purchasing.replaceGoodsNote": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000038 */
                grn_header_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "notes": "One box wet"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: date */
                    received_date?: string;
                    notes?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "grn_header_id": "0190a000-0000-7000-8000-000000000038",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "po_header": "0190a000-0000-7000-8000-000000000036",
                     *       "purchase_header": "0190a000-0000-7000-8000-000000000033",
                     *       "grn_number": "GRN-00000007",
                     *       "received_date": "2026-01-31",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "notes": "One box wet",
                     *       "received_by": "0190a000-0000-7000-8000-000000000002",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "details": [
                     *         {
                     *           "grn_detail_id": "0190a000-0000-7000-8000-000000000039",
                     *           "grn_header": "0190a000-0000-7000-8000-000000000038",
                     *           "purchase_detail": "0190a000-0000-7000-8000-000000000034",
                     *           "product": "0190a000-0000-7000-8000-000000000005",
                     *           "quantity": "4",
                     *           "unit": "0190a000-0000-7000-8000-000000000007",
                     *           "price_per_unit": "1200.00",
                     *           "total_cost": "4600.00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        grn_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        po_header: string | null;
                        /** Format: uuid */
                        purchase_header: string;
                        grn_number: string;
                        /** Format: date */
                        received_date: string;
                        location: string | null;
                        notes: string;
                        received_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                        details: {
                            /** Format: uuid */
                            grn_detail_id: string;
                            /** Format: uuid */
                            grn_header: string;
                            /** Format: uuid */
                            purchase_detail: string;
                            /** Format: uuid */
                            product: string;
                            unit: string | null;
                            /** Format: decimal */
                            quantity: string;
                            /** Format: decimal */
                            price_per_unit: string;
                            /** Format: decimal */
                            total_cost: string;
                        }[];
                    };
                };
            };
        };
    };
    "purchasing.voidGoodsNote": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000038 */
                grn_header_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Of another shop"
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "purchasing.changeGoodsNote": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000038 */
                grn_header_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "notes": "One box wet"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: date */
                    received_date?: string;
                    notes?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "grn_header_id": "0190a000-0000-7000-8000-000000000038",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "po_header": "0190a000-0000-7000-8000-000000000036",
                     *       "purchase_header": "0190a000-0000-7000-8000-000000000033",
                     *       "grn_number": "GRN-00000007",
                     *       "received_date": "2026-01-31",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "notes": "One box wet",
                     *       "received_by": "0190a000-0000-7000-8000-000000000002",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "details": [
                     *         {
                     *           "grn_detail_id": "0190a000-0000-7000-8000-000000000039",
                     *           "grn_header": "0190a000-0000-7000-8000-000000000038",
                     *           "purchase_detail": "0190a000-0000-7000-8000-000000000034",
                     *           "product": "0190a000-0000-7000-8000-000000000005",
                     *           "quantity": "4",
                     *           "unit": "0190a000-0000-7000-8000-000000000007",
                     *           "price_per_unit": "1200.00",
                     *           "total_cost": "4600.00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        grn_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        po_header: string | null;
                        /** Format: uuid */
                        purchase_header: string;
                        grn_number: string;
                        /** Format: date */
                        received_date: string;
                        location: string | null;
                        notes: string;
                        received_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                        details: {
                            /** Format: uuid */
                            grn_detail_id: string;
                            /** Format: uuid */
                            grn_header: string;
                            /** Format: uuid */
                            purchase_detail: string;
                            /** Format: uuid */
                            product: string;
                            unit: string | null;
                            /** Format: decimal */
                            quantity: string;
                            /** Format: decimal */
                            price_per_unit: string;
                            /** Format: decimal */
                            total_cost: string;
                        }[];
                    };
                };
            };
        };
    };
    "purchasing.generateGoodsNote": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example 0190a000-0000-7000-8000-000000000033 */
                purchase_header_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "grn_number": "GRN-00000007"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    grn_header_id?: string;
                    grn_number?: string;
                    /** Format: date */
                    received_date?: string;
                    location?: string | null;
                    notes?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "grn_header_id": "0190a000-0000-7000-8000-000000000038",
                     *       "supplier": "0190a000-0000-7000-8000-000000000029",
                     *       "po_header": "0190a000-0000-7000-8000-000000000036",
                     *       "purchase_header": "0190a000-0000-7000-8000-000000000033",
                     *       "grn_number": "GRN-00000007",
                     *       "received_date": "2026-01-31",
                     *       "location": "0190a000-0000-7000-8000-000000000008",
                     *       "notes": "One box wet",
                     *       "received_by": "0190a000-0000-7000-8000-000000000002",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "details": [
                     *         {
                     *           "grn_detail_id": "0190a000-0000-7000-8000-000000000039",
                     *           "grn_header": "0190a000-0000-7000-8000-000000000038",
                     *           "purchase_detail": "0190a000-0000-7000-8000-000000000034",
                     *           "product": "0190a000-0000-7000-8000-000000000005",
                     *           "quantity": "4",
                     *           "unit": "0190a000-0000-7000-8000-000000000007",
                     *           "price_per_unit": "1200.00",
                     *           "total_cost": "4600.00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        grn_header_id: string;
                        /** Format: uuid */
                        supplier: string;
                        po_header: string | null;
                        /** Format: uuid */
                        purchase_header: string;
                        grn_number: string;
                        /** Format: date */
                        received_date: string;
                        location: string | null;
                        notes: string;
                        received_by: string | null;
                        /** Format: date-time */
                        created_at: string;
                        details: {
                            /** Format: uuid */
                            grn_detail_id: string;
                            /** Format: uuid */
                            grn_header: string;
                            /** Format: uuid */
                            purchase_detail: string;
                            /** Format: uuid */
                            product: string;
                            unit: string | null;
                            /** Format: decimal */
                            quantity: string;
                            /** Format: decimal */
                            price_per_unit: string;
                            /** Format: decimal */
                            total_cost: string;
                        }[];
                    };
                };
            };
        };
    };
    "purchasing.listGoodsNoteLines": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                ordering?: "created_at" | "-created_at";
                /** @example 0190a000-0000-7000-8000-000000000038 */
                grn_header?: string;
                purchase_detail?: string;
                product?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "grn_detail_id": "0190a000-0000-7000-8000-000000000039",
                     *         "grn_header": "0190a000-0000-7000-8000-000000000038",
                     *         "purchase_detail": "0190a000-0000-7000-8000-000000000034",
                     *         "product": "0190a000-0000-7000-8000-000000000005",
                     *         "quantity": "4",
                     *         "unit": "0190a000-0000-7000-8000-000000000007",
                     *         "price_per_unit": "1200.00",
                     *         "total_cost": "4600.00"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        grn_detail_id: string;
                        /** Format: uuid */
                        grn_header: string;
                        /** Format: uuid */
                        purchase_detail: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        total_cost: string;
                    }[];
                };
            };
        };
    };
    "purchasing.receiveLine": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "grn_header": "0190a000-0000-7000-8000-000000000038",
                 *       "purchase_detail": "0190a000-0000-7000-8000-000000000034",
                 *       "product": "0190a000-0000-7000-8000-000000000005",
                 *       "quantity": "4"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /** Format: uuid */
                    grn_header: string;
                    /** Format: uuid */
                    grn_detail_id?: string;
                    /** Format: uuid */
                    purchase_detail?: string;
                    /** Format: uuid */
                    product?: string;
                    unit?: string | null;
                    /** @description A decimal amount. */
                    quantity: string | number;
                    /** @description A decimal amount. */
                    price_per_unit?: string | number;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "grn_detail_id": "0190a000-0000-7000-8000-000000000039",
                     *       "grn_header": "0190a000-0000-7000-8000-000000000038",
                     *       "purchase_detail": "0190a000-0000-7000-8000-000000000034",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "quantity": "4",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "price_per_unit": "1200.00",
                     *       "total_cost": "4600.00"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        grn_detail_id: string;
                        /** Format: uuid */
                        grn_header: string;
                        /** Format: uuid */
                        purchase_detail: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        total_cost: string;
                    };
                };
            };
        };
    };
    "purchasing.findGoodsNoteLine": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000039 */
                grn_detail_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "grn_detail_id": "0190a000-0000-7000-8000-000000000039",
                     *       "grn_header": "0190a000-0000-7000-8000-000000000038",
                     *       "purchase_detail": "0190a000-0000-7000-8000-000000000034",
                     *       "product": "0190a000-0000-7000-8000-000000000005",
                     *       "quantity": "4",
                     *       "unit": "0190a000-0000-7000-8000-000000000007",
                     *       "price_per_unit": "1200.00",
                     *       "total_cost": "4600.00"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        grn_detail_id: string;
                        /** Format: uuid */
                        grn_header: string;
                        /** Format: uuid */
                        purchase_detail: string;
                        /** Format: uuid */
                        product: string;
                        unit: string | null;
                        /** Format: decimal */
                        quantity: string;
                        /** Format: decimal */
                        price_per_unit: string;
                        /** Format: decimal */
                        total_cost: string;
                    };
                };
            };
        };
    };
    "purchasing.voidGoodsNoteLine": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000039 */
                grn_detail_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Counted wrong"
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "customers.listCustomers": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "created_at" | "-created_at";
                /** @example wanj */
                search?: string;
                phone?: string;
                email?: string;
                status?: "ACTIVE" | "ARCHIVED" | "ERASED";
                marketing_opt_in?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "customer_id": "0190a000-0000-7000-8000-000000000016",
                     *         "status": "ACTIVE",
                     *         "name": "Ann Wanjiru",
                     *         "email": "ann@example.com",
                     *         "phone": "0712 345 678",
                     *         "address": "Moi Avenue 12, Nairobi",
                     *         "description": "Likes the blue mugs.",
                     *         "marketing_opt_in": true,
                     *         "marketing_channels": [
                     *           "SMS"
                     *         ],
                     *         "consent_timestamp": "2026-01-31T12:00:00Z",
                     *         "created_at": "2026-01-31T12:00:00Z",
                     *         "updated_at": "2026-01-31T12:00:00Z",
                     *         "erased_at": null
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        customer_id: string;
                        /** @enum {string} */
                        status: "ACTIVE" | "ARCHIVED" | "ERASED" | "UNREADABLE";
                        name: string;
                        email: string | null;
                        phone: string | null;
                        address: string;
                        description: string;
                        marketing_opt_in: boolean;
                        marketing_channels: ("SMS" | "EMAIL" | "PHONE" | "WHATSAPP" | "POST")[];
                        consent_timestamp: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                        erased_at: string | null;
                    }[];
                };
            };
        };
    };
    "customers.createCustomer": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_client": "0190a000-0000-7000-8000-000000000001",
                 *       "name": "Ann Wanjiru",
                 *       "email": "ann@example.com",
                 *       "phone": "0712 345 678",
                 *       "address": "Moi Avenue 12, Nairobi",
                 *       "description": "Likes the blue mugs.",
                 *       "marketing_opt_in": true,
                 *       "marketing_channels": [
                 *         "SMS"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    customer_id?: string;
                    /** Format: uuid */
                    user_client?: string;
                    name: string;
                    email?: string | null;
                    phone?: string | null;
                    address?: string;
                    description?: string;
                    marketing_opt_in?: boolean;
                    marketing_channels?: ("SMS" | "EMAIL" | "PHONE" | "WHATSAPP" | "POST")[];
                    consent_timestamp?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "customer_id": "0190a000-0000-7000-8000-000000000016",
                     *       "status": "ACTIVE",
                     *       "name": "Ann Wanjiru",
                     *       "email": "ann@example.com",
                     *       "phone": "0712 345 678",
                     *       "address": "Moi Avenue 12, Nairobi",
                     *       "description": "Likes the blue mugs.",
                     *       "marketing_opt_in": true,
                     *       "marketing_channels": [
                     *         "SMS"
                     *       ],
                     *       "consent_timestamp": "2026-01-31T12:00:00Z",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "updated_at": "2026-01-31T12:00:00Z",
                     *       "erased_at": null
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        customer_id: string;
                        /** @enum {string} */
                        status: "ACTIVE" | "ARCHIVED" | "ERASED" | "UNREADABLE";
                        name: string;
                        email: string | null;
                        phone: string | null;
                        address: string;
                        description: string;
                        marketing_opt_in: boolean;
                        marketing_channels: ("SMS" | "EMAIL" | "PHONE" | "WHATSAPP" | "POST")[];
                        consent_timestamp: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                        erased_at: string | null;
                    };
                };
            };
        };
    };
    "customers.findCustomer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000016 */
                customer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "customer_id": "0190a000-0000-7000-8000-000000000016",
                     *       "status": "ACTIVE",
                     *       "name": "Ann Wanjiru",
                     *       "email": "ann@example.com",
                     *       "phone": "0712 345 678",
                     *       "address": "Moi Avenue 12, Nairobi",
                     *       "description": "Likes the blue mugs.",
                     *       "marketing_opt_in": true,
                     *       "marketing_channels": [
                     *         "SMS"
                     *       ],
                     *       "consent_timestamp": "2026-01-31T12:00:00Z",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "updated_at": "2026-01-31T12:00:00Z",
                     *       "erased_at": null
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        customer_id: string;
                        /** @enum {string} */
                        status: "ACTIVE" | "ARCHIVED" | "ERASED" | "UNREADABLE";
                        name: string;
                        email: string | null;
                        phone: string | null;
                        address: string;
                        description: string;
                        marketing_opt_in: boolean;
                        marketing_channels: ("SMS" | "EMAIL" | "PHONE" | "WHATSAPP" | "POST")[];
                        consent_timestamp: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                        erased_at: string | null;
                    };
                };
            };
        };
    };
    "customers.replaceCustomer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000016 */
                customer_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Ann Wanjiru",
                 *       "email": "ann@example.com",
                 *       "phone": "0712 345 678",
                 *       "address": "Moi Avenue 12, Nairobi",
                 *       "description": "Likes the blue mugs.",
                 *       "marketing_opt_in": true,
                 *       "marketing_channels": [
                 *         "SMS"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    name: string;
                    email?: string | null;
                    phone?: string | null;
                    address?: string;
                    description?: string;
                    marketing_opt_in?: boolean;
                    marketing_channels?: ("SMS" | "EMAIL" | "PHONE" | "WHATSAPP" | "POST")[];
                    consent_timestamp?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "customer_id": "0190a000-0000-7000-8000-000000000016",
                     *       "status": "ACTIVE",
                     *       "name": "Ann Wanjiru",
                     *       "email": "ann@example.com",
                     *       "phone": "0712 345 678",
                     *       "address": "Moi Avenue 12, Nairobi",
                     *       "description": "Likes the blue mugs.",
                     *       "marketing_opt_in": true,
                     *       "marketing_channels": [
                     *         "SMS"
                     *       ],
                     *       "consent_timestamp": "2026-01-31T12:00:00Z",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "updated_at": "2026-01-31T12:00:00Z",
                     *       "erased_at": null
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        customer_id: string;
                        /** @enum {string} */
                        status: "ACTIVE" | "ARCHIVED" | "ERASED" | "UNREADABLE";
                        name: string;
                        email: string | null;
                        phone: string | null;
                        address: string;
                        description: string;
                        marketing_opt_in: boolean;
                        marketing_channels: ("SMS" | "EMAIL" | "PHONE" | "WHATSAPP" | "POST")[];
                        consent_timestamp: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                        erased_at: string | null;
                    };
                };
            };
        };
    };
    "customers.archiveCustomer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000016 */
                customer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "customers.changeCustomer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000016 */
                customer_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "address": "Moi Avenue 12, Nairobi"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    name?: string;
                    email?: string | null;
                    phone?: string | null;
                    address?: string;
                    description?: string;
                    marketing_opt_in?: boolean;
                    marketing_channels?: ("SMS" | "EMAIL" | "PHONE" | "WHATSAPP" | "POST")[];
                    consent_timestamp?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "customer_id": "0190a000-0000-7000-8000-000000000016",
                     *       "status": "ACTIVE",
                     *       "name": "Ann Wanjiru",
                     *       "email": "ann@example.com",
                     *       "phone": "0712 345 678",
                     *       "address": "Moi Avenue 12, Nairobi",
                     *       "description": "Likes the blue mugs.",
                     *       "marketing_opt_in": true,
                     *       "marketing_channels": [
                     *         "SMS"
                     *       ],
                     *       "consent_timestamp": "2026-01-31T12:00:00Z",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "updated_at": "2026-01-31T12:00:00Z",
                     *       "erased_at": null
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        customer_id: string;
                        /** @enum {string} */
                        status: "ACTIVE" | "ARCHIVED" | "ERASED" | "UNREADABLE";
                        name: string;
                        email: string | null;
                        phone: string | null;
                        address: string;
                        description: string;
                        marketing_opt_in: boolean;
                        marketing_channels: ("SMS" | "EMAIL" | "PHONE" | "WHATSAPP" | "POST")[];
                        consent_timestamp: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                        erased_at: string | null;
                    };
                };
            };
        };
    };
    "customers.listConsents": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                ordering?: "consent_number" | "-consent_number";
            };
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000016 */
                customer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "consent_number": 1,
                     *         "marketing_opt_in": true,
                     *         "marketing_channels": [
                     *           "SMS"
                     *         ],
                     *         "source": "API",
                     *         "recorded_by": "0190a000-0000-7000-8000-000000000003",
                     *         "occurred_at": "2026-01-31T12:00:00Z",
                     *         "recorded_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        consent_number: number;
                        marketing_opt_in: boolean;
                        marketing_channels: ("SMS" | "EMAIL" | "PHONE" | "WHATSAPP" | "POST")[];
                        /** @enum {string} */
                        source: "API" | "REGISTER" | "CHECKOUT" | "IDENTIFIED" | "ERASURE";
                        recorded_by: string | null;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        recorded_at: string;
                    }[];
                };
            };
        };
    };
    "customers.exportCustomer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000016 */
                customer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "exported_at": "2026-01-31T12:00:00Z",
                     *       "customer": {
                     *         "customer_id": "0190a000-0000-7000-8000-000000000016",
                     *         "status": "ACTIVE",
                     *         "name": "Ann Wanjiru",
                     *         "email": "ann@example.com",
                     *         "phone": "0712 345 678",
                     *         "address": "Moi Avenue 12, Nairobi",
                     *         "description": "Likes the blue mugs.",
                     *         "marketing_opt_in": true,
                     *         "marketing_channels": [
                     *           "SMS"
                     *         ],
                     *         "consent_timestamp": "2026-01-31T12:00:00Z",
                     *         "created_at": "2026-01-31T12:00:00Z",
                     *         "updated_at": "2026-01-31T12:00:00Z",
                     *         "erased_at": null
                     *       },
                     *       "consents": [
                     *         {
                     *           "consent_number": 1,
                     *           "marketing_opt_in": true,
                     *           "marketing_channels": [
                     *             "SMS"
                     *           ],
                     *           "source": "API",
                     *           "recorded_by": "0190a000-0000-7000-8000-000000000003",
                     *           "occurred_at": "2026-01-31T12:00:00Z",
                     *           "recorded_at": "2026-01-31T12:00:00Z"
                     *         }
                     *       ],
                     *       "anonymous_profiles": [
                     *         {
                     *           "anonymous_customer_id": "0190a000-0000-7000-8000-000000000041",
                     *           "customer": "0190a000-0000-7000-8000-000000000016",
                     *           "first_seen": "2026-01-30T12:00:00Z",
                     *           "last_seen": "2026-01-31T12:00:00Z",
                     *           "visit_count": 2,
                     *           "features_json": {},
                     *           "confidence_score": "1",
                     *           "identified_at": "2026-01-31T12:00:00Z"
                     *         }
                     *       ],
                     *       "sales": [
                     *         {
                     *           "sales_header_id": "0190a000-0000-7000-8000-000000000011",
                     *           "order_number": "SO-1A2B3C4D",
                     *           "receipt_number": "T1-000164",
                     *           "register_id": "0190a000-0000-7000-8000-000000000004",
                     *           "epoch": 1,
                     *           "seq": 1,
                     *           "customer": "0190a000-0000-7000-8000-000000000016",
                     *           "anonymous_customer_id": null,
                     *           "session": "0190a000-0000-7000-8000-000000000010",
                     *           "location": "0190a000-0000-7000-8000-000000000008",
                     *           "cashier": "0190a000-0000-7000-8000-000000000003",
                     *           "currency": "KES",
                     *           "subtotal": "1750.00",
                     *           "discount": "0.00",
                     *           "tax": "241.38",
                     *           "rounding": "0.00",
                     *           "total_price": "1750.00",
                     *           "change": "0.00",
                     *           "refunded_total": "0.00",
                     *           "remaining_balance": "0.00",
                     *           "status": "COMPLETED",
                     *           "price_book_version": 1,
                     *           "rules_version": 1,
                     *           "source": "REGISTER",
                     *           "note": "Gift wrapped",
                     *           "flags": [],
                     *           "body_hash": "507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5",
                     *           "occurred_at": "2026-01-31T12:00:00Z",
                     *           "received_at": "2026-01-31T12:00:00Z",
                     *           "expires_at": "2026-01-31T12:15:00Z",
                     *           "lines": [
                     *             {
                     *               "sales_detail_id": "0190a000-0000-7000-8000-000000000011:1",
                     *               "sales_header": "0190a000-0000-7000-8000-000000000011",
                     *               "line_number": 1,
                     *               "product": "0190a000-0000-7000-8000-000000000005",
                     *               "unit": "0190a000-0000-7000-8000-000000000007",
                     *               "sku": "KIT-00001",
                     *               "name": "Mug",
                     *               "quantity": "1",
                     *               "refunded_quantity": "0",
                     *               "price_per_unit": "1750.00",
                     *               "discount": "0.00",
                     *               "tax_code": "STD",
                     *               "tax": "241.38",
                     *               "total": "1750.00"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "sales_count": 1
                     *     }
                     */
                    "application/json": {
                        /** Format: date-time */
                        exported_at: string;
                        customer: {
                            /** Format: uuid */
                            customer_id: string;
                            /** @enum {string} */
                            status: "ACTIVE" | "ARCHIVED" | "ERASED" | "UNREADABLE";
                            name: string;
                            email: string | null;
                            phone: string | null;
                            address: string;
                            description: string;
                            marketing_opt_in: boolean;
                            marketing_channels: ("SMS" | "EMAIL" | "PHONE" | "WHATSAPP" | "POST")[];
                            consent_timestamp: string | null;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                            erased_at: string | null;
                        };
                        consents: {
                            consent_number: number;
                            marketing_opt_in: boolean;
                            marketing_channels: ("SMS" | "EMAIL" | "PHONE" | "WHATSAPP" | "POST")[];
                            /** @enum {string} */
                            source: "API" | "REGISTER" | "CHECKOUT" | "IDENTIFIED" | "ERASURE";
                            recorded_by: string | null;
                            /** Format: date-time */
                            occurred_at: string;
                            /** Format: date-time */
                            recorded_at: string;
                        }[];
                        anonymous_profiles: {
                            /** Format: uuid */
                            anonymous_customer_id: string;
                            customer: string | null;
                            /** Format: date-time */
                            first_seen: string;
                            /** Format: date-time */
                            last_seen: string;
                            visit_count: number;
                            features_json: Record<string, never>;
                            /** Format: decimal */
                            confidence_score: string;
                            identified_at: string | null;
                        }[];
                        sales: {
                            /** Format: uuid */
                            sales_header_id: string;
                            order_number: string;
                            receipt_number: string | null;
                            register_id: string | null;
                            epoch: number | null;
                            seq: number | null;
                            customer: string | null;
                            anonymous_customer_id: string | null;
                            session: string | null;
                            location: string | null;
                            cashier: string | null;
                            currency: string;
                            /** Format: decimal */
                            subtotal: string;
                            /** Format: decimal */
                            discount: string;
                            /** Format: decimal */
                            tax: string;
                            /** Format: decimal */
                            rounding: string;
                            /** Format: decimal */
                            total_price: string;
                            /** Format: decimal */
                            change: string;
                            /** Format: decimal */
                            refunded_total: string;
                            /** Format: decimal */
                            remaining_balance: string;
                            /** @enum {string} */
                            status: "PENDING" | "CONFIRMED" | "COMPLETED" | "CANCELLED" | "EXPIRED" | "VOIDED" | "PARTIALLY_REFUNDED" | "REFUNDED";
                            price_book_version: number;
                            rules_version: number;
                            /** @enum {string} */
                            source: "REGISTER" | "IMPORT";
                            note: string | null;
                            flags: ("total_differs" | "tender_differs" | "rate_unknown" | "foreign_cash_differs" | "unknown_price_book" | "unknown_tax_code" | "promotions_unknown" | "promotion_differs" | "coupon_overused" | "product_unknown" | "product_inactive" | "clock_suspect" | "refund_exceeds_sale" | "refund_differs" | "return_window_over" | "receipt_missing" | "sale_voided" | "store_credit_unknown" | "store_credit_expired" | "store_credit_overdrawn" | "session_unknown" | "session_closed" | "count_differs" | "approval_unfit" | "approval_missing")[];
                            body_hash: string;
                            /** Format: date-time */
                            occurred_at: string;
                            /** Format: date-time */
                            received_at: string;
                            expires_at: string | null;
                            lines: {
                                sales_detail_id: string;
                                /** Format: uuid */
                                sales_header: string;
                                line_number: number;
                                /** Format: uuid */
                                product: string;
                                unit: string | null;
                                sku: string;
                                name: string;
                                /** Format: decimal */
                                quantity: string;
                                /** Format: decimal */
                                refunded_quantity: string;
                                /** Format: decimal */
                                price_per_unit: string;
                                /** Format: decimal */
                                discount: string;
                                tax_code: string;
                                /** Format: decimal */
                                tax: string;
                                /** Format: decimal */
                                total: string;
                            }[];
                        }[];
                        sales_count: number;
                    };
                };
            };
        };
    };
    "customers.eraseCustomer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000016 */
                customer_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Asked by letter of 3 May."
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "customer_id": "0190a000-0000-7000-8000-000000000016",
                     *       "status": "ERASED",
                     *       "name": "",
                     *       "email": null,
                     *       "phone": null,
                     *       "address": "",
                     *       "description": "",
                     *       "marketing_opt_in": false,
                     *       "marketing_channels": [],
                     *       "consent_timestamp": "2026-01-31T12:00:00Z",
                     *       "created_at": "2026-01-31T12:00:00Z",
                     *       "updated_at": "2026-01-31T12:00:00Z",
                     *       "erased_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        customer_id: string;
                        /** @enum {string} */
                        status: "ACTIVE" | "ARCHIVED" | "ERASED" | "UNREADABLE";
                        name: string;
                        email: string | null;
                        phone: string | null;
                        address: string;
                        description: string;
                        marketing_opt_in: boolean;
                        marketing_channels: ("SMS" | "EMAIL" | "PHONE" | "WHATSAPP" | "POST")[];
                        consent_timestamp: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                        erased_at: string | null;
                    };
                };
            };
        };
    };
    "customers.findTillCopies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kept": "MASKED"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        kept: "NONE" | "MASKED" | "WHOLE";
                    };
                };
            };
        };
    };
    "customers.changeTillCopies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kept": "NONE"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    kept: "NONE" | "MASKED" | "WHOLE";
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kept": "NONE"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        kept: "NONE" | "MASKED" | "WHOLE";
                    };
                };
            };
        };
    };
    "customers.listProfiles": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -last_seen */
                ordering?: "last_seen" | "-last_seen" | "first_seen" | "-first_seen";
                customer?: string;
                /** @example false */
                is_identified?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "anonymous_customer_id": "0190a000-0000-7000-8000-000000000041",
                     *         "customer": null,
                     *         "first_seen": "2026-01-30T12:00:00Z",
                     *         "last_seen": "2026-01-31T12:00:00Z",
                     *         "visit_count": 2,
                     *         "features_json": {},
                     *         "confidence_score": "0",
                     *         "identified_at": null
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        anonymous_customer_id: string;
                        customer: string | null;
                        /** Format: date-time */
                        first_seen: string;
                        /** Format: date-time */
                        last_seen: string;
                        visit_count: number;
                        features_json: Record<string, never>;
                        /** Format: decimal */
                        confidence_score: string;
                        identified_at: string | null;
                    }[];
                };
            };
        };
    };
    "customers.createProfile": {
        parameters: {
            query?: never;
            header?: {
                /** @description A UUID: the id of what is made, where the body says none. The same request again gets the first answer; another body under the same key is `id_reused`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "user_client": "0190a000-0000-7000-8000-000000000001",
                 *       "first_seen": "2026-01-30T12:00:00Z",
                 *       "visit_count": 2
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    anonymous_customer_id?: string;
                    /**
                     * Format: date-time
                     * @description RFC 3339 with an offset of at most 14:00, a day that exists, years 1900 to 2999, no second 60
                     */
                    first_seen?: string;
                    /** Format: uuid */
                    user_client?: string;
                    /**
                     * Format: date-time
                     * @description RFC 3339 with an offset of at most 14:00, a day that exists, years 1900 to 2999, no second 60
                     */
                    last_seen?: string;
                    visit_count?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "anonymous_customer_id": "0190a000-0000-7000-8000-000000000041",
                     *       "customer": null,
                     *       "first_seen": "2026-01-30T12:00:00Z",
                     *       "last_seen": "2026-01-31T12:00:00Z",
                     *       "visit_count": 2,
                     *       "features_json": {},
                     *       "confidence_score": "0",
                     *       "identified_at": null
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        anonymous_customer_id: string;
                        customer: string | null;
                        /** Format: date-time */
                        first_seen: string;
                        /** Format: date-time */
                        last_seen: string;
                        visit_count: number;
                        features_json: Record<string, never>;
                        /** Format: decimal */
                        confidence_score: string;
                        identified_at: string | null;
                    };
                };
            };
        };
    };
    "customers.findProfile": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000041 */
                anonymous_customer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "anonymous_customer_id": "0190a000-0000-7000-8000-000000000041",
                     *       "customer": null,
                     *       "first_seen": "2026-01-30T12:00:00Z",
                     *       "last_seen": "2026-01-31T12:00:00Z",
                     *       "visit_count": 2,
                     *       "features_json": {},
                     *       "confidence_score": "0",
                     *       "identified_at": null
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        anonymous_customer_id: string;
                        customer: string | null;
                        /** Format: date-time */
                        first_seen: string;
                        /** Format: date-time */
                        last_seen: string;
                        visit_count: number;
                        features_json: Record<string, never>;
                        /** Format: decimal */
                        confidence_score: string;
                        identified_at: string | null;
                    };
                };
            };
        };
    };
    "customers.replaceProfile": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000041 */
                anonymous_customer_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "last_seen": "2026-01-31T12:00:00Z",
                 *       "visit_count": 2
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /**
                     * Format: date-time
                     * @description RFC 3339 with an offset of at most 14:00, a day that exists, years 1900 to 2999, no second 60
                     */
                    last_seen?: string;
                    visit_count?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "anonymous_customer_id": "0190a000-0000-7000-8000-000000000041",
                     *       "customer": null,
                     *       "first_seen": "2026-01-30T12:00:00Z",
                     *       "last_seen": "2026-01-31T12:00:00Z",
                     *       "visit_count": 2,
                     *       "features_json": {},
                     *       "confidence_score": "0",
                     *       "identified_at": null
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        anonymous_customer_id: string;
                        customer: string | null;
                        /** Format: date-time */
                        first_seen: string;
                        /** Format: date-time */
                        last_seen: string;
                        visit_count: number;
                        features_json: Record<string, never>;
                        /** Format: decimal */
                        confidence_score: string;
                        identified_at: string | null;
                    };
                };
            };
        };
    };
    "customers.deleteProfile": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000041 */
                anonymous_customer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "customers.changeProfile": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000041 */
                anonymous_customer_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "last_seen": "2026-01-31T12:00:00Z",
                 *       "visit_count": 2
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    /**
                     * Format: date-time
                     * @description RFC 3339 with an offset of at most 14:00, a day that exists, years 1900 to 2999, no second 60
                     */
                    last_seen?: string;
                    visit_count?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "anonymous_customer_id": "0190a000-0000-7000-8000-000000000041",
                     *       "customer": null,
                     *       "first_seen": "2026-01-30T12:00:00Z",
                     *       "last_seen": "2026-01-31T12:00:00Z",
                     *       "visit_count": 2,
                     *       "features_json": {},
                     *       "confidence_score": "0",
                     *       "identified_at": null
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        anonymous_customer_id: string;
                        customer: string | null;
                        /** Format: date-time */
                        first_seen: string;
                        /** Format: date-time */
                        last_seen: string;
                        visit_count: number;
                        features_json: Record<string, never>;
                        /** Format: decimal */
                        confidence_score: string;
                        identified_at: string | null;
                    };
                };
            };
        };
    };
    "customers.identifyProfile": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000041 */
                anonymous_customer_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "Ann Wanjiru",
                 *       "phone": "0712 345 678"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    user_client?: string;
                    name?: string;
                    phone?: string | null;
                    email?: string | null;
                    address?: string;
                    marketing_opt_in?: boolean;
                    marketing_channels?: ("SMS" | "EMAIL" | "PHONE" | "WHATSAPP" | "POST")[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "anonymous_customer_id": "0190a000-0000-7000-8000-000000000041",
                     *       "customer_id": "0190a000-0000-7000-8000-000000000016",
                     *       "customer": {
                     *         "customer_id": "0190a000-0000-7000-8000-000000000016",
                     *         "status": "ACTIVE",
                     *         "name": "Ann Wanjiru",
                     *         "email": "ann@example.com",
                     *         "phone": "0712 345 678",
                     *         "address": "Moi Avenue 12, Nairobi",
                     *         "description": "Likes the blue mugs.",
                     *         "marketing_opt_in": true,
                     *         "marketing_channels": [
                     *           "SMS"
                     *         ],
                     *         "consent_timestamp": "2026-01-31T12:00:00Z",
                     *         "created_at": "2026-01-31T12:00:00Z",
                     *         "updated_at": "2026-01-31T12:00:00Z",
                     *         "erased_at": null
                     *       },
                     *       "is_new": false
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        anonymous_customer_id: string;
                        /** Format: uuid */
                        customer_id: string;
                        customer: {
                            /** Format: uuid */
                            customer_id: string;
                            /** @enum {string} */
                            status: "ACTIVE" | "ARCHIVED" | "ERASED" | "UNREADABLE";
                            name: string;
                            email: string | null;
                            phone: string | null;
                            address: string;
                            description: string;
                            marketing_opt_in: boolean;
                            marketing_channels: ("SMS" | "EMAIL" | "PHONE" | "WHATSAPP" | "POST")[];
                            consent_timestamp: string | null;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                            erased_at: string | null;
                        };
                        is_new: boolean;
                    };
                };
            };
        };
    };
    "audit.listEntries": {
        parameters: {
            query?: {
                /** @example 50 */
                limit?: number;
                cursor?: string;
                /** @example -created_at */
                ordering?: "created_at" | "-created_at" | "seq" | "-seq";
                /** @example mug */
                search?: string;
                chain_id?: string;
                action?: string;
                model_name?: string;
                object_id?: string;
                user?: string;
                occurred_after?: string;
                occurred_before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    /** @description Where the next page is, rel="next". */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "audit_log_id": "0190a000-0000-7000-8000-000000000026",
                     *         "chain_id": "register:0190a000-0000-7000-8000-000000000004",
                     *         "seq": 1,
                     *         "action": "PRICE_OVERRIDE",
                     *         "model_name": "Product",
                     *         "object_id": "0190a000-0000-7000-8000-000000000005",
                     *         "user": "0190a000-0000-7000-8000-000000000002",
                     *         "reason": "Counted again",
                     *         "before_data": {
                     *           "price": "1800.00"
                     *         },
                     *         "after_data": {
                     *           "price": "1750.00"
                     *         },
                     *         "data": {
                     *           "price": "1750.00"
                     *         },
                     *         "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *         "previous_hash": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *         "occurred_at": "2026-01-31T12:00:00Z",
                     *         "created_at": "2026-01-31T12:00:00Z"
                     *       }
                     *     ]
                     */
                    "application/json": {
                        /** Format: uuid */
                        audit_log_id: string;
                        chain_id: string;
                        seq: number;
                        action: string;
                        model_name: string;
                        object_id: string;
                        user: string | null;
                        reason: string;
                        before_data: {
                            [key: string]: unknown;
                        } | null;
                        after_data: {
                            [key: string]: unknown;
                        } | null;
                        data: {
                            [key: string]: unknown;
                        };
                        hash: string;
                        previous_hash: string;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        created_at: string;
                    }[];
                };
            };
        };
    };
    "audit.findEntry": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0190a000-0000-7000-8000-000000000026 */
                audit_log_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "audit_log_id": "0190a000-0000-7000-8000-000000000026",
                     *       "chain_id": "register:0190a000-0000-7000-8000-000000000004",
                     *       "seq": 1,
                     *       "action": "PRICE_OVERRIDE",
                     *       "model_name": "Product",
                     *       "object_id": "0190a000-0000-7000-8000-000000000005",
                     *       "user": "0190a000-0000-7000-8000-000000000002",
                     *       "reason": "Counted again",
                     *       "before_data": {
                     *         "price": "1800.00"
                     *       },
                     *       "after_data": {
                     *         "price": "1750.00"
                     *       },
                     *       "data": {
                     *         "price": "1750.00"
                     *       },
                     *       "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *       "previous_hash": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *       "occurred_at": "2026-01-31T12:00:00Z",
                     *       "created_at": "2026-01-31T12:00:00Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        audit_log_id: string;
                        chain_id: string;
                        seq: number;
                        action: string;
                        model_name: string;
                        object_id: string;
                        user: string | null;
                        reason: string;
                        before_data: {
                            [key: string]: unknown;
                        } | null;
                        after_data: {
                            [key: string]: unknown;
                        } | null;
                        data: {
                            [key: string]: unknown;
                        };
                        hash: string;
                        previous_hash: string;
                        /** Format: date-time */
                        occurred_at: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
        };
    };
    "audit.listChains": {
        parameters: {
            query?: {
                chain_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "chains": [
                     *         {
                     *           "chain_id": "register:0190a000-0000-7000-8000-000000000004",
                     *           "entries": 1,
                     *           "head_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *           "is_whole": true,
                     *           "first_breach_seq": null
                     *         }
                     *       ],
                     *       "is_whole": true
                     *     }
                     */
                    "application/json": {
                        chains: {
                            chain_id: string;
                            entries: number;
                            head_hash: string;
                            is_whole: boolean;
                            first_breach_seq: number | null;
                        }[];
                        is_whole: boolean;
                    };
                };
            };
        };
    };
}
