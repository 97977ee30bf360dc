import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import { de } from './de';
import { en } from './en';
import { formatFor, type Format, type Language } from './format';

export type Dictionary = typeof en;

const dictionaries: Record<Language, Dictionary> = { en, de };
const KEY = 'kohorte.language';

interface I18n {
  t: Dictionary;
  f: Format;
  language: Language;
  speak: (language: Language) => void;
}

const Context = createContext<I18n | null>(null);

function preferred(): Language {
  const stored = localStorage.getItem(KEY);
  if (stored === 'en' || stored === 'de') return stored;
  return navigator.language.toLowerCase().startsWith('de') ? 'de' : 'en';
}

/** Requests ask in the language of the document. */
function shown(language: Language): Language {
  document.documentElement.lang = language;
  return language;
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const cache = useQueryClient();
  const [language, setLanguage] = useState(() => shown(preferred()));
  const value = useMemo<I18n>(
    () => ({
      t: dictionaries[language],
      f: formatFor(language),
      language,
      speak(next) {
        localStorage.setItem(KEY, next);
        setLanguage(shown(next));
        // What the server said, it said in the other language.
        void cache.invalidateQueries();
      },
    }),
    [language, cache],
  );
  return <Context value={value}>{children}</Context>;
}

export function useI18n(): I18n {
  const value = use(Context);
  if (!value) throw new Error('LanguageProvider is missing');
  return value;
}

/** The wording for a code the server may extend at any time: an unknown code shows itself. */
export function wordFor(words: Readonly<Record<string, string>>, code: string): string {
  return words[code] ?? code;
}
