import { bluetoothLink, serialLink, usbLink } from '../src/index.ts';
import { pretendLink } from '../src/pretend/pretend-link.ts';
import { pretendUsb, pretendUsbId } from '../src/pretend/pretend-usb.ts';
import { fakeBluetooth } from './fake-web-bluetooth.ts';
import { fakeSerial, serialId } from './fake-web-serial.ts';
import { printerSuite } from './printer-suite.ts';

printerSuite({ name: 'a pretend cable', saysStatus: true, link: pretendLink });

printerSuite({
  name: 'WebUSB',
  saysStatus: true,
  link: (wire, clock) => usbLink(pretendUsb(wire), pretendUsbId, clock),
});

printerSuite({
  name: 'Web Serial',
  saysStatus: true,
  link: (wire, clock) => serialLink(fakeSerial(wire), serialId, clock),
});

printerSuite({
  name: 'Web Bluetooth',
  saysStatus: false,
  link: (wire, clock) => bluetoothLink(fakeBluetooth(wire), clock),
});
