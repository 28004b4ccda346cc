/** One example of each operation of stock locations, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const location = {
  location_id: ids.location,
  name: 'Storeroom',
  code: 'STORE',
  address: 'Moi Avenue 12, Nairobi',
  is_active: true,
  is_main: false,
  created_at: '2026-01-31T12:00:00Z',
};

const locationStock = {
  pls_id: ids.stock,
  product: ids.product,
  location: ids.location,
  quantity: '1',
  min_quantity: '5',
  max_quantity: '100',
};

export const stockLocationsExamples: Examples = {
  'inventory.listLocations': {
    request: { limit: 50, ordering: '-name', search: 'ma' },
    response: [location],
  },
  'inventory.createLocation': {
    request: {
      user_client: ids.tenant,
      name: 'Storeroom',
      code: 'STORE',
      address: 'Moi Avenue 12, Nairobi',
    },
    response: location,
  },
  'inventory.findLocation': { request: { location_id: ids.location }, response: location },
  'inventory.changeLocation': {
    request: { name: 'Storeroom', code: 'STORE', location_id: ids.location },
    response: location,
  },
  'inventory.replaceLocation': {
    request: {
      location_id: ids.location,
      name: 'Storeroom',
      code: 'STORE',
      address: 'Moi Avenue 12, Nairobi',
    },
    response: location,
  },
  'inventory.archiveLocation': { request: { location_id: ids.location } },
  'inventory.listLocationStocks': {
    request: { limit: 50, ordering: '-product' },
    response: [locationStock],
  },
  'inventory.registerLocationStock': {
    request: { product: ids.product, location: ids.location, quantity: 1, min_quantity: 5 },
    response: { ...locationStock, max_quantity: null },
  },
  'inventory.findLocationStock': { request: { pls_id: ids.stock }, response: locationStock },
  'inventory.changeLocationStock': {
    request: { pls_id: ids.stock, min_quantity: '5', max_quantity: '100' },
    response: locationStock,
  },
  'inventory.replaceLocationStock': { request: locationStock, response: locationStock },
  'inventory.removeLocationStock': { request: { pls_id: ids.stock } },
};
