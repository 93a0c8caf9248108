import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { dayInWords } from '../look/time.tsx'
import type { Day } from './rehearsing.ts'

const SERIES = [
  { name: 'told', label: 'Told', color: 'var(--new)' },
  { name: 'notTold', label: 'Not told', color: 'var(--untold)' },
]

/** Day by day, how often somebody would have been told, and how often not. */
export function RehearsalChart({ days }: { days: readonly Day[] }) {
  const most = days.reduce((best, each) => (each.told > best.told ? each : best), days[0]!)
  const words = `Bars for ${days.length} days. Most on ${dayInWords(most.day)}: ${most.told} told.`
  return (
    <figure className="rehearsal-chart" aria-label={words}>
      <BarChart
        h={120}
        data={days.map(({ day, told, notTold }) => ({ day: dayInWords(day), told, notTold }))}
        dataKey="day"
        type="stacked"
        series={SERIES}
        withLegend
        legendProps={{ verticalAlign: 'top', height: 24, itemSorter: null }}
        tickLine="none"
        gridAxis="x"
        yAxisProps={{ allowDecimals: false, width: 32, tickCount: 3, domain: [0, (most: number) => Math.max(2, most)] }}
        xAxisProps={{ interval: 'equidistantPreserveStart', minTickGap: 16 }}
        barProps={{ isAnimationActive: false }}
        barChartProps={{ accessibilityLayer: false }}
      />
    </figure>
  )
}
