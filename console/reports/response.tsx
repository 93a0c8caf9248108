import { BarChart, LineChart } from '@mantine/charts'
import { useState } from 'react'
import { dayBriefly } from '../look/time.tsx'
import { Choice } from './choice.tsx'
import { CHART, Drawing, Legend, type Series, STILL } from './drawing.tsx'
import { lasted, responseInWords, STRETCHES } from './in-words.ts'
import type { Figures, Stretch, Response as Took } from './queries.ts'
import { Question } from './question.tsx'
import { SPANS } from './spans.ts'

const LINES: readonly Series[] = [
  { name: 'median', label: 'Half took no longer', color: 'var(--new)', pattern: 'plain' },
  { name: 'ninetieth', label: 'Nine of ten took no longer', color: 'var(--mantine-color-dimmed)', pattern: 'dashed' },
]
const BARS: readonly Series[] = [{ name: 'count', label: 'Jobs', color: 'var(--new)', pattern: 'plain' }]

/** How long it took, over time and spread out: medians and nine of ten, for an average hides the bad nights. */
export function Response({ figures, csv }: { figures: Figures; csv: string }) {
  const [stretch, setStretch] = useState<Stretch>('dispatched-on-site')
  const took = figures.responses.find(each => each.stretch === stretch)!
  const says = responseInWords(took)
  return (
    <Question
      wide
      title="How long until somebody was on site?"
      {...{ says, csv }}
      table={{
        heads: [SPANS[figures.per], 'Jobs', 'Half within', 'Nine of ten within'],
        rows: took.spans
          .filter(({ count }) => count > 0)
          .map(({ from, count, median, ninetieth }) => [dayBriefly(from), count, lasted(median), lasted(ninetieth)]),
      }}
      choices={
        <Choice
          label="From when until when"
          data={Object.entries(STRETCHES).map(([value, { name }]) => ({ value: value as Stretch, label: name }))}
          value={stretch}
          choose={setStretch}
        />
      }
    >
      <div className="two-drawings">
        <OverTime took={took} says={says} per={figures.per} />
        <Spread took={took} />
      </div>
    </Question>
  )
}

function OverTime({ took, says, per }: { took: Took; says: string; per: Figures['per'] }) {
  return (
    <div>
      <h3>{per === 'day' ? 'By the day jobs were opened' : 'By the week jobs were opened'}</h3>
      <Drawing says={says}>
        <LineChart
          {...CHART}
          data={took.spans.map(({ from, ...rest }) => ({ ...rest, from: dayBriefly(from) }))}
          dataKey="from"
          series={LINES.map(({ name, label, color, pattern }) => ({
            ...{ name, label, color },
            ...(pattern === 'dashed' && { strokeDasharray: '5 4' }),
          }))}
          curveType="linear"
          connectNulls
          dotProps={{ r: 2.5 }}
          valueFormatter={lasted}
          lineProps={STILL}
          yAxisProps={{ width: 64 }}
        />
      </Drawing>
      <Legend of="response" series={LINES} lines />
    </div>
  )
}

function Spread({ took }: { took: Took }) {
  const data = took.buckets.map(({ from, to, count }) => ({ took: to ? `${from}–${to}` : `${from}+`, count }))
  const most = took.buckets.reduce((a, b) => (b.count > a.count ? b : a), took.buckets[0]!)
  const says = `Most jobs, ${most.count}, took ${most.to ? `${most.from} to ${most.to}` : `${most.from} or more`} minutes.`
  return (
    <div>
      <h3>How many jobs took so many minutes</h3>
      <Drawing says={most.count > 0 ? says : 'There are no jobs to draw.'}>
        <BarChart
          {...CHART}
          data={data}
          dataKey="took"
          series={BARS.map(({ name, label, color }) => ({ name, label, color }))}
          withBarValueLabel
          valueFormatter={count => (count === 0 ? '' : String(count))}
          barProps={STILL}
          withYAxis={false}
        />
      </Drawing>
    </div>
  )
}
