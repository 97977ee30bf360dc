import type { Role } from '../../api/session';
import { Field } from '../../design/Field';
import { useI18n } from '../../i18n';

export function RoleField({ role, onChange }: { role: Role; onChange: (role: Role) => void }) {
  const { t } = useI18n();
  return (
    <Field label={t.settings.role} hint={t.settings.roleHints[role]}>
      {(w) => (
        <select {...w} className="select" value={role} onChange={(e) => onChange(e.target.value as Role)}>
          {(['viewer', 'editor', 'admin'] as const).map((r) => (
            <option key={r} value={r}>
              {t.shell.roles[r]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
