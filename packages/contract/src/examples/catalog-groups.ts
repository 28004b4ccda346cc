/** One example of each operation of catalog groups, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

export const catalogGroupsExamples: Examples = {
  'catalog.listCategories': {
    request: { limit: 50, ordering: '-name', search: 'mug' },
    response: [
      { category_id: ids.category, name: 'Kitchen', description: 'Things for the kitchen' },
    ],
  },
  'catalog.createCategory': {
    request: { name: 'Kitchen', description: 'Things for the kitchen' },
    response: { category_id: ids.category, name: 'Kitchen', description: 'Things for the kitchen' },
  },
  'catalog.findCategory': {
    request: { category_id: ids.category },
    response: { category_id: ids.category, name: 'Kitchen', description: 'Things for the kitchen' },
  },
  'catalog.changeCategory': {
    request: { category_id: ids.category, name: 'Kitchen', description: 'Things for the kitchen' },
    response: { category_id: ids.category, name: 'Kitchen', description: 'Things for the kitchen' },
  },
  'catalog.replaceCategory': {
    request: { category_id: ids.category, name: 'Kitchen', description: 'Things for the kitchen' },
    response: { category_id: ids.category, name: 'Kitchen', description: 'Things for the kitchen' },
  },
  'catalog.deleteCategory': { request: { category_id: ids.category } },
  'catalog.listUnits': {
    request: { limit: 50, ordering: '-unit_name', search: 'mug' },
    response: [{ unit_id: ids.unit, unit_name: 'piece', description: 'Things for the kitchen' }],
  },
  'catalog.createUnit': {
    request: { unit_name: 'piece', description: 'Things for the kitchen' },
    response: { unit_id: ids.unit, unit_name: 'piece', description: 'Things for the kitchen' },
  },
  'catalog.findUnit': {
    request: { unit_id: ids.unit },
    response: { unit_id: ids.unit, unit_name: 'piece', description: 'Things for the kitchen' },
  },
  'catalog.changeUnit': {
    request: { unit_id: ids.unit, unit_name: 'piece', description: 'Things for the kitchen' },
    response: { unit_id: ids.unit, unit_name: 'piece', description: 'Things for the kitchen' },
  },
  'catalog.replaceUnit': {
    request: { unit_id: ids.unit, unit_name: 'piece', description: 'Things for the kitchen' },
    response: { unit_id: ids.unit, unit_name: 'piece', description: 'Things for the kitchen' },
  },
  'catalog.deleteUnit': { request: { unit_id: ids.unit } },
};
