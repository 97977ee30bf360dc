import { Button } from '../design/Button';
import { theme, useTheme } from '../design/theme';
import { useI18n } from '../i18n';

/** Language and colours, kept in this browser. */
export function Preferences() {
  const { t, language, speak } = useI18n();
  const dark = useTheme() === 'dark';
  return (
    <div className="row between">
      <div className="segmented" role="group" aria-label={t.shell.language}>
        <button type="button" aria-pressed={language === 'en'} onClick={() => speak('en')} lang="en">
          English
        </button>
        <button type="button" aria-pressed={language === 'de'} onClick={() => speak('de')} lang="de">
          Deutsch
        </button>
      </div>
      <Button
        look="quiet"
        icon={dark ? 'sun' : 'moon'}
        aria-label={dark ? t.shell.toLight : t.shell.toDark}
        onClick={() => theme.choose(dark ? 'light' : 'dark')}
      />
    </div>
  );
}
