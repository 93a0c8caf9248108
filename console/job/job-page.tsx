import { useParams } from '@tanstack/react-router'
import { Job } from './job.tsx'

/** A job on a page of its own. */
export function JobPage() {
  const { reference } = useParams({ from: '/inside/jobs/$reference' })
  return (
    <div className="page job-page">
      <Job reference={reference} key={reference} />
    </div>
  )
}
