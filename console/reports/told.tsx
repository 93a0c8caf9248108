import { BarChart } from '@mantine/charts'
import { useState } from 'react'
import { CHANNELS } from '../look/channel.tsx'
import { dayBriefly } from '../look/time.tsx'
import { Choice } from './choice.tsx'
import { CHART, Drawing, Fills, fillOf, Legend, type Pattern, type Series, STILL } from './drawing.tsx'
import { FATES, type FateName, faresOf, jobsInWords, sum, toldInWords } from './in-words.ts'
import type { Figures } from './queries.ts'
import { Question } from './question.tsx'
import { bySpan, SPANS } from './spans.ts'

const JOBS: readonly Series[] = [
  { name: 'opened', label: 'Opened', color: 'var(--new)', pattern: 'plain' },
  { name: 'completed', label: 'Completed', color: 'var(--good)', pattern: 'hatched' },
]

/** How many jobs were opened and completed on each day, or in each week. */
export function Jobs({ figures, csv }: { figures: Figures; csv: string }) {
  const says = jobsInWords(figures.jobs)
  const data = bySpan(figures, figures.jobs, jobs => ({
    opened: sum(jobs.map(({ opened }) => opened)),
    completed: sum(jobs.map(({ completed }) => completed)),
  }))
  return (
    <Question
      title="How many jobs?"
      {...{ says, csv }}
      table={{
        heads: [SPANS[figures.per], 'Opened', 'Completed'],
        rows: data.map(({ from, opened, completed }) => [dayBriefly(from), opened, completed]),
      }}
    >
      <Bars of="jobs" says={says} series={JOBS} data={data} />
    </Question>
  )
}

const LOOK: Readonly<Record<FateName, { color: string; pattern: Pattern }>> = {
  arrived: { color: 'var(--good)', pattern: 'plain' },
  taken: { color: 'var(--good)', pattern: 'hatched' },
  kept: { color: 'var(--mantine-color-dimmed)', pattern: 'hollow' },
  waiting: { color: 'var(--new)', pattern: 'dotted' },
  lost: { color: 'var(--act)', pattern: 'crossed' },
  unknown: { color: 'var(--watch)', pattern: 'barred' },
  withdrawn: { color: 'var(--mantine-color-dimmed)', pattern: 'dotted' },
}

/** What became of the messages written on each day or in each week, by all ways or one of them. */
export function Told({ figures, csv }: { figures: Figures; csv: string }) {
  const { channels } = figures
  const [by, setBy] = useState<'all' | keyof typeof CHANNELS>('all')
  const used = [...new Set(channels.map(({ channel }) => channel))]
  const chosen = by !== 'all' && used.includes(by) ? channels.filter(({ channel }) => channel === by) : channels
  const fares = faresOf(chosen)
  const series = FATES.filter(({ name }) => fares[name] > 0).map(fate => ({ ...fate, ...LOOK[fate.name] }))
  const data = bySpan(figures, chosen, faresOf)
  const says = toldInWords(chosen)
  return (
    <Question
      title="How were people told?"
      {...{ says, csv }}
      table={{
        heads: [SPANS[figures.per], ...series.map(({ label }) => label)],
        rows: data.map(({ from, ...counts }) => [dayBriefly(from), ...series.map(({ name }) => counts[name])]),
      }}
      choices={
        used.length > 1 && (
          <Choice
            label="By which way"
            data={[
              { value: 'all', label: 'All' },
              ...used.map(channel => ({ value: channel, label: CHANNELS[channel] })),
            ]}
            value={by}
            choose={setBy}
          />
        )
      }
    >
      <Bars of="told" says={says} series={series} data={data} stacked />
    </Question>
  )
}

type BarsProps = {
  of: string
  says: string
  series: readonly Series[]
  data: readonly { from: string }[]
  stacked?: true
}

/** Bars of each day or week, in patterns that can be told apart without their colours. */
function Bars({ of, says, series, data, stacked }: BarsProps) {
  return (
    <div>
      <Drawing says={says}>
        <BarChart
          {...CHART}
          data={data.map(each => ({ ...each, from: dayBriefly(each.from) }))}
          dataKey="from"
          type={stacked ? 'stacked' : 'default'}
          series={series.map(({ name, label, color }) => ({ name, label, color }))}
          barProps={({ name }) => ({ ...STILL, fill: fillOf(of, series.find(each => each.name === name)!) })}
          yAxisProps={{ allowDecimals: false, width: 40 }}
        >
          <Fills of={of} series={series} />
        </BarChart>
      </Drawing>
      <Legend of={of} series={series} />
    </div>
  )
}
