/** Signatures and sizes of the parts of a zip archive (PKWARE, APPNOTE.TXT 6.3.10). */
export const LOCAL = { signature: 0x04034b50, size: 30 };
export const CENTRAL = { signature: 0x02014b50, size: 46 };
export const END = { signature: 0x06054b50, size: 22 };
export const LOCATOR64 = { signature: 0x07064b50, size: 20 };
export const END64 = { signature: 0x06064b50, size: 56 };
export const DESCRIPTOR = 0x08074b50;

export const ZIP64_EXTRA = 0x0001;
/** A size or place that stands elsewhere, as 64 bits. */
export const FULL16 = 0xffff;
export const FULL32 = 0xffffffff;

export const METHOD = { stored: 0, deflated: 8 } as const;
export const FLAG = {
  encrypted: 0x0001,
  descriptor: 0x0008,
  patch: 0x0020,
  strong: 0x0040,
  utf8: 0x0800,
  masked: 0x2000,
};
/** Versions a reader needs: 2.0 for DEFLATE, 4.5 for 64 bits. */
export const VERSION = { plain: 20, zip64: 45 };
/** 1 January 1980, the first date there is: the same content gives the same bytes. */
export const NO_DATE = 0x0021;
