import { Link } from 'react-router';
import { Icon } from '../../design/Icon';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';

type Step = 'import' | 'segment' | 'model' | 'destination' | 'sync';

const ROUTES: [Step, string][] = [
  ['import', '/imports/new'],
  ['segment', '/segments/new'],
  ['model', '/models/new'],
  ['destination', '/destinations/new'],
  ['sync', '/syncs/new'],
];

export function FirstSteps({ done }: { done: Record<Step, boolean> }) {
  const { t } = useI18n();
  const current = ROUTES.find(([step]) => !done[step])?.[0];
  return (
    <Card flush>
      <ol>
        {ROUTES.map(([step, to], i) => {
          const [title, text] = t.home.steps[step];
          return (
            <li key={step} className={step === current ? 'step current' : 'step'}>
              <span className={done[step] ? 'step-mark done' : 'step-mark'}>{done[step] ? <Icon name="check" size={16} /> : i + 1}</span>
              <div className="grow">
                <h3>{title}</h3>
                <p className="muted">{text}</p>
              </div>
              {done[step] ? (
                <span className="muted small">{t.home.stepDone}</span>
              ) : (
                <Link to={to} className={step === current ? 'button primary' : 'button quiet'}>
                  {title}
                </Link>
              )}
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
