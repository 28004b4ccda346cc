/** Which PINs are among the first that anybody tries. */

/** In words that go on "is …"; undefined for a PIN that will do. */
export function flawOfPin(pin: string, phoneNumber: string): string | undefined {
  if (isRepeated(pin)) return 'the same digits again and again';
  if (isRun(pin, 1) || isRun(pin, -1)) return 'digits in a row';
  if (phoneNumber.endsWith(pin)) return 'the end of the phone number';
  return undefined;
}

/** `1111`, `4747`, `123123`. */
function isRepeated(pin: string): boolean {
  for (let length = 1; length <= pin.length / 2; length += 1) {
    if (pin.slice(0, length).repeat(pin.length / length) === pin) return true;
  }
  return false;
}

/** `2345`, `9876`, and past the end of the keys: `8901`. */
function isRun(pin: string, step: number): boolean {
  const digits = Array.from(pin, Number);
  return digits.every((digit, place) => {
    const before = digits[place - 1];
    return before === undefined || digit === (before + step + 10) % 10;
  });
}
