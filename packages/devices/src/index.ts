/** The register's devices, each a port with a real driver and a pretend twin. */
export type * from './cash-drawer.ts';
export type { Clock } from './clock.ts';
export type * from './customer-display.ts';
export { encodeDocument, encodeDrawerPulse } from './escpos/encode.ts';
export type { DrawLine, EncodedDocument } from './escpos/encode.ts';
export { paperText } from './escpos/paper-text.ts';
export type { PaperStrip } from './escpos/paper.ts';
export { printerProfiles } from './escpos/profile.ts';
export type { CodePage, PrinterProfile } from './escpos/profile.ts';
export { readPaper } from './escpos/read-paper.ts';
export type * from './print-document.ts';
export type * from './queue/print-queue.ts';
export type * from './printer.ts';
export { receiptDocument } from './receipt-document.ts';
export type { ReceiptExtras } from './receipt-document.ts';
export { reportLabels } from './report-labels.ts';
export type { ReportLabels } from './report-labels.ts';
export type * from './scanner.ts';
export { sessionReportDocument } from './session-report.ts';
export type { SessionReport } from './session-report.ts';
export { escposDevices } from './escpos-printer.ts';
export type { EscposDevices, EscposSettings } from './escpos-printer.ts';
export type * from './link/byte-link.ts';
export type * from './link/web-usb-types.ts';
export { chooseUsbPrinter, usbLink } from './link/web-usb.ts';
export type { UsbPrinterId } from './link/web-usb.ts';
export { chooseSerialPrinter, serialLink } from './link/web-serial.ts';
export type { Serial, SerialPort, SerialPrinterId, SerialSettings } from './link/web-serial.ts';
export {
  bluetoothLink,
  chooseBluetoothPrinter,
  findBluetoothPrinter,
} from './link/web-bluetooth.ts';
export type { Bluetooth, BluetoothDevice } from './link/web-bluetooth.ts';
export { pretendPrinter } from './pretend/pretend-printer.ts';
export type { PretendPrinter, PretendSettings } from './pretend/pretend-printer.ts';
export { createPrintQueue } from './queue/create-print-queue.ts';
export type { PrintQueueSettings } from './queue/create-print-queue.ts';
export type { DatabaseFactory } from './queue/indexed-db-types.ts';
export { indexedPrintStore } from './queue/indexed-print-store.ts';
export { memoryPrintStore } from './queue/memory-print-store.ts';
export type { PrintStore } from './queue/print-store.ts';
