import { useQuery } from '@tanstack/react-query';
import { destinations, type CampaignFigures } from '../../api/destinations';
import { Listing, Table } from '../../design/Listing';
import { Card } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';

/** In the order of a campaign's way to people; money last. */
const ORDER = ['sent', 'impressions', 'opens', 'clicks', 'conversions', 'unsubscribes', 'bounces', 'revenue', 'spend'];
const MONEY = new Set(['spend', 'revenue']);
const MOST = 6;

/** What this destination counted of its campaigns in the last thirty days. */
export function Campaigns({ destination }: { destination: number }) {
  const { t, f } = useI18n();
  const d = t.destinations;
  const query = useQuery({ queryKey: ['campaigns', destination], queryFn: () => destinations.campaigns(destination) });
  const items = query.data?.items ?? [];
  const known = ORDER.filter((name) => items.some((c) => c.sum[name] !== undefined)).slice(0, MOST);
  const shown = (c: CampaignFigures, name: string) => {
    const value = c.sum[name];
    if (value === undefined) return '–';
    return MONEY.has(name) && c.currency ? f.money(value, c.currency) : f.number(value);
  };
  return (
    <Card title={d.campaigns}>
      <div className="stack">
        <p className="muted">{d.campaignsHint}</p>
        <Listing query={query} count={items.length} empty={{ title: d.campaignsNone, text: d.campaignsNoneText }}>
          <Table columns={[{ label: d.campaign }, ...known.map((name) => ({ label: wordFor(d.figures, name), right: true })), { label: d.byDay }]}>
            {items.map((c) => (
              <tr key={c.campaign}>
                <td className="break">{c.name || c.campaign}</td>
                {known.map((name) => (
                  <td key={name} className="right num" data-label={wordFor(d.figures, name)}>
                    {shown(c, name)}
                  </td>
                ))}
                <td data-label={d.byDay}>{known[0] && <Sparkline campaign={c} figure={known[0]} label={wordFor(d.figures, known[0])} />}</td>
              </tr>
            ))}
          </Table>
        </Listing>
      </div>
    </Card>
  );
}

const WIDTH = 96;
const HEIGHT = 24;

/** One bar a day, the tallest as high as the line. */
function Sparkline({ campaign, figure, label }: { campaign: CampaignFigures; figure: string; label: string }) {
  const { f } = useI18n();
  const values = campaign.days.map((day) => day.figures[figure] ?? 0);
  const most = Math.max(1, ...values);
  const step = WIDTH / Math.max(values.length, 1);
  const words = `${label}: ${campaign.days.map((day, i) => `${f.date(day.day)} ${f.number(values[i]!)}`).join(', ')}`;
  return (
    <svg width={WIDTH} height={HEIGHT} role="img" aria-label={words}>
      <title>{words}</title>
      {values.map((value, i) => {
        const height = Math.max(1, (value / most) * HEIGHT);
        return <rect key={campaign.days[i]!.day} x={i * step} y={HEIGHT - height} width={Math.max(1, Math.min(step - 1, 12))} height={height} fill="var(--accent)" />;
      })}
    </svg>
  );
}
