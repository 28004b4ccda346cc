/** The languages a till speaks. Another one is one more table, and a line here. */
export const languages = ['en', 'sw'] as const;
export type Language = (typeof languages)[number];

/** Each in itself, as somebody looks for it who reads no other. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', sw: 'Kiswahili' };

/** Which way it is written. Everything is laid out by logical sides, so this is all it takes. */
export const directions: Readonly<Record<Language, 'ltr' | 'rtl'>> = { en: 'ltr', sw: 'ltr' };

export function isLanguage(text: string): text is Language {
  return (languages as readonly string[]).includes(text);
}
