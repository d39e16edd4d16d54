// The text with Thai digits as Arabic ones, which numbers are read from.
const DIGITS = "๐๑๒๓๔๕๖๗๘๙";
export const arabic = (text) => text.replace(/[๐-๙]/g, (sign) => DIGITS.indexOf(sign));
