import { Button, Skeleton } from '@mantine/core'
import { type ReactNode, useId, useState } from 'react'

type Cell = string | number
export type Figured = Readonly<{ heads: readonly string[]; rows: readonly (readonly Cell[])[] }>

type Props = {
  /** What the figures answer. */
  title: string
  /** The answer in a sentence, which also stands for the drawing to whoever cannot see it. */
  says: string | undefined
  /** Beside the title: which figures are drawn. */
  choices?: ReactNode
  /** The figures themselves, for whoever wants them. */
  table?: Figured | undefined
  csv?: string | undefined
  wide?: boolean
  children: ReactNode
}

/** A question, its answer in a sentence, the drawing, and the figures behind it. */
export function Question({ title, says, choices, table, csv, wide, children }: Props) {
  const [shows, setShows] = useState(false)
  const id = useId()
  return (
    <section className={wide ? 'question question-wide' : 'question'} aria-labelledby={id}>
      <div className="question-head">
        <h2 id={id}>{title}</h2>
        {choices}
      </div>
      <p className="question-says">{says ?? <Skeleton height={14} mt={3} width="70%" />}</p>
      {children}
      <div className="question-foot">
        {table && (
          <Button variant="subtle" size="compact-xs" aria-expanded={shows} onClick={() => setShows(!shows)}>
            {shows ? 'Hide the figures' : 'Show the figures'}
          </Button>
        )}
        {csv && (
          <a href={csv} download aria-label={`CSV: ${title}`}>
            CSV
          </a>
        )}
      </div>
      {table && shows && <FiguresTable title={title} {...table} />}
    </section>
  )
}

function FiguresTable({ title, heads, rows }: Figured & { title: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="figures-table" aria-label={`Figures: ${title}`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {heads.map(head => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...rest], i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are only ever drawn anew together
            <tr key={i}>
              <th scope="row">{first}</th>
              {rest.map((cell, j) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is known by its column
                <td key={j}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
