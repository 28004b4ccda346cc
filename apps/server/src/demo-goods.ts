/** What the demo shops sell. Every name is invented. */

export interface DemoShop {
  readonly name: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly phonePrefix: string;
  readonly goods: readonly (readonly [
    sku: string,
    name: string,
    price: string,
    category: string,
  ])[];
}

export const demoShops: readonly [DemoShop, DemoShop] = [
  {
    name: 'Gullwing Gifts',
    currency: 'GBP',
    timeZone: 'Europe/London',
    phonePrefix: '+44770090',
    goods: [
      ['GG-MUG-01', 'Stoneware mug, storm blue', '8.50', 'Kitchen'],
      ['GG-MUG-02', 'Stoneware mug, oat', '8.50', 'Kitchen'],
      ['GG-TEA-01', 'Harbour breakfast tea, 125 g', '6.25', 'Pantry'],
      ['GG-JAM-01', 'Damson jam, 340 g', '4.75', 'Pantry'],
      ['GG-CAN-01', 'Beeswax candle, tall', '12.00', 'Home'],
      ['GG-CAN-02', 'Tea lights, box of 12', '3.95', 'Home'],
      ['GG-BLK-01', 'Lambswool blanket, heather', '64.00', 'Home'],
      ['GG-CRD-01', 'Greeting card, lighthouse', '2.80', 'Paper'],
      ['GG-CRD-02', 'Greeting card, gull', '2.80', 'Paper'],
      ['GG-BAG-01', 'Cotton tote, rope handle', '9.90', 'Bags'],
    ],
  },
  {
    name: 'Duka la Tumaini',
    currency: 'KES',
    timeZone: 'Africa/Nairobi',
    phonePrefix: '+25470000',
    goods: [
      ['DT-UNGA-2', 'Unga wa mahindi Jua, 2 kg', '210.00', 'Food'],
      ['DT-RICE-1', 'Mchele Pishori Kito, 1 kg', '240.00', 'Food'],
      ['DT-SUG-1', 'Sukari Tamu, 1 kg', '165.00', 'Food'],
      ['DT-OIL-1', 'Mafuta ya kupikia Zawadi, 1 l', '330.00', 'Food'],
      ['DT-MILK-5', 'Maziwa Mlima, 500 ml', '60.00', 'Dairy'],
      ['DT-TEA-250', 'Chai Kilele, 250 g', '145.00', 'Drinks'],
      ['DT-SODA-5', 'Soda Baridi, 500 ml', '70.00', 'Drinks'],
      ['DT-SOAP-8', 'Sabuni Safi, 800 g', '190.00', 'Home'],
      ['DT-BREAD', 'Mkate Asubuhi, 400 g', '65.00', 'Bakery'],
      ['DT-AIR-100', 'Airtime 100', '100.00', 'Services'],
    ],
  },
];
