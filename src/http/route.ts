import { z } from '@hono/zod-openapi'
import type { Database } from '#db/sql.ts'
import type { Session } from '#directory/account.ts'
import type { Actor, Scope } from '#directory/directory.ts'
import type { Caller } from './caller.ts'
import type { Problem } from './problem.ts'

/** Who came to the door. People come with a session, programs with a key. */
export type Who = Readonly<{ companyId: string; actor: Actor; scopes: readonly Scope[]; session?: Session }>

/** The key under which a request may be repeated, and what was asked under it. */
export type RequestKey = Readonly<{ key: string; hash: string }>

/** Something done, and how to answer that. */
export type Done<Body = unknown> = Readonly<{
  ok: true
  status: 200 | 201
  body: Body
  headers?: Readonly<Record<string, string>>
  /** What a repeat is answered instead, where the answer holds a secret. */
  kept?: Body
  /** What the browser is to keep. */
  cookies?: readonly string[]
}>
/** A file. */
export type Bytes = Readonly<{
  ok: true
  status: 200
  bytes: Uint8Array
  type: string
  /** The name under which it is saved. */
  name?: string
}>
/** An answer that takes its time: line by line, each a JSON value of its own. It ends early when the reader goes away. */
export type Lines<Line = unknown> = Readonly<{
  ok: true
  status: 200
  lines: AsyncIterable<Line>
  /** Told when the reader goes away, for lines that may be long in coming: nothing else would end the wait for the next. */
  gone?: () => void
}>
export type Answer<Body = unknown> = Done<Body> | Bytes | Lines<Body> | Problem

/** A value that came as JSON, which knows no "undefined": a field that may be left out is there or it is not. */
export type Exact<T> = T extends object ? { [K in keyof T]: Exclude<T[K], undefined> } : T

/** A request that was let in and read: everything in it has the type its shape says. */
export type Asked<Params, Query, Body, Anybody = Who> = Readonly<{
  who: Anybody
  caller: () => Caller
  params: Params
  query: Exact<Query>
  body: Exact<Body>
  bytes: Uint8Array
  /** The database, or the transaction in which the answer to a repeatable request is kept. */
  db: Database
  now: Temporal.Instant
  request?: RequestKey
}>

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

type Description = Readonly<{
  method: Method
  path: string
  /** The name a generated client calls it by. */
  id: string
  about: string
  summary: string
  description?: string
  /** `anybody`: whoever comes, without a key or a session. */
  scope: Scope | 'anybody'
  /** Content types taken instead of JSON. */
  media?: readonly string[]
  /** Statuses of refusals, beside those every route may answer. */
  refuses?: readonly number[]
  /**
   * Who keeps the answer of a repeatable request; the jobs room does so itself, with the event. Nobody keeps it where
   * nothing is changed: a repeat does it all again.
   */
  keeps?: 'door' | 'room' | 'nobody'
}>

type Shapes<Params, Query, Body, Reply> = Readonly<{
  params: Params
  query: Query
  body?: Body
  reply: Readonly<{ status: 200 | 201; shape?: Reply; type?: string }>
}>

/** One route: what it is called, what it takes, what it answers, who may, and what it does. */
export type Route = Description &
  Shapes<z.ZodObject, z.ZodObject, z.ZodType, z.ZodType> &
  Readonly<{ act(asked: Asked<unknown, unknown, unknown, unknown>): Promise<Answer> }>

const NOTHING = z.strictObject({})
type Nothing = typeof NOTHING

/** Checks a route against its own shapes and forgets their types, so that all routes can stand in one list. */
export function route<
  Reply extends z.ZodType,
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Body extends z.ZodType = Nothing,
  Allowed extends Description['scope'] = Scope,
>({
  params,
  query,
  ...rest
}: Description & { scope: Allowed } & Partial<Pick<Shapes<Params, Query, Body, Reply>, 'params' | 'query'>> &
  Omit<Shapes<Params, Query, Body, Reply>, 'params' | 'query'> & {
    act: (
      asked: Asked<z.output<Params>, z.output<Query>, z.output<Body>, Allowed extends 'anybody' ? undefined : Who>,
    ) => Promise<Answer<z.output<Reply>>>
  }): Route {
  return { ...rest, params: params ?? NOTHING, query: query ?? NOTHING }
}

export const done = <Body>(body: Body): Done<Body> => ({ ok: true, status: 200, body })

export const bytes = (bytes: Uint8Array, type: string, name?: string): Bytes => ({
  ok: true,
  status: 200,
  bytes,
  type,
  ...(name && { name }),
})

export const lines = <Line>(lines: AsyncIterable<Line>, gone?: () => void): Lines<Line> => ({
  ok: true,
  status: 200,
  lines,
  ...(gone && { gone }),
})

export const made = <Body>(body: Body, location: string): Done<Body> => ({
  ok: true,
  status: 201,
  body,
  headers: { location: `/api/v1${location}` },
})
