import { z } from '@hono/zod-openapi'
import { addPhoto, photoOf, photosOf } from '#jobs/photos.run.ts'
import { noSuchJob } from './job-answers.run.ts'
import { Photo } from './job-shapes.ts'
import { idOfJobAt, jobAt } from './job-views.run.ts'
import { refuse } from './problem.ts'
import { JOBS } from './refusals.ts'
import { bytes, done, made, type Route, route } from './route.ts'
import { Id, jobParam, oneJob, words } from './shapes.ts'

const about = 'Photos'
type Kept = Awaited<ReturnType<typeof photosOf>>[number]
const seen = ({ id, type, caption, by, at }: Kept) => ({ id, type, caption, by, at })

export const photoRoutes = (): Route[] => [
  route({
    method: 'post',
    path: '/jobs/{id}/photos',
    id: 'addPhoto',
    about,
    summary: 'Add a photo to a job',
    description: 'The body is the image itself, at most 10 MB. It is printed with the job.',
    scope: 'dispatch',
    params: oneJob,
    query: z.strictObject({ caption: words(500).default('') }),
    media: ['image/jpeg', 'image/png'],
    refuses: [404],
    reply: { status: 201, shape: Photo },
    act: async ({ db, who: { companyId, actor: by }, params, query, bytes: image, now }) => {
      const jobId = await idOfJobAt(db, companyId, params.id)
      if (!jobId) return noSuchJob()
      const added = await addPhoto(db, { companyId, jobId, caption: query.caption, image, by }, now)
      return added.ok ? made(seen(added.photo), `/jobs/${jobId}/photos/${added.photo.id}`) : refuse(JOBS, added)
    },
  }),
  route({
    method: 'get',
    path: '/jobs/{id}/photos',
    id: 'listPhotos',
    about,
    summary: 'The photos of a job, oldest first',
    scope: 'read',
    params: oneJob,
    refuses: [404],
    reply: { status: 200, shape: z.object({ items: z.array(Photo) }) },
    act: async ({ db, who: { companyId }, params }) => {
      const found = await jobAt(db, companyId, params.id)
      return found ? done({ items: (await photosOf(db, companyId, found.job.id)).map(seen) }) : noSuchJob()
    },
  }),
  route({
    method: 'get',
    path: '/jobs/{id}/photos/{photo}',
    id: 'getPhoto',
    about,
    summary: 'One photo',
    scope: 'read',
    params: z.strictObject({ id: jobParam, photo: Id }),
    refuses: [404],
    reply: { status: 200, type: 'image/jpeg' },
    act: async ({ db, who: { companyId }, params }) => {
      const jobId = await idOfJobAt(db, companyId, params.id)
      const photo = await photoOf(db, companyId, params.photo)
      const isThere = photo && photo.jobId === jobId
      return isThere ? bytes(photo.image, photo.type) : refuse(JOBS, { because: 'no-such-photo' })
    },
  }),
]
