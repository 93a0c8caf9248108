-- People sign in: their passwords, sessions and second factors, and what ties these to the people of a company.

-- Written by: directory
-- The tables of the schema auth are named and used by better-auth: sign-in.run.ts opens it on them.
create schema auth;
create table auth.user (
  id text primary key,
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null,
  image text,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null,
  "twoFactorEnabled" boolean
);
create table auth.session (
  id text primary key,
  "expiresAt" timestamptz not null,
  token text not null unique,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references auth.user on delete cascade
);
create index session_of_user on auth.session ("userId");
create table auth.account (
  id text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references auth.user on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null
);
create index account_of_user on auth.account ("userId");
create table auth.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null
);
create index verification_identifier on auth.verification (identifier);
create table auth."twoFactor" (
  id text primary key,
  secret text not null,
  "backupCodes" text not null,
  "userId" text not null references auth.user on delete cascade,
  verified boolean,
  "failedVerificationCount" integer,
  "lockedUntil" timestamptz
);
create index two_factor_of_user on auth."twoFactor" ("userId");

-- Which person a user of auth is.
create table person_account (
  company_id uuid not null,
  person_id uuid not null,
  user_id text not null unique,
  created_at timestamptz not null,
  last_seen_at timestamptz,
  primary key (company_id, person_id),
  foreign key (company_id, person_id) references person
);
-- Links by which somebody chooses his first or a new password. Only a hash of what stands in them is kept.
create table account_link (
  company_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('invitation', 'new-password')),
  hash text not null unique,
  email text not null,
  -- Whether it also takes away the second factor, for somebody who has lost it.
  ends_two_factor boolean not null,
  at timestamptz not null,
  expires_at timestamptz not null,
  -- Null: whoever it is for asked for it himself.
  by jsonb,
  primary key (company_id, person_id, kind),
  foreign key (company_id, person_id) references person
);

-- Signs the cookies of sessions and encrypts second factors.
insert into server_secret values ('accounts', gen_random_uuid()::text || gen_random_uuid()::text);
