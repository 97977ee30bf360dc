export type Language = 'en' | 'de';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

const LOCALES: Record<Language, string> = { en: 'en-GB', de: 'de-DE' };

/** Everything that depends on where a reader comes from: numbers, dates, durations, sizes. */
export function formatFor(language: Language) {
  const locale = LOCALES[language];
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1, useGrouping: 'always' });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const calendarDay = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' });

  // A day without a time is that day everywhere: west of Greenwich its midnight would show as the day before.
  const day = (iso: string) => (DAY.test(iso) ? calendarDay : date).format(new Date(iso));

  const decimal = (value: number, digits = 2) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

  return {
    language,
    locale,
    number: (value: number) => whole.format(value),
    compact: (value: number) => compact.format(value),
    decimal,
    loose: (value: number, digits = 2) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value),
    signed: (value: number) => new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', maximumFractionDigits: 1 }).format(value),
    percent: (share: number, digits = 0) =>
      new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(share),
    signedPercent: (share: number, digits = 0) =>
      new Intl.NumberFormat(locale, { style: 'percent', signDisplay: 'exceptZero', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(share),
    money: (value: number, currency: string) => new Intl.NumberFormat(locale, { style: 'currency', currency }).format(value),
    date: day,
    /** A sentence of the server that ends with a day. Days before it stay: they may be names of versions. */
    sentence: (text: string) => text.replace(/\d{4}-\d{2}-\d{2}(?=\.$)/, day),
    dateTime: (iso: string) => dateTime.format(new Date(iso)),
    time: (iso: string) => time.format(new Date(iso)),
    list: (parts: string[]) => list.format(parts),
    region: (code: string) => names.of(code) ?? code,
    ago(iso: string, now = Date.now()): string {
      const seconds = Math.round((new Date(iso).getTime() - now) / 1000);
      const size = Math.abs(seconds);
      if (size < 45) return relative.format(0, 'second');
      if (size < 3600) return relative.format(Math.round(seconds / 60), 'minute');
      if (size < 86_400) return relative.format(Math.round(seconds / 3600), 'hour');
      if (size < 2_592_000) return relative.format(Math.round(seconds / 86_400), 'day');
      return date.format(new Date(iso));
    },
    duration(from: string, to: string): string {
      const millis = new Date(to).getTime() - new Date(from).getTime();
      const unit = (value: number, name: 'millisecond' | 'second' | 'minute' | 'hour' | 'day') =>
        new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 1 }).format(value);
      if (millis < 1000) return unit(millis, 'millisecond');
      if (millis < 60_000) return unit(millis / 1000, 'second');
      if (millis < 3_600_000) return unit(millis / 60_000, 'minute');
      if (millis < 172_800_000) return unit(millis / 3_600_000, 'hour');
      return unit(millis / 86_400_000, 'day');
    },
    bytes(size: number): string {
      const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
      const step = Math.min(3, size > 0 ? Math.floor(Math.log10(size) / 3) : 0);
      return new Intl.NumberFormat(locale, { style: 'unit', unit: steps[step], unitDisplay: 'short', maximumFractionDigits: 1 }).format(size / 1000 ** step);
    },
  };
}

export type Format = ReturnType<typeof formatFor>;

/** `plural(n, 'row', 'rows')` with the number written the language's way. Both languages have these two forms. */
export function pluralFor(language: Language) {
  const format = formatFor(language);
  return (n: number, one: string, many: string) => `${format.number(n)} ${n === 1 ? one : many}`;
}
