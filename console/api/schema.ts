// Written from the OpenAPI document by "npm run api-types"; a test says when it is out of date.

export type SignInByCode =
  | {
      code: string
    }
  | {
      backupCode: string
    }
export type ChangeLine =
  | {
      at: string
    }
  | {
      jobs: string[]
      messages: string[]
      rules: boolean
      directory: boolean
    }
  | {
      beat: true
    }
  | {
      problem: Problem
    }
export type NewRecipient = AddedRecipient | MutedRecipient | ReplacedRecipient
export type NewRule = NewTellRule | NewMuteRule
export type Rule = TellRule | MuteRule
export type ChangedRule = ChangedTellRule | ChangedMuteRule
export type RehearsalLine =
  | {
      progress: {
        done: number
        of: number
      }
    }
  | {
      result: RehearsalResult
    }
  | {
      problem: Problem
    }

export interface Paths {
  '/first-run': {
    get: {
      parameters: {}
      responses: {
        200: {
          content: {
            'application/json': FirstRunNeeded
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': FirstRun
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SessionBegun
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/me': {
    get: {
      parameters: {}
      responses: {
        200: {
          content: {
            'application/json': Me
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/session': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': SignIn
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SessionBegun
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    delete: {
      parameters: {}
      responses: {
        200: {
          content: {
            'application/json': SignedOut
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/session/code': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': SignInByCode
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SessionBegun
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/sessions': {
    get: {
      parameters: {}
      responses: {
        200: {
          content: {
            'application/json': {
              items: OwnSession[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/sessions/{id}': {
    delete: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SessionsEnded
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/sessions/end-others': {
    post: {
      parameters: {}
      responses: {
        200: {
          content: {
            'application/json': SessionsEnded
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/password': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': PasswordChange
        }
      }
      responses: {
        200: {
          content: {
            'application/json': PasswordChanged
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/two-factor/start': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': ByPassword
        }
      }
      responses: {
        200: {
          content: {
            'application/json': TwoFactorBegun
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/two-factor/confirm': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': TwoFactorCode
        }
      }
      responses: {
        200: {
          content: {
            'application/json': TwoFactorState
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/two-factor/stop': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': ByPassword
        }
      }
      responses: {
        200: {
          content: {
            'application/json': TwoFactorState
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/accounts': {
    get: {
      parameters: {}
      responses: {
        200: {
          content: {
            'application/json': {
              items: Account[]
              invitations: Invitation[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/accounts/{personId}': {
    delete: {
      parameters: {
        path: {
          personId: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': AccountRemoved
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/accounts/{personId}/end-sessions': {
    post: {
      parameters: {
        path: {
          personId: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SessionsEnded
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/accounts/{personId}/reset-link': {
    post: {
      parameters: {
        path: {
          personId: string
        }
      }
      responses: {
        201: {
          content: {
            'application/json': GivenLink
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/invitations': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': NewInvitation
        }
      }
      responses: {
        201: {
          content: {
            'application/json': GivenLink
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/invitations/{personId}': {
    delete: {
      parameters: {
        path: {
          personId: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': InvitationWithdrawn
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/invitations/by-code': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': InvitationCode
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Invited
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/invitations/accept': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': InvitationAccepted
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SessionBegun
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/password-reset': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': NewPasswordWanted
        }
      }
      responses: {
        200: {
          content: {
            'application/json': NewPasswordAsked
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/password-reset/finish': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': NewPasswordChosen
        }
      }
      responses: {
        200: {
          content: {
            'application/json': NewPasswordKept
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/company': {
    get: {
      parameters: {}
      responses: {
        200: {
          content: {
            'application/json': Company
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    patch: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': CompanyChange
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Company
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/company/holidays': {
    get: {
      parameters: {}
      responses: {
        200: {
          content: {
            'application/json': Holidays
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    put: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': HolidaysAsked
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Holidays
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/regions/csv': {
    get: {
      parameters: {
        query?: {
          rows?: 'all' | 'none'
        }
      }
      responses: {
        200: {
          content: {
            'text/csv; charset=utf-8': string
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/regions/import': {
    post: {
      parameters: {
        query?: {
          dryRun?: 'true' | 'false'
          faults?: 'stop' | 'skip'
        }
      }
      requestBody: {
        content: {
          'text/csv': string
          'text/csv; charset=utf-8': string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ImportedEntries
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/customers/csv': {
    get: {
      parameters: {
        query?: {
          rows?: 'all' | 'none'
        }
      }
      responses: {
        200: {
          content: {
            'text/csv; charset=utf-8': string
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/customers/import': {
    post: {
      parameters: {
        query?: {
          dryRun?: 'true' | 'false'
          faults?: 'stop' | 'skip'
        }
      }
      requestBody: {
        content: {
          'text/csv': string
          'text/csv; charset=utf-8': string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ImportedEntries
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/alarm-companies/csv': {
    get: {
      parameters: {
        query?: {
          rows?: 'all' | 'none'
        }
      }
      responses: {
        200: {
          content: {
            'text/csv; charset=utf-8': string
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/alarm-companies/import': {
    post: {
      parameters: {
        query?: {
          dryRun?: 'true' | 'false'
          faults?: 'stop' | 'skip'
        }
      }
      requestBody: {
        content: {
          'text/csv': string
          'text/csv; charset=utf-8': string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ImportedEntries
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/providers/csv': {
    get: {
      parameters: {
        query?: {
          rows?: 'all' | 'none'
        }
      }
      responses: {
        200: {
          content: {
            'text/csv; charset=utf-8': string
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/providers/import': {
    post: {
      parameters: {
        query?: {
          dryRun?: 'true' | 'false'
          faults?: 'stop' | 'skip'
        }
      }
      requestBody: {
        content: {
          'text/csv': string
          'text/csv; charset=utf-8': string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ImportedEntries
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/people/csv': {
    get: {
      parameters: {
        query?: {
          rows?: 'all' | 'none'
        }
      }
      responses: {
        200: {
          content: {
            'text/csv; charset=utf-8': string
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/people/import': {
    post: {
      parameters: {
        query?: {
          dryRun?: 'true' | 'false'
          faults?: 'stop' | 'skip'
        }
      }
      requestBody: {
        content: {
          'text/csv': string
          'text/csv; charset=utf-8': string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ImportedEntries
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/sites/csv': {
    get: {
      parameters: {
        query?: {
          rows?: 'all' | 'none'
        }
      }
      responses: {
        200: {
          content: {
            'text/csv; charset=utf-8': string
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/sites/import': {
    post: {
      parameters: {
        query?: {
          dryRun?: 'true' | 'false'
          faults?: 'stop' | 'skip'
        }
      }
      requestBody: {
        content: {
          'text/csv': string
          'text/csv; charset=utf-8': string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ImportedEntries
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/service-types/csv': {
    get: {
      parameters: {
        query?: {
          rows?: 'all' | 'none'
        }
      }
      responses: {
        200: {
          content: {
            'text/csv; charset=utf-8': string
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/service-types/import': {
    post: {
      parameters: {
        query?: {
          dryRun?: 'true' | 'false'
          faults?: 'stop' | 'skip'
        }
      }
      requestBody: {
        content: {
          'text/csv': string
          'text/csv; charset=utf-8': string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ImportedEntries
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/statuses/csv': {
    get: {
      parameters: {
        query?: {
          rows?: 'all' | 'none'
        }
      }
      responses: {
        200: {
          content: {
            'text/csv; charset=utf-8': string
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/statuses/import': {
    post: {
      parameters: {
        query?: {
          dryRun?: 'true' | 'false'
          faults?: 'stop' | 'skip'
        }
      }
      requestBody: {
        content: {
          'text/csv': string
          'text/csv; charset=utf-8': string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ImportedEntries
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/regions': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': NewRegion
        }
      }
      responses: {
        201: {
          content: {
            'application/json': Region
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    get: {
      parameters: {
        query?: {
          limit?: number
          after?: string
          search?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: Region[]
              next: string | null
              names: {
                [k: string]: string
              }
              unreachable: {
                address: string
                because: 'opted-out' | 'dead'
              }[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/regions/{id}': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Region
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    patch: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': RegionChange
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Region
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/regions/{id}/changes': {
    get: {
      parameters: {
        path: {
          id: string
        }
        query?: {
          limit?: number
          after?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: EntryChange[]
              next: string | null
              names: {
                [k: string]: string
              }
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/customers': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': NewCustomer
        }
      }
      responses: {
        201: {
          content: {
            'application/json': Customer
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    get: {
      parameters: {
        query?: {
          limit?: number
          after?: string
          search?: string
          regionId?: string
          headOfficeId?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: Customer[]
              next: string | null
              names: {
                [k: string]: string
              }
              unreachable: {
                address: string
                because: 'opted-out' | 'dead'
              }[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/customers/{id}': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Customer
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    patch: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': CustomerChange
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Customer
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/customers/{id}/changes': {
    get: {
      parameters: {
        path: {
          id: string
        }
        query?: {
          limit?: number
          after?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: EntryChange[]
              next: string | null
              names: {
                [k: string]: string
              }
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/alarm-companies': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': NewAlarmCompany
        }
      }
      responses: {
        201: {
          content: {
            'application/json': AlarmCompany
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    get: {
      parameters: {
        query?: {
          limit?: number
          after?: string
          search?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: AlarmCompany[]
              next: string | null
              names: {
                [k: string]: string
              }
              unreachable: {
                address: string
                because: 'opted-out' | 'dead'
              }[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/alarm-companies/{id}': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': AlarmCompany
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    patch: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': AlarmCompanyChange
        }
      }
      responses: {
        200: {
          content: {
            'application/json': AlarmCompany
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/alarm-companies/{id}/changes': {
    get: {
      parameters: {
        path: {
          id: string
        }
        query?: {
          limit?: number
          after?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: EntryChange[]
              next: string | null
              names: {
                [k: string]: string
              }
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/providers': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': NewProvider
        }
      }
      responses: {
        201: {
          content: {
            'application/json': Provider
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    get: {
      parameters: {
        query?: {
          limit?: number
          after?: string
          search?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: Provider[]
              next: string | null
              names: {
                [k: string]: string
              }
              unreachable: {
                address: string
                because: 'opted-out' | 'dead'
              }[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/providers/{id}': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Provider
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    patch: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': ProviderChange
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Provider
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/providers/{id}/changes': {
    get: {
      parameters: {
        path: {
          id: string
        }
        query?: {
          limit?: number
          after?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: EntryChange[]
              next: string | null
              names: {
                [k: string]: string
              }
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/people': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': NewPerson
        }
      }
      responses: {
        201: {
          content: {
            'application/json': Person
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    get: {
      parameters: {
        query?: {
          limit?: number
          after?: string
          search?: string
          providerId?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: Person[]
              next: string | null
              names: {
                [k: string]: string
              }
              unreachable: {
                address: string
                because: 'opted-out' | 'dead'
              }[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/people/{id}': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Person
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    patch: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': PersonChange
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Person
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/people/{id}/changes': {
    get: {
      parameters: {
        path: {
          id: string
        }
        query?: {
          limit?: number
          after?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: EntryChange[]
              next: string | null
              names: {
                [k: string]: string
              }
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/sites': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': NewSite
        }
      }
      responses: {
        201: {
          content: {
            'application/json': Site
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    get: {
      parameters: {
        query?: {
          limit?: number
          after?: string
          search?: string
          customerId?: string
          alarmCompanyId?: string
          regionId?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: Site[]
              next: string | null
              names: {
                [k: string]: string
              }
              unreachable: {
                address: string
                because: 'opted-out' | 'dead'
              }[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/sites/{id}': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Site
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    patch: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': SiteChange
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Site
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/sites/{id}/changes': {
    get: {
      parameters: {
        path: {
          id: string
        }
        query?: {
          limit?: number
          after?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: EntryChange[]
              next: string | null
              names: {
                [k: string]: string
              }
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/service-types': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': NewServiceType
        }
      }
      responses: {
        201: {
          content: {
            'application/json': ServiceType
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    get: {
      parameters: {
        query?: {
          limit?: number
          after?: string
          search?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: ServiceType[]
              next: string | null
              names: {
                [k: string]: string
              }
              unreachable: {
                address: string
                because: 'opted-out' | 'dead'
              }[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/service-types/{id}': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ServiceType
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    patch: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': ServiceTypeChange
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ServiceType
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/service-types/{id}/changes': {
    get: {
      parameters: {
        path: {
          id: string
        }
        query?: {
          limit?: number
          after?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: EntryChange[]
              next: string | null
              names: {
                [k: string]: string
              }
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/statuses': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': NewStatus
        }
      }
      responses: {
        201: {
          content: {
            'application/json': Status
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    get: {
      parameters: {
        query?: {
          limit?: number
          after?: string
          search?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: Status[]
              next: string | null
              names: {
                [k: string]: string
              }
              unreachable: {
                address: string
                because: 'opted-out' | 'dead'
              }[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/statuses/{id}': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Status
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    patch: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': StatusChange
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Status
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/statuses/{id}/changes': {
    get: {
      parameters: {
        path: {
          id: string
        }
        query?: {
          limit?: number
          after?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: EntryChange[]
              next: string | null
              names: {
                [k: string]: string
              }
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/people/{id}/portrait': {
    put: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'image/jpeg': string
          'image/png': string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Portrait
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'image/jpeg': string
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    delete: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              removed: string
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/complaints': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': NewComplaint
        }
      }
      responses: {
        201: {
          content: {
            'application/json': Complaint
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    get: {
      parameters: {
        query?: {
          limit?: number
          after?: string
          customerId?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: Complaint[]
              next: string | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/complaints/{id}/close': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Complaint
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/keys': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': NewApiKey
        }
      }
      responses: {
        201: {
          content: {
            'application/json': AddedApiKey
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    get: {
      parameters: {}
      responses: {
        200: {
          content: {
            'application/json': {
              items: ApiKey[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/keys/{id}': {
    delete: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ApiKey
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/board/counts': {
    get: {
      parameters: {}
      responses: {
        200: {
          content: {
            'application/json': BoardCounts
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/board': {
    get: {
      parameters: {
        query?: {
          limit?: number
          after?: string
          view?: 'open' | 'not-dispatched' | 'in-progress' | 'late' | 'not-advised' | 'deferred-today' | 'complete'
          search?: string
          ids?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: BoardJob[]
              next: string | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/changes': {
    get: {
      parameters: {}
      responses: {
        200: {
          content: {
            'application/x-ndjson': ChangeLine
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': JobOpening
        }
      }
      responses: {
        201: {
          content: {
            'application/json': SavedJob
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    get: {
      parameters: {
        query?: {
          limit?: number
          after?: string
          list?: 'not-dispatched' | 'not-advised' | 'deferred' | 'reschedule-asked' | 'report-waits' | 'review'
          category?:
            | 'requested'
            | 'rejected'
            | 'in-progress'
            | 'not-advised'
            | 'complete'
            | 'cancelled'
            | 'abandoned'
            | 'approved'
            | 'invoiced'
          siteId?: string
          search?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: JobSeen[]
              next: string | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': JobSeen
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    patch: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': JobChange
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedJob
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/events': {
    get: {
      parameters: {
        path: {
          id: string
        }
        query?: {
          limit?: number
          after?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: JobEvent[]
              next: string | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/pdf': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/pdf': string
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/dispatch': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': Dispatch
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedJob
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/on-site': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': OnSite
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedJob
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/off-site': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': OffSite
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedJob
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/status': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': SetStatus
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedJob
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/complete': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': Complete
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedJob
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/advise': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': Advise
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedJob
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/cancel': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': Cancel
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedJob
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/reopen': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': JustThat
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedJob
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/defer': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': Defer
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedJob
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/resume': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': JustThat
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedJob
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/visits': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': NewVisit
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedJob
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/visits/{visit}/technicians/{personId}': {
    put: {
      parameters: {
        path: {
          id: string
          visit: number
          personId: string
        }
      }
      requestBody: {
        content: {
          'application/json': TakeStatus
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedJob
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/technicians/{personId}/undo-status': {
    post: {
      parameters: {
        path: {
          id: string
          personId: string
        }
      }
      requestBody: {
        content: {
          'application/json': JustThat
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedJob
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/undo-status': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': JustThat
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedJob
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/accept': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': JustThat
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedJob
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/reject': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': RejectRequest
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedJob
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/approve-report': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': JustThat
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedJob
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/requests': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': CustomerRequest
        }
      }
      responses: {
        201: {
          content: {
            'application/json': SavedJob
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/photos': {
    post: {
      parameters: {
        path: {
          id: string
        }
        query?: {
          caption?: string
        }
      }
      requestBody: {
        content: {
          'image/jpeg': string
          'image/png': string
        }
      }
      responses: {
        201: {
          content: {
            'application/json': Photo
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: Photo[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/photos/{photo}': {
    get: {
      parameters: {
        path: {
          id: string
          photo: string
        }
      }
      responses: {
        200: {
          content: {
            'image/jpeg': string
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/invoices': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': NewInvoice
        }
      }
      responses: {
        201: {
          content: {
            'application/json': InvoiceSeen
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    get: {
      parameters: {
        query?: {
          limit?: number
          after?: string
          customerId?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: Invoice[]
              next: string | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/invoices/{id}': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': InvoiceSeen
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/invoices/{id}/credit': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': InvoiceSeen
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/invoices/{id}/pdf': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/pdf': string
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/decisions': {
    get: {
      parameters: {
        path: {
          id: string
        }
        query?: {
          if?:
            | 'dispatched'
            | 'on-site'
            | 'off-site'
            | 'completed'
            | 'cancelled'
            | 'invoiced'
            | 'reminder'
            | 'accepted'
            | 'rejected'
            | 'status-set'
            | 'report-approved'
          providerId?: string
          statusId?: string
          technicianId?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: Decision[]
              due: ReminderDue[]
              wouldBe: WouldBe | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/decisions': {
    get: {
      parameters: {
        query?: {
          limit?: number
          after?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: Decision[]
              next: string | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/recipients': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: Recipient[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': NewRecipient
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              recipient: Recipient
              warnings: {
                about:
                  | 'provider-has-no-mobile'
                  | 'provider-has-no-email'
                  | 'customer-has-no-mobile'
                  | 'customer-has-no-email'
                  | 'customer-takes-none'
                  | 'region-switched-off'
                  | 'opted-out'
                  | 'address-dead'
                  | 'webhook-disabled'
                  | 'captured'
                  | 'not-sending'
                names: string[]
                sentence: string
              }[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/jobs/{id}/recipients/{recipientId}': {
    delete: {
      parameters: {
        path: {
          id: string
          recipientId: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              removed: string
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/messages/counts': {
    get: {
      parameters: {
        query?: {
          from?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': MessageCounts
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/messages': {
    get: {
      parameters: {
        query?: {
          limit?: number
          after?: string
          jobId?: string
          reportId?: string
          state?:
            | 'waiting'
            | 'held'
            | 'failed-for-now'
            | 'handed-over'
            | 'unknown'
            | 'accepted'
            | 'delivered'
            | 'failed-for-good'
            | 'expired'
            | 'cancelled'
            | 'resent'
          view?: 'failed' | 'waiting' | 'held'
          channel?: 'email' | 'sms' | 'voice' | 'webhook'
          address?: string
          carrier?: string
          lane?: 'urgent' | 'normal' | 'slow'
          from?: string
          until?: string
          search?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: Message[]
              next: string | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/messages/{id}': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': MessageSeen
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/messages/{id}/paper': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/pdf': string
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/messages/{id}/spreadsheet': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'text/csv; charset=utf-8': string
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/messages/{id}/resend': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': Resending
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              resendOf: string
              id: string
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/messages/resend': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': ResendingMany
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ManyMessages
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/messages/{id}/hold': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': MessageDeed
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              id: string
              state:
                | 'waiting'
                | 'held'
                | 'failed-for-now'
                | 'handed-over'
                | 'unknown'
                | 'accepted'
                | 'delivered'
                | 'failed-for-good'
                | 'expired'
                | 'cancelled'
                | 'resent'
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/messages/hold': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': ManyMessagesDeed
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ManyMessages
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/messages/{id}/release': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': MessageDeed
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              id: string
              state:
                | 'waiting'
                | 'held'
                | 'failed-for-now'
                | 'handed-over'
                | 'unknown'
                | 'accepted'
                | 'delivered'
                | 'failed-for-good'
                | 'expired'
                | 'cancelled'
                | 'resent'
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/messages/release': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': ManyMessagesDeed
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ManyMessages
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/messages/{id}/cancel': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': MessageDeed
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              id: string
              state:
                | 'waiting'
                | 'held'
                | 'failed-for-now'
                | 'handed-over'
                | 'unknown'
                | 'accepted'
                | 'delivered'
                | 'failed-for-good'
                | 'expired'
                | 'cancelled'
                | 'resent'
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/messages/cancel': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': ManyMessagesDeed
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ManyMessages
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/replies': {
    get: {
      parameters: {
        query?: {
          limit?: number
          after?: string
          done?: 'true' | 'false'
          jobId?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: Reply[]
              next: string | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/replies/{id}/done': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Reply
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/contacts': {
    get: {
      parameters: {
        query?: {
          limit?: number
          after?: string
          trouble?: 'true' | 'false' | 'opted-out' | 'dead' | 'never-reached'
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: Contact[]
              next: string | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/contacts/{channel}/{address}': {
    get: {
      parameters: {
        path: {
          channel: 'email' | 'sms' | 'voice'
          address: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ContactSeen
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/contacts/{channel}/{address}/opt-out': {
    post: {
      parameters: {
        path: {
          channel: 'email' | 'sms' | 'voice'
          address: string
        }
      }
      requestBody: {
        content: {
          'application/json': OptOut
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ContactSeen
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/contacts/{channel}/{address}/opt-in': {
    post: {
      parameters: {
        path: {
          channel: 'email' | 'sms' | 'voice'
          address: string
        }
      }
      requestBody: {
        content: {
          'application/json': OptIn
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ContactSeen
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/contacts/{channel}/{address}/try-again': {
    post: {
      parameters: {
        path: {
          channel: 'email' | 'sms' | 'voice'
          address: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ContactSeen
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/contacts/{channel}/{address}/quiet-hours': {
    put: {
      parameters: {
        path: {
          channel: 'email' | 'sms' | 'voice'
          address: string
        }
      }
      requestBody: {
        content: {
          'application/json': QuietHoursChange
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ContactSeen
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/rules': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': NewRule
        }
      }
      responses: {
        201: {
          content: {
            'application/json': SavedRule
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    get: {
      parameters: {
        query?: {
          limit?: number
          after?: string
          ownerKind?: 'company' | 'customer' | 'alarm-company' | 'site' | 'provider' | 'region' | 'status'
          ownerId?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: Rule[]
              next: string | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/rules/check': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': NewRule
        }
      }
      responses: {
        200: {
          content: {
            'application/json': CheckedRule
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/rules/counts': {
    get: {
      parameters: {}
      responses: {
        200: {
          content: {
            'application/json': {
              items: {
                ownerKind: 'company' | 'customer' | 'alarm-company' | 'site' | 'provider' | 'region' | 'status'
                owners: number
                rules: number
                switchedOff: number
              }[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/rules/owners': {
    get: {
      parameters: {
        query: {
          limit?: number
          after?: string
          ownerKind: 'company' | 'customer' | 'alarm-company' | 'site' | 'provider' | 'region' | 'status'
          which?: 'with-rules' | 'all'
          search?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: {
                ownerId: string
                ownerName: string
                rules: number
                switchedOff: number
              }[]
              next: string | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/rules/{id}': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Rule
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    put: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': ChangedRule
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedRule
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    delete: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              removed: string
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/rules/{id}/warnings': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              warnings: {
                about:
                  | 'provider-has-no-mobile'
                  | 'provider-has-no-email'
                  | 'customer-has-no-mobile'
                  | 'customer-has-no-email'
                  | 'customer-takes-none'
                  | 'region-switched-off'
                  | 'opted-out'
                  | 'address-dead'
                  | 'webhook-disabled'
                  | 'captured'
                  | 'not-sending'
                names: string[]
                sentence: string
              }[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/rules/{id}/gates': {
    get: {
      parameters: {
        path: {
          id: string
        }
        query: {
          customerId: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': NotificationGates
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/rules/import': {
    post: {
      parameters: {
        query?: {
          dryRun?: 'true' | 'false'
          partly?: 'true' | 'false'
        }
      }
      requestBody: {
        content: {
          'text/csv': string
          'text/csv; charset=utf-8': string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ImportedRules
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/rules/rehearsal': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': RehearsalDraft
        }
      }
      responses: {
        200: {
          content: {
            'application/x-ndjson': RehearsalLine
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/prices': {
    get: {
      parameters: {}
      responses: {
        200: {
          content: {
            'application/json': PriceList
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    put: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': NewPriceList
        }
      }
      responses: {
        200: {
          content: {
            'application/json': PriceList
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/report-schedules': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': NewReportSchedule
        }
      }
      responses: {
        201: {
          content: {
            'application/json': ReportSchedule
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    get: {
      parameters: {
        query?: {
          limit?: number
          after?: string
          customerId?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: ReportSchedule[]
              next: string | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/report-schedules/{id}': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ReportSchedule
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    put: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': ReportScheduleChange
        }
      }
      responses: {
        200: {
          content: {
            'application/json': ReportSchedule
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    delete: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              removed: string
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/report-schedules/{id}/pdf': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/pdf': string
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/report-schedules/{id}/csv': {
    get: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'text/csv; charset=utf-8': string
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/figures': {
    get: {
      parameters: {
        query?: {
          from?: string
          until?: string
          customerId?: string
          providerId?: string
          serviceTypeId?: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Figures
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/figures/csv': {
    get: {
      parameters: {
        query: {
          table: 'jobs' | 'customers' | 'providers' | 'response' | 'channels' | 'failures' | 'reasons' | 'reminders'
          from?: string
          until?: string
          customerId?: string
          providerId?: string
          serviceTypeId?: string
        }
      }
      responses: {
        200: {
          content: {
            'text/csv; charset=utf-8': string
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/templates': {
    get: {
      parameters: {
        query?: {
          name?: string
          language?: 'en' | 'de' | 'fr' | 'es'
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: Template[]
              tags: TemplateTag[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/templates/{name}': {
    put: {
      parameters: {
        path: {
          name: string
        }
      }
      requestBody: {
        content: {
          'application/json': TemplateChange
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedVersion
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/templates/{name}/{language}': {
    put: {
      parameters: {
        path: {
          name: string
          language: 'en' | 'de' | 'fr' | 'es'
        }
      }
      requestBody: {
        content: {
          'application/json': TemplateChange
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedVersion
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/templates/{name}/{language}/versions': {
    get: {
      parameters: {
        path: {
          name: string
          language: 'en' | 'de' | 'fr' | 'es'
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              items: TemplateVersion[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/templates/{name}/{language}/restore': {
    post: {
      parameters: {
        path: {
          name: string
          language: 'en' | 'de' | 'fr' | 'es'
        }
      }
      requestBody: {
        content: {
          'application/json': TemplateRestoring
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedVersion
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/templates/preview': {
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': MessagePreview
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              sms: {
                subject: string | null
                body: string
                encoding: 'GSM-7' | 'UCS-2'
                units: number
                segments: number
                room: number
              }
              'text-email': {
                subject: string | null
                body: string
              }
              'pdf-email': {
                subject: string | null
                body: string
              }
              call: {
                subject: string | null
                body: string
              }
              values: {
                [k: string]: string
              }
              recipients: PreviewedRecipient[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/sheet-layout': {
    get: {
      parameters: {}
      responses: {
        200: {
          content: {
            'application/json': SheetLayout
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    put: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': SheetLayoutChange
        }
      }
      responses: {
        200: {
          content: {
            'application/json': SavedVersion
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/webhooks': {
    get: {
      parameters: {}
      responses: {
        200: {
          content: {
            'application/json': {
              items: Webhook[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
    post: {
      parameters: {}
      requestBody: {
        content: {
          'application/json': NewWebhook
        }
      }
      responses: {
        201: {
          content: {
            'application/json': WebhookAndSecret
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/webhooks/{id}': {
    delete: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              removed: string
              rules: string[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/webhooks/{id}/rotate-secret': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': WebhookAndSecret
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/webhooks/{id}/enable': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Webhook
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/webhooks/{id}/disable': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': Webhook
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/webhooks/{id}/test': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      responses: {
        200: {
          content: {
            'application/json': WebhookTried
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/webhooks/{id}/replay': {
    post: {
      parameters: {
        path: {
          id: string
        }
      }
      requestBody: {
        content: {
          'application/json': WebhookReplay
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              count: number
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/health': {
    get: {
      parameters: {}
      responses: {
        200: {
          content: {
            'application/json': Health
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
  '/alarms': {
    get: {
      parameters: {}
      responses: {
        200: {
          content: {
            'application/json': {
              items: Alarm[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': Problem
          }
        }
      }
    }
  }
}
export interface FirstRunNeeded {
  needed: boolean
}
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  errors?: {
    field: string
    problem: string
  }[]
  since?: JobEvent[]
  count?: number
  request: string
}
export interface JobEvent {
  version: number
  at: string
  by: Actor
  changed: Altered[]
}
export interface Actor {
  kind: 'person' | 'key' | 'callout'
  id: string
  name: string
}
export interface Altered {
  field: string
  from?: unknown
  to?: unknown
  visit?: number
  personId?: string
}
export interface FirstRun {
  code: string
  company: {
    name: string
    code: string
    timeZone: string
    country: string
    locale?: string
  }
  name: string
  email: string
  password: string
}
export interface SessionBegun {
  twoFactor: 'needed' | 'not-needed'
}
export interface Me {
  actor: Actor
  person: {
    id: string
    name: string
    role: 'administrator' | 'dispatcher' | 'technician' | 'customer-contact' | 'read-only'
    email: string
  } | null
  company: {
    id: string
    name: string
    code: string
    timeZone: string
    locale: string
    country: string
  }
  scopes: ('read' | 'dispatch' | 'administer')[]
  twoFactor: boolean | null
}
export interface SignIn {
  email: string
  password: string
}
export interface SignedOut {
  signedOut: boolean
}
export interface OwnSession {
  id: string
  createdAt: string
  expiresAt: string
  agent: string | null
  current: boolean
}
export interface SessionsEnded {
  ended: number
}
export interface PasswordChange {
  old: string
  new: string
}
export interface PasswordChanged {
  changed: boolean
}
export interface ByPassword {
  password: string
}
export interface TwoFactorBegun {
  uri: string
  backupCodes: string[]
}
export interface TwoFactorCode {
  code: string
}
export interface TwoFactorState {
  twoFactor: boolean
}
export interface Account {
  personId: string
  name: string
  role: 'administrator' | 'dispatcher' | 'technician' | 'customer-contact' | 'read-only'
  email: string
  twoFactor: boolean
  createdAt: string
  lastSeenAt: string | null
  sessions: number
}
export interface Invitation {
  personId: string
  name: string
  email: string
  at: string
  expiresAt: string
  by: Actor
}
export interface AccountRemoved {
  removed: boolean
}
export interface GivenLink {
  email: string
  link: string
  expiresAt: string
  emailed: 'sent' | 'not-configured' | 'failed'
}
export interface NewInvitation {
  personId: string
}
export interface InvitationWithdrawn {
  withdrawn: boolean
}
export interface InvitationCode {
  code: string
}
export interface Invited {
  company: string
  person: string
  email: string
}
export interface InvitationAccepted {
  code: string
  password: string
}
export interface NewPasswordWanted {
  email: string
}
export interface NewPasswordAsked {
  mail: 'on-its-way-if-known' | 'not-configured'
}
export interface NewPasswordChosen {
  code: string
  password: string
}
export interface NewPasswordKept {
  email: string
}
export interface Company {
  id: string
  name: string
  code: string
  timeZone: string
  locale: string
  country: string
  deferralMutes: 'everything' | 'reminders'
  quietHours: QuietHours | null
  quietHolidays: boolean
  holidaysOf: string | null
  replyTo: string | null
  approvesReports: boolean
  takesRequests: boolean
  requestTypeId: string | null
  reviewUrl: string | null
  createdAt: string
}
export interface QuietHours {
  from: string
  until: string
}
export interface CompanyChange {
  name?: string
  timeZone?: string
  locale?: string
  country?: string
  deferralMutes?: 'everything' | 'reminders'
  quietHours?: QuietHours | null
  quietHolidays?: boolean
  holidaysOf?: string | null
  replyTo?: string | null
  approvesReports?: boolean
  takesRequests?: boolean
  requestTypeId?: string | null
  reviewUrl?: string | null
}
export interface Holidays {
  items: {
    day: string
    name: string
  }[]
  next: {
    day: string
    name: string
  }[]
  quiet: boolean
}
export interface HolidaysAsked {
  /**
   * @maxItems 400
   */
  items: {
    day: string
    name: string
  }[]
}
export interface ImportedEntries {
  summary: string
  stored: boolean
  unusedColumns: string[]
  rows: ImportedEntry[]
}
export interface ImportedEntry {
  line: number
  does: 'add' | 'change' | 'same' | 'fault'
  id: string | null
  name: string
  changes: {
    field: string
    from?: unknown
    to?: unknown
  }[]
  fault: string | null
}
export interface NewRegion {
  id?: string
  name: string
  replyTo?: string | null
  active?: boolean
  requestUrl?: string | null
}
export interface Region {
  id: string
  name: string
  replyTo: string | null
  active: boolean
  requestUrl: string | null
}
export interface RegionChange {
  name?: string
  replyTo?: string | null
  active?: boolean
  requestUrl?: string | null
}
export interface EntryChange {
  at: string
  by: Actor
  what: 'added' | 'changed'
  changed: {
    field: string
    from?: unknown
    to?: unknown
  }[]
}
export interface NewCustomer {
  id?: string
  name: string
  email?: string | null
  phone?: string | null
  mustBeAdvised?: boolean
  regionId?: string | null
  takesNotifications?: boolean
  headOfficeId?: string | null
  language?: 'en' | 'de' | 'fr' | 'es' | null
}
export interface Customer {
  id: string
  name: string
  email: string | null
  phone: string | null
  mustBeAdvised: boolean
  regionId: string | null
  takesNotifications: boolean
  headOfficeId: string | null
  language: 'en' | 'de' | 'fr' | 'es' | null
}
export interface CustomerChange {
  name?: string
  email?: string | null
  phone?: string | null
  mustBeAdvised?: boolean
  regionId?: string | null
  takesNotifications?: boolean
  headOfficeId?: string | null
  language?: 'en' | 'de' | 'fr' | 'es' | null
}
export interface NewAlarmCompany {
  id?: string
  name: string
  email?: string | null
  phone?: string | null
  mustBeAdvised?: boolean
  orderNumberNeeded?: 'never' | 'at-start' | 'at-end'
  docketNumberNeeded?: 'never' | 'at-start' | 'at-end'
}
export interface AlarmCompany {
  id: string
  name: string
  email: string | null
  phone: string | null
  mustBeAdvised: boolean
  orderNumberNeeded: 'never' | 'at-start' | 'at-end'
  docketNumberNeeded: 'never' | 'at-start' | 'at-end'
}
export interface AlarmCompanyChange {
  name?: string
  email?: string | null
  phone?: string | null
  mustBeAdvised?: boolean
  orderNumberNeeded?: 'never' | 'at-start' | 'at-end'
  docketNumberNeeded?: 'never' | 'at-start' | 'at-end'
}
export interface NewProvider {
  id?: string
  name: string
  email?: string | null
  mobile?: string | null
}
export interface Provider {
  id: string
  name: string
  email: string | null
  mobile: string | null
}
export interface ProviderChange {
  name?: string
  email?: string | null
  mobile?: string | null
}
export interface NewPerson {
  id?: string
  name: string
  role: 'administrator' | 'dispatcher' | 'technician' | 'customer-contact' | 'read-only'
  email?: string | null
  mobile?: string | null
  providerId?: string | null
  certifications?: string | null
}
export interface Person {
  id: string
  name: string
  role: 'administrator' | 'dispatcher' | 'technician' | 'customer-contact' | 'read-only'
  email: string | null
  mobile: string | null
  providerId: string | null
  certifications: string | null
}
export interface PersonChange {
  name?: string
  role?: 'administrator' | 'dispatcher' | 'technician' | 'customer-contact' | 'read-only'
  email?: string | null
  mobile?: string | null
  providerId?: string | null
  certifications?: string | null
}
export interface NewSite {
  id?: string
  name: string
  address: string
  timeZone: string
  customerId?: string | null
  alarmCompanyId?: string | null
  regionId?: string | null
}
export interface Site {
  id: string
  name: string
  address: string
  timeZone: string
  customerId: string | null
  alarmCompanyId: string | null
  regionId: string | null
}
export interface SiteChange {
  name?: string
  address?: string
  timeZone?: string
  customerId?: string | null
  alarmCompanyId?: string | null
  regionId?: string | null
}
export interface NewServiceType {
  id?: string
  name: string
  kind: 'alarm' | 'patrol' | 'service' | 'other'
  dispatchWithin?: number | null
  onSiteWithin?: number | null
}
export interface ServiceType {
  id: string
  name: string
  kind: 'alarm' | 'patrol' | 'service' | 'other'
  dispatchWithin: number | null
  onSiteWithin: number | null
}
export interface ServiceTypeChange {
  name?: string
  kind?: 'alarm' | 'patrol' | 'service' | 'other'
  dispatchWithin?: number | null
  onSiteWithin?: number | null
}
export interface NewStatus {
  id?: string
  code: string
  name: string
  category:
    | 'requested'
    | 'rejected'
    | 'in-progress'
    | 'not-advised'
    | 'complete'
    | 'cancelled'
    | 'abandoned'
    | 'approved'
    | 'invoiced'
  step?: 'dispatched' | 'travelling' | 'on-site' | 'off-site' | null
}
export interface Status {
  id: string
  code: string
  name: string
  category:
    | 'requested'
    | 'rejected'
    | 'in-progress'
    | 'not-advised'
    | 'complete'
    | 'cancelled'
    | 'abandoned'
    | 'approved'
    | 'invoiced'
  step: 'dispatched' | 'travelling' | 'on-site' | 'off-site' | null
}
export interface StatusChange {
  name?: string
  step?: 'dispatched' | 'travelling' | 'on-site' | 'off-site' | null
}
export interface Portrait {
  personId: string
  type: 'image/jpeg' | 'image/png'
  bytes: number
}
export interface NewComplaint {
  customerId: string
  words: string
}
export interface Complaint {
  id: string
  customerId: string
  words: string
  openedAt: string
  openedBy: Actor
  closedAt: string | null
  closedBy: Actor | null
}
export interface NewApiKey {
  name: string
  /**
   * @minItems 1
   * @maxItems 3
   */
  scopes: ('read' | 'dispatch' | 'administer')[]
}
export interface AddedApiKey {
  key: ApiKey
  secret: string | null
}
export interface ApiKey {
  id: string
  name: string
  scopes: ('read' | 'dispatch' | 'administer')[]
  createdAt: string
  revokedAt: string | null
}
export interface BoardCounts {
  open: number
  'not-dispatched': number
  'in-progress': number
  late: number
  'not-advised': number
  'deferred-today': number
  complete: number
}
export interface BoardJob {
  id: string
  reference: string
  number: number
  version: number
  priority: number
  openedAt: string
  timeZone: string
  site: {
    id: string
    name: string
    address: string
  }
  customer: string | null
  alarmCompany: string | null
  serviceType: {
    id: string
    name: string
  }
  status: {
    id: string
    name: string
    category:
      | 'requested'
      | 'rejected'
      | 'in-progress'
      | 'not-advised'
      | 'complete'
      | 'cancelled'
      | 'abandoned'
      | 'approved'
      | 'invoiced'
  }
  provider: {
    id: string
    name: string
  } | null
  technicians: {
    personId: string
    name: string
    status: string | null
  }[]
  dispatchedAt: string | null
  onSiteAt: string | null
  offSiteAt: string | null
  closedAt: string | null
  deferredUntil: string | null
  last: {
    at: string
    by: string
    what: string
  }
  messages: {
    told: number
    failed: number
    waiting: number
  }
  due: {
    step: 'dispatch' | 'on-site'
    by: string
  } | null
  late: boolean
  next:
    | 'accept'
    | 'dispatch'
    | 'chase'
    | 'on-site'
    | 'off-site'
    | 'complete'
    | 'advise'
    | 'review'
    | 'approve-report'
    | 'none'
}
export interface JobOpening {
  siteId: string
  serviceTypeId: string
  initialRequest: string
  customerId?: string | null
  alarmCompanyId?: string | null
  providerId?: string | null
  priority?: number
  orderNumber?: string | null
  docketNumber?: string | null
  notes?: string | null
  openedAt?: string
  dispatchedAt?: string | null
  appointmentFrom?: string | null
  appointmentUntil?: string | null
}
export interface SavedJob {
  job: Job
  changed: Altered[]
}
export interface Job {
  id: string
  reference: string
  number: number
  version: number
  siteId: string
  customerId: string | null
  alarmCompanyId: string | null
  providerId: string | null
  serviceTypeId: string
  statusId: string
  category:
    | 'requested'
    | 'rejected'
    | 'in-progress'
    | 'not-advised'
    | 'complete'
    | 'cancelled'
    | 'abandoned'
    | 'approved'
    | 'invoiced'
  priority: number
  initialRequest: string
  outcome: string | null
  orderNumber: string | null
  docketNumber: string | null
  notes: string | null
  openedAt: string
  dispatchedAt: string | null
  onSiteAt: string | null
  offSiteAt: string | null
  timesDispatched: number
  incidentRaised: boolean
  deferredBecause: string | null
  deferredUntil: string | null
  invoiceNumber: string | null
  customerAdvisedAt: string | null
  alarmCompanyAdvisedAt: string | null
  appointmentFrom: string | null
  appointmentUntil: string | null
  rescheduleAsked: {
    at: string
    words: string
  } | null
  requestedBy: {
    name: string
    email: string | null
    phone: string | null
  } | null
  closedAt: string | null
  reportRevision: number
  reportWaits: boolean
  visits: Visit[]
}
export interface Visit {
  number: number
  technicians: {
    personId: string
    statusId: string | null
    dispatchedAt: string | null
    travellingAt: string | null
    onSiteAt: string | null
    offSiteAt: string | null
  }[]
}
export interface JobSeen {
  id: string
  reference: string
  number: number
  version: number
  siteId: string
  customerId: string | null
  alarmCompanyId: string | null
  providerId: string | null
  serviceTypeId: string
  statusId: string
  category:
    | 'requested'
    | 'rejected'
    | 'in-progress'
    | 'not-advised'
    | 'complete'
    | 'cancelled'
    | 'abandoned'
    | 'approved'
    | 'invoiced'
  priority: number
  initialRequest: string
  outcome: string | null
  orderNumber: string | null
  docketNumber: string | null
  notes: string | null
  openedAt: string
  dispatchedAt: string | null
  onSiteAt: string | null
  offSiteAt: string | null
  timesDispatched: number
  incidentRaised: boolean
  deferredBecause: string | null
  deferredUntil: string | null
  invoiceNumber: string | null
  customerAdvisedAt: string | null
  alarmCompanyAdvisedAt: string | null
  appointmentFrom: string | null
  appointmentUntil: string | null
  rescheduleAsked: {
    at: string
    words: string
  } | null
  requestedBy: {
    name: string
    email: string | null
    phone: string | null
  } | null
  closedAt: string | null
  reportRevision: number
  reportWaits: boolean
  visits: Visit[]
  timeZone: string
  names: {
    site: string
    address: string
    serviceType: string
    status: string
    customer: string | null
    alarmCompany: string | null
    provider: string | null
  }
}
export interface JobChange {
  siteId?: string
  customerId?: string | null
  alarmCompanyId?: string | null
  providerId?: string | null
  serviceTypeId?: string
  priority?: number
  initialRequest?: string
  outcome?: string | null
  orderNumber?: string | null
  docketNumber?: string | null
  notes?: string | null
  dispatchedAt?: string | null
  onSiteAt?: string | null
  offSiteAt?: string | null
  incidentRaised?: boolean
  appointmentFrom?: string | null
  appointmentUntil?: string | null
  version: number
}
export interface Dispatch {
  version?: number
  at?: string
  providerId?: string | null
  /**
   * @maxItems 50
   */
  technicianIds?: string[]
  orderNumber?: string
  docketNumber?: string
}
export interface OnSite {
  version?: number
  at?: string
}
export interface OffSite {
  version?: number
  at?: string
  outcome?: string
  docketNumber?: string
}
export interface SetStatus {
  version?: number
  statusId: string
}
export interface Complete {
  version?: number
  outcome?: string
  orderNumber?: string
  docketNumber?: string
}
export interface Advise {
  version?: number
  at?: string
  party: 'customer' | 'alarm-company'
}
export interface Cancel {
  version?: number
  outcome?: string
}
export interface JustThat {
  version?: number
}
export interface Defer {
  version?: number
  because: string
  until: string
}
export interface NewVisit {
  version?: number
  /**
   * @minItems 1
   * @maxItems 50
   */
  technicianIds: string[]
}
export interface TakeStatus {
  version?: number
  statusId: string
  at?: string
}
export interface RejectRequest {
  version?: number
  because: string
}
export interface CustomerRequest {
  siteId: string
  customerId?: string | null
  words: string
  name: string
  email?: string | null
  phone?: string | null
  serviceTypeId?: string
  appointmentFrom?: string | null
  appointmentUntil?: string | null
}
export interface Photo {
  id: string
  type: 'image/jpeg' | 'image/png'
  caption: string
  by: Actor
  at: string
}
export interface NewInvoice {
  customerId: string
  currency: string
  number?: string
  /**
   * @minItems 1
   * @maxItems 1000
   */
  lines: {
    jobId: string
    description?: string
    amount: number
  }[]
}
export interface InvoiceSeen {
  id: string
  number: string
  customerId: string
  customer: string
  currency: string
  total: number
  issuedAt: string
  by: Actor
  creditedAt: string | null
  creditedBy: Actor | null
  lines: {
    jobId: string
    reference: string
    site: string
    description: string
    amount: number
  }[]
}
export interface Invoice {
  id: string
  number: string
  customerId: string
  customer: string
  currency: string
  total: number
  issuedAt: string
  by: Actor
  creditedAt: string | null
  creditedBy: Actor | null
}
export interface Decision {
  jobId: string
  reference: string
  version: number
  occasion:
    | 'dispatched'
    | 'completed'
    | 'updated-incomplete'
    | 'updated-complete'
    | 'incomplete'
    | 'details-missing'
    | 'invoiced'
    | 'request-received'
    | 'request-accepted'
    | 'request-rejected'
    | 'created'
    | 'appointment'
    | 'status-set'
    | 'closed'
    | 'follow-up'
    | 'job-report'
    | 'reassigned'
    | 'corrected'
  ordinal: number
  ruleId: string
  ownerKind: 'company' | 'customer' | 'alarm-company' | 'site' | 'provider' | 'region' | 'status' | 'job'
  ownerName: string
  target: 'address' | 'provider' | 'customer' | 'head-office'
  via: 'sms' | 'text-email' | 'pdf-email' | 'call' | 'webhook'
  recipient: string | null
  address: string | null
  recipientId: string | null
  muted: {
    recipientId: string
    by: Actor
    at: string
  } | null
  because: string
  sentence: string
  messageId: string | null
  at: string
  timeZone: string
  waitsUntil: string | null
}
export interface ReminderDue {
  ruleId: string
  ownerKind: 'company' | 'customer' | 'alarm-company' | 'site' | 'provider' | 'region' | 'status' | 'job'
  ownerName: string
  target: 'address' | 'provider' | 'customer' | 'head-office'
  via: 'sms' | 'text-email' | 'pdf-email' | 'call' | 'webhook'
  recipient: string | null
  address: string | null
  recipientId: string | null
  muted: {
    recipientId: string
    by: Actor
    at: string
  } | null
  occasion:
    | 'dispatched'
    | 'completed'
    | 'updated-incomplete'
    | 'updated-complete'
    | 'incomplete'
    | 'details-missing'
    | 'invoiced'
    | 'request-received'
    | 'request-accepted'
    | 'request-rejected'
    | 'created'
    | 'appointment'
    | 'status-set'
    | 'closed'
    | 'follow-up'
    | 'job-report'
    | 'reassigned'
    | 'corrected'
  because: string
  at: string
  timeZone: string
  number: number
  of: number
  sentence: string
}
export interface WouldBe {
  if:
    | 'dispatched'
    | 'on-site'
    | 'off-site'
    | 'completed'
    | 'cancelled'
    | 'invoiced'
    | 'reminder'
    | 'accepted'
    | 'rejected'
    | 'status-set'
    | 'report-approved'
  refused: {
    because: string
    title: string
    detail: string
  } | null
  line: string
  messages: number
  items: {
    ruleId: string
    ownerKind: 'company' | 'customer' | 'alarm-company' | 'site' | 'provider' | 'region' | 'status' | 'job'
    ownerName: string
    target: 'address' | 'provider' | 'customer' | 'head-office'
    via: 'sms' | 'text-email' | 'pdf-email' | 'call' | 'webhook'
    recipient: string | null
    address: string | null
    recipientId: string | null
    muted: {
      recipientId: string
      by: Actor
      at: string
    } | null
    occasion:
      | 'dispatched'
      | 'completed'
      | 'updated-incomplete'
      | 'updated-complete'
      | 'incomplete'
      | 'details-missing'
      | 'invoiced'
      | 'request-received'
      | 'request-accepted'
      | 'request-rejected'
      | 'created'
      | 'appointment'
      | 'status-set'
      | 'closed'
      | 'follow-up'
      | 'job-report'
      | 'reassigned'
      | 'corrected'
    because: string
    sentence: string
  }[]
}
export interface Recipient {
  id: string
  does: 'add' | 'mute' | 'replace'
  sentence: string
  tells: {
    via: 'sms' | 'text-email' | 'pdf-email' | 'call'
    address: string
    recipient: string | null
    occasions: (
      | 'dispatched'
      | 'completed'
      | 'updated-incomplete'
      | 'updated-complete'
      | 'incomplete'
      | 'details-missing'
      | 'invoiced'
      | 'request-received'
      | 'request-accepted'
      | 'request-rejected'
      | 'created'
      | 'appointment'
      | 'status-set'
      | 'closed'
      | 'follow-up'
      | 'job-report'
    )[]
  } | null
  mutes: {
    ruleId: string
    target: 'address' | 'provider' | 'customer' | 'head-office'
    providerId: string | null
    ownerKind: 'company' | 'customer' | 'alarm-company' | 'site' | 'provider' | 'region' | 'status'
    ownerName: string
    via: 'sms' | 'text-email' | 'pdf-email' | 'call' | 'webhook'
    address: string | null
    recipient: string | null
  } | null
  by: Actor
  at: string
  removedBy: Actor | null
  removedAt: string | null
}
export interface AddedRecipient {
  does: 'add'
  via: 'sms' | 'text-email' | 'pdf-email' | 'call'
  address: string
  recipient?: string | null
  /**
   * @minItems 1
   * @maxItems 8
   */
  occasions?: (
    | 'dispatched'
    | 'completed'
    | 'updated-incomplete'
    | 'updated-complete'
    | 'invoiced'
    | 'appointment'
    | 'closed'
    | 'job-report'
  )[]
}
export interface MutedRecipient {
  does: 'mute'
  ruleId: string
  target?: 'address' | 'provider' | 'customer' | 'head-office'
  providerId?: string
}
export interface ReplacedRecipient {
  does: 'replace'
  ruleId: string
  target?: 'address' | 'provider' | 'customer' | 'head-office'
  providerId?: string
  via: 'sms' | 'text-email' | 'pdf-email' | 'call'
  address: string
  recipient?: string | null
}
export interface MessageCounts {
  failed: number
  waiting: number
  held: number
  answers: number
}
export interface Message {
  id: string
  jobId: string | null
  reference: string | null
  site: string | null
  reportId: string | null
  report: string | null
  timeZone: string
  occasions: (
    | 'dispatched'
    | 'completed'
    | 'updated-incomplete'
    | 'updated-complete'
    | 'incomplete'
    | 'details-missing'
    | 'invoiced'
    | 'request-received'
    | 'request-accepted'
    | 'request-rejected'
    | 'created'
    | 'appointment'
    | 'status-set'
    | 'closed'
    | 'follow-up'
    | 'job-report'
    | 'reassigned'
    | 'corrected'
  )[]
  channel: 'email' | 'sms' | 'voice' | 'webhook'
  address: string
  subject: string | null
  body: string
  segments: number | null
  encoding: 'GSM-7' | 'UCS-2' | null
  paperName: string | null
  spreadsheetName: string | null
  lane: 'urgent' | 'normal' | 'slow'
  state:
    | 'waiting'
    | 'held'
    | 'failed-for-now'
    | 'handed-over'
    | 'unknown'
    | 'accepted'
    | 'delivered'
    | 'failed-for-good'
    | 'expired'
    | 'cancelled'
    | 'resent'
  attempts: number
  dueAt: string | null
  useBy: string
  resendOf: string | null
  resendAs: 'as-it-was' | 'afresh' | null
  resendBy: Actor | null
  resentAs: string[]
  carrier: string | null
  code: string | null
  words: string | null
  at: string
}
export interface MessageSeen {
  id: string
  jobId: string | null
  reference: string | null
  site: string | null
  reportId: string | null
  report: string | null
  timeZone: string
  occasions: (
    | 'dispatched'
    | 'completed'
    | 'updated-incomplete'
    | 'updated-complete'
    | 'incomplete'
    | 'details-missing'
    | 'invoiced'
    | 'request-received'
    | 'request-accepted'
    | 'request-rejected'
    | 'created'
    | 'appointment'
    | 'status-set'
    | 'closed'
    | 'follow-up'
    | 'job-report'
    | 'reassigned'
    | 'corrected'
  )[]
  channel: 'email' | 'sms' | 'voice' | 'webhook'
  address: string
  subject: string | null
  body: string
  segments: number | null
  encoding: 'GSM-7' | 'UCS-2' | null
  paperName: string | null
  spreadsheetName: string | null
  lane: 'urgent' | 'normal' | 'slow'
  state:
    | 'waiting'
    | 'held'
    | 'failed-for-now'
    | 'handed-over'
    | 'unknown'
    | 'accepted'
    | 'delivered'
    | 'failed-for-good'
    | 'expired'
    | 'cancelled'
    | 'resent'
  attempts: number
  dueAt: string | null
  useBy: string
  resendOf: string | null
  resendAs: 'as-it-was' | 'afresh' | null
  resendBy: Actor | null
  resentAs: string[]
  carrier: string | null
  code: string | null
  words: string | null
  at: string
  tries: {
    number: number
    carrier: string
    startedAt: string
    endedAt: string | null
    outcome: 'accepted' | 'refused' | 'unreachable' | 'unknown' | 'not-tried' | null
    code: string | null
    words: string | null
  }[]
  changes: {
    at: string
    by: Actor
    from:
      | 'waiting'
      | 'held'
      | 'failed-for-now'
      | 'handed-over'
      | 'unknown'
      | 'accepted'
      | 'delivered'
      | 'failed-for-good'
      | 'expired'
      | 'cancelled'
      | 'resent'
    to:
      | 'waiting'
      | 'held'
      | 'failed-for-now'
      | 'handed-over'
      | 'unknown'
      | 'accepted'
      | 'delivered'
      | 'failed-for-good'
      | 'expired'
      | 'cancelled'
      | 'resent'
    note: string | null
  }[]
  receipts: {
    attempt: number
    carrier: string
    says:
      | 'handed-on'
      | 'delivered'
      | 'not-delivered'
      | 'delayed'
      | 'answered'
      | 'machine'
      | 'busy'
      | 'no-answer'
      | 'key-pressed'
      | 'complained'
    code: string | null
    words: string
    at: string
    receivedAt: string
  }[]
  replies: Reply[]
}
export interface Reply {
  id: string
  channel: 'email' | 'sms' | 'voice'
  from: string
  to: string
  words: string
  meaning: 'stop' | 'start' | 'help' | 'reply'
  jobId: string | null
  reference: string | null
  site: string | null
  timeZone: string | null
  messageId: string | null
  at: string
  doneAt: string | null
  doneBy: Actor | null
}
export interface Resending {
  as: 'as-it-was' | 'afresh'
  address?: string
}
export interface ResendingMany {
  filter: {
    jobId?: string
    reportId?: string
    state?:
      | 'waiting'
      | 'held'
      | 'failed-for-now'
      | 'handed-over'
      | 'unknown'
      | 'accepted'
      | 'delivered'
      | 'failed-for-good'
      | 'expired'
      | 'cancelled'
      | 'resent'
    view?: 'failed' | 'waiting' | 'held'
    channel?: 'email' | 'sms' | 'voice' | 'webhook'
    address?: string
    carrier?: string
    lane?: 'urgent' | 'normal' | 'slow'
    from?: string
    until?: string
    search?: string
    /**
     * @minItems 1
     * @maxItems 1000
     */
    ids?: string[]
  }
  count?: number
  as: 'as-it-was' | 'afresh'
}
export interface ManyMessages {
  count: number
  done: boolean
  examples: {
    id: string
    lane: 'urgent' | 'normal' | 'slow'
    channel: 'email' | 'sms' | 'voice' | 'webhook'
    address: string
    state:
      | 'waiting'
      | 'held'
      | 'failed-for-now'
      | 'handed-over'
      | 'unknown'
      | 'accepted'
      | 'delivered'
      | 'failed-for-good'
      | 'expired'
      | 'cancelled'
      | 'resent'
  }[]
}
export interface MessageDeed {
  note?: string
}
export interface ManyMessagesDeed {
  filter: {
    jobId?: string
    reportId?: string
    state?:
      | 'waiting'
      | 'held'
      | 'failed-for-now'
      | 'handed-over'
      | 'unknown'
      | 'accepted'
      | 'delivered'
      | 'failed-for-good'
      | 'expired'
      | 'cancelled'
      | 'resent'
    view?: 'failed' | 'waiting' | 'held'
    channel?: 'email' | 'sms' | 'voice' | 'webhook'
    address?: string
    carrier?: string
    lane?: 'urgent' | 'normal' | 'slow'
    from?: string
    until?: string
    search?: string
    /**
     * @minItems 1
     * @maxItems 1000
     */
    ids?: string[]
  }
  count?: number
  note?: string
}
export interface Contact {
  channel: 'email' | 'sms' | 'voice'
  address: string
  trouble: ('opted-out' | 'dead' | 'never-reached')[]
  urgent: boolean
  optedOutAt: string | null
  optedOutBecause: string | null
  deadSince: string | null
  deadBecause: string | null
  failures: number
  failedAt: string | null
  reachedAt: string | null
  quietHours: QuietHours | null
  uses: {
    kind: 'rule' | 'report-schedule' | 'provider' | 'person'
    id: string
    name: string
    occasion:
      | 'dispatched'
      | 'completed'
      | 'updated-incomplete'
      | 'updated-complete'
      | 'incomplete'
      | 'details-missing'
      | 'invoiced'
      | 'request-received'
      | 'request-accepted'
      | 'request-rejected'
      | 'created'
      | 'appointment'
      | 'status-set'
      | 'closed'
      | 'follow-up'
      | 'job-report'
      | null
    urgent: boolean
  }[]
}
export interface ContactSeen {
  channel: 'email' | 'sms' | 'voice'
  address: string
  trouble: ('opted-out' | 'dead' | 'never-reached')[]
  urgent: boolean
  optedOutAt: string | null
  optedOutBecause: string | null
  deadSince: string | null
  deadBecause: string | null
  failures: number
  failedAt: string | null
  reachedAt: string | null
  quietHours: QuietHours | null
  uses: {
    kind: 'rule' | 'report-schedule' | 'provider' | 'person'
    id: string
    name: string
    occasion:
      | 'dispatched'
      | 'completed'
      | 'updated-incomplete'
      | 'updated-complete'
      | 'incomplete'
      | 'details-missing'
      | 'invoiced'
      | 'request-received'
      | 'request-accepted'
      | 'request-rejected'
      | 'created'
      | 'appointment'
      | 'status-set'
      | 'closed'
      | 'follow-up'
      | 'job-report'
      | null
    urgent: boolean
  }[]
  history: {
    at: string
    by: Actor | null
    what: 'opted-out' | 'opted-in' | 'dead' | 'alive' | 'quiet-hours'
    because: string
  }[]
}
export interface OptOut {
  because: string
}
export interface OptIn {
  because: string
}
export interface QuietHoursChange {
  quietHours: QuietHours & ({} | null)
}
export interface NewTellRule {
  owner: {
    kind: 'company' | 'customer' | 'alarm-company' | 'site' | 'provider' | 'region' | 'status'
    id: string
  }
  serviceTypeId?: string | null
  active?: boolean
  does: 'tell'
  occasion:
    | 'dispatched'
    | 'completed'
    | 'updated-incomplete'
    | 'updated-complete'
    | 'incomplete'
    | 'details-missing'
    | 'invoiced'
    | 'request-received'
    | 'request-accepted'
    | 'request-rejected'
    | 'created'
    | 'appointment'
    | 'status-set'
    | 'closed'
    | 'follow-up'
    | 'job-report'
  via: 'sms' | 'text-email' | 'pdf-email' | 'call' | 'webhook'
  destination?: 'address' | 'provider' | 'both' | 'customer'
  address?: string | null
  recipient?: string | null
  leavesOutCancelled?: boolean
  everyDays?: number | null
  times?: number | null
  /**
   * @maxItems 3
   */
  details?: ('outcome' | 'docketNumber' | 'orderNumber')[]
  groupsInvoice?: boolean
  gathersMinutes?: number
  /**
   * @maxItems 100
   */
  onlyTypes?: string[]
  /**
   * @maxItems 9
   */
  onlyPriorities?: number[]
  /**
   * @maxItems 100
   */
  onlyStatuses?: string[]
  statusId?: string | null
  turn?: 'first' | 'lead' | 'last' | 'every' | null
  graceSeconds?: number
  reportsEveryJob?: boolean
  reportsCancelled?: boolean
  tellsHeadOffice?: boolean
  asksReview?: boolean
  language?: 'en' | 'de' | 'fr' | 'es' | null
}
export interface NewMuteRule {
  owner: {
    kind: 'company' | 'customer' | 'alarm-company' | 'site' | 'provider' | 'region' | 'status'
    id: string
  }
  serviceTypeId?: string | null
  active?: boolean
  does: 'mute'
  occasion?:
    | 'dispatched'
    | 'completed'
    | 'updated-incomplete'
    | 'updated-complete'
    | 'incomplete'
    | 'details-missing'
    | 'invoiced'
    | 'request-received'
    | 'request-accepted'
    | 'request-rejected'
    | 'created'
    | 'appointment'
    | 'status-set'
    | 'closed'
    | 'follow-up'
    | 'job-report'
    | null
}
export interface SavedRule {
  rule: Rule
  warnings: {
    about:
      | 'provider-has-no-mobile'
      | 'provider-has-no-email'
      | 'customer-has-no-mobile'
      | 'customer-has-no-email'
      | 'customer-takes-none'
      | 'region-switched-off'
      | 'opted-out'
      | 'address-dead'
      | 'webhook-disabled'
      | 'captured'
      | 'not-sending'
    names: string[]
    sentence: string
  }[]
}
export interface TellRule {
  id: string
  version: number
  ownerName: string
  sentence: string
  changedBy: Actor & {
    [k: string]: unknown
  }
  changedAt: string
  owner: {
    kind: 'company' | 'customer' | 'alarm-company' | 'site' | 'provider' | 'region' | 'status'
    id: string
  }
  serviceTypeId: string | null
  active: boolean
  does: 'tell'
  occasion:
    | 'dispatched'
    | 'completed'
    | 'updated-incomplete'
    | 'updated-complete'
    | 'incomplete'
    | 'details-missing'
    | 'invoiced'
    | 'request-received'
    | 'request-accepted'
    | 'request-rejected'
    | 'created'
    | 'appointment'
    | 'status-set'
    | 'closed'
    | 'follow-up'
    | 'job-report'
  via: 'sms' | 'text-email' | 'pdf-email' | 'call' | 'webhook'
  destination: 'address' | 'provider' | 'both' | 'customer'
  address: string | null
  recipient: string | null
  leavesOutCancelled: boolean
  everyDays: number | null
  times: number | null
  details: ('outcome' | 'docketNumber' | 'orderNumber')[]
  groupsInvoice: boolean
  gathersMinutes: number
  onlyTypes: string[]
  onlyPriorities: number[]
  onlyStatuses: string[]
  statusId: string | null
  turn: 'first' | 'lead' | 'last' | 'every' | null
  graceSeconds: number
  reportsEveryJob: boolean
  reportsCancelled: boolean
  tellsHeadOffice: boolean
  asksReview: boolean
  language: 'en' | 'de' | 'fr' | 'es' | null
}
export interface MuteRule {
  id: string
  version: number
  ownerName: string
  sentence: string
  changedBy: Actor & {
    [k: string]: unknown
  }
  changedAt: string
  owner: {
    kind: 'company' | 'customer' | 'alarm-company' | 'site' | 'provider' | 'region' | 'status'
    id: string
  }
  serviceTypeId: string | null
  active: boolean
  does: 'mute'
  occasion:
    | 'dispatched'
    | 'completed'
    | 'updated-incomplete'
    | 'updated-complete'
    | 'incomplete'
    | 'details-missing'
    | 'invoiced'
    | 'request-received'
    | 'request-accepted'
    | 'request-rejected'
    | 'created'
    | 'appointment'
    | 'status-set'
    | 'closed'
    | 'follow-up'
    | 'job-report'
    | null
}
export interface CheckedRule {
  sentence: string
  ownerName: string
  faults: {
    because: string
    title: string
    detail: string
  }[]
  warnings: {
    about:
      | 'provider-has-no-mobile'
      | 'provider-has-no-email'
      | 'customer-has-no-mobile'
      | 'customer-has-no-email'
      | 'customer-takes-none'
      | 'region-switched-off'
      | 'opted-out'
      | 'address-dead'
      | 'webhook-disabled'
      | 'captured'
      | 'not-sending'
    names: string[]
    sentence: string
  }[]
}
export interface ChangedTellRule {
  version: number
  owner: {
    kind: 'company' | 'customer' | 'alarm-company' | 'site' | 'provider' | 'region' | 'status'
    id: string
  }
  serviceTypeId?: string | null
  active?: boolean
  does: 'tell'
  occasion:
    | 'dispatched'
    | 'completed'
    | 'updated-incomplete'
    | 'updated-complete'
    | 'incomplete'
    | 'details-missing'
    | 'invoiced'
    | 'request-received'
    | 'request-accepted'
    | 'request-rejected'
    | 'created'
    | 'appointment'
    | 'status-set'
    | 'closed'
    | 'follow-up'
    | 'job-report'
  via: 'sms' | 'text-email' | 'pdf-email' | 'call' | 'webhook'
  destination?: 'address' | 'provider' | 'both' | 'customer'
  address?: string | null
  recipient?: string | null
  leavesOutCancelled?: boolean
  everyDays?: number | null
  times?: number | null
  /**
   * @maxItems 3
   */
  details?: ('outcome' | 'docketNumber' | 'orderNumber')[]
  groupsInvoice?: boolean
  gathersMinutes?: number
  /**
   * @maxItems 100
   */
  onlyTypes?: string[]
  /**
   * @maxItems 9
   */
  onlyPriorities?: number[]
  /**
   * @maxItems 100
   */
  onlyStatuses?: string[]
  statusId?: string | null
  turn?: 'first' | 'lead' | 'last' | 'every' | null
  graceSeconds?: number
  reportsEveryJob?: boolean
  reportsCancelled?: boolean
  tellsHeadOffice?: boolean
  asksReview?: boolean
  language?: 'en' | 'de' | 'fr' | 'es' | null
}
export interface ChangedMuteRule {
  version: number
  owner: {
    kind: 'company' | 'customer' | 'alarm-company' | 'site' | 'provider' | 'region' | 'status'
    id: string
  }
  serviceTypeId?: string | null
  active?: boolean
  does: 'mute'
  occasion?:
    | 'dispatched'
    | 'completed'
    | 'updated-incomplete'
    | 'updated-complete'
    | 'incomplete'
    | 'details-missing'
    | 'invoiced'
    | 'request-received'
    | 'request-accepted'
    | 'request-rejected'
    | 'created'
    | 'appointment'
    | 'status-set'
    | 'closed'
    | 'follow-up'
    | 'job-report'
    | null
}
export interface NotificationGates {
  sends: boolean
  gates: {
    gate:
      | 'channel'
      | 'sending'
      | 'region-active'
      | 'rule-active'
      | 'customer-in-region'
      | 'customer-takes-notifications'
      | 'customer-reachable'
    open: boolean
    words: string
  }[]
}
export interface ImportedRules {
  summary: string
  unusedColumns: string[]
  rows: ImportedRow[]
}
export interface ImportedRow {
  line: number
  outcome: 'made' | 'ready' | 'there-already' | 'refused'
  ruleId: string | null
  because: string | null
  sentence: string
  notes: string[]
  warnings: {
    about:
      | 'provider-has-no-mobile'
      | 'provider-has-no-email'
      | 'customer-has-no-mobile'
      | 'customer-has-no-email'
      | 'customer-takes-none'
      | 'region-switched-off'
      | 'opted-out'
      | 'address-dead'
      | 'webhook-disabled'
      | 'captured'
      | 'not-sending'
    names: string[]
    sentence: string
  }[]
}
export interface RehearsalDraft {
  rule: NewRule
  from?: string
  until?: string
  replaces?: string
}
export interface RehearsalResult {
  from: string
  until: string
  timeZone: string
  draft: RehearsalCount
  replaced: RehearsalCount | null
  difference: RehearsalDifference | null
  unpriced: ('email' | 'sms' | 'voice' | 'webhook')[]
  assumed: string[]
}
export interface RehearsalCount {
  messages: number
  emails: number
  texts: number
  calls: number
  segments: number
  addresses: {
    channel: 'email' | 'sms' | 'voice' | 'webhook'
    address: string
    messages: number
  }[]
  days: {
    day: string
    messages: number
    notTold: {
      because: string
      sentence: string
      decisions: number
    }[]
  }[]
  busiestDay: {
    day: string
    messages: number
  } | null
  notTold: {
    because: string
    sentence: string
    decisions: number
  }[]
  costs: {
    currency: string
    amount: string
  }[]
}
export interface RehearsalDifference {
  messages: number
  addresses: {
    channel: 'email' | 'sms' | 'voice' | 'webhook'
    address: string
    messages: number
  }[]
  costs: {
    currency: string
    amount: string
  }[]
}
export interface PriceList {
  items: Price[]
}
export interface Price {
  channel: 'email' | 'sms' | 'voice'
  amount: string
  currency: string
  by: Actor
  at: string
}
export interface NewPriceList {
  /**
   * @maxItems 3
   */
  items: {
    channel: 'email' | 'sms' | 'voice'
    amount: string
    currency: string
  }[]
}
export interface NewReportSchedule {
  name: string
  customerId?: string | null
  every: 'day' | 'week' | 'month'
  onDay?: number | null
  at: string
  timeZone?: string
  /**
   * @maxItems 100
   */
  addresses: string[]
  active?: boolean
}
export interface ReportSchedule {
  id: string
  version: number
  name: string
  customerId: string | null
  every: 'day' | 'week' | 'month'
  onDay: number | null
  at: string
  timeZone: string
  addresses: string[]
  active: boolean
  nextAt: string | null
}
export interface ReportScheduleChange {
  version: number
  name: string
  customerId?: string | null
  every: 'day' | 'week' | 'month'
  onDay?: number | null
  at: string
  timeZone?: string
  /**
   * @maxItems 100
   */
  addresses: string[]
  active?: boolean
}
export interface Figures {
  from: string
  until: string
  timeZone: string
  per: 'day' | 'week'
  jobs: {
    day: string
    opened: number
    completed: number
  }[]
  responses: {
    stretch: 'opened-dispatched' | 'dispatched-on-site' | 'opened-on-site' | 'on-site-off-site'
    count: number
    median: number | null
    ninetieth: number | null
    spans: {
      from: string
      count: number
      median: number | null
      ninetieth: number | null
    }[]
    buckets: {
      from: number
      to: number | null
      count: number
    }[]
  }[]
  channels: {
    day: string
    channel: 'email' | 'sms' | 'voice' | 'webhook'
    waiting: number
    sent: number
    delivered: number
    captured: number
    failed: number
    expired: number
    unknown: number
    cancelled: number
    resent: number
  }[]
  failures: {
    channel: 'email' | 'sms' | 'voice' | 'webhook'
    state: 'failed-for-good' | 'expired' | 'unknown'
    code: string | null
    reason: string
    count: number
  }[]
  notTold: {
    because: string
    sentence: string
    count: number
  }[]
  reminders: {
    occasion: 'incomplete' | 'details-missing' | 'follow-up'
    due: number
    told: number
    stopped: number | null
  }[]
  customers: {
    id: string
    name: string
    jobs: number
    count: number
    median: number | null
    ninetieth: number | null
    told: number
    captured: number
    failed: number
    expired: number
    reminders: number
  }[]
  providers: {
    id: string
    name: string
    jobs: number
    count: number
    median: number | null
    ninetieth: number | null
    told: number
    captured: number
    failed: number
    expired: number
    reminders: number
  }[]
}
export interface Template {
  name: string
  language: 'en' | 'de' | 'fr' | 'es'
  subject: string | null
  body: string
  version: number
  by: Actor | null
  at: string | null
  restores: number | null
  builtIn: {
    subject: string | null
    body: string
  } | null
}
export interface TemplateTag {
  name: string
  description: string
  example: string
  of?: {
    name: string
    description: string
    example: string
  }[]
}
export interface TemplateChange {
  version: number
  subject: string | null
  body: string
}
export interface SavedVersion {
  version: number
}
export interface TemplateVersion {
  subject: string | null
  body: string
  version: number
  by: Actor | null
  at: string | null
  restores: number | null
}
export interface TemplateRestoring {
  version: number
  of: number
}
export interface MessagePreview {
  job: string
  templates?: {
    sms?: {
      subject: string | null
      body: string
    }
    'text-email'?: {
      subject: string | null
      body: string
    }
    'pdf-email'?: {
      subject: string | null
      body: string
    }
    call?: {
      subject: string | null
      body: string
    }
  }
  words?: {
    name: string
    language: 'en' | 'de' | 'fr' | 'es'
    subject: string | null
    body: string
  }
  language?: 'en' | 'de' | 'fr' | 'es'
  /**
   * @minItems 1
   * @maxItems 18
   */
  occasions?: (
    | 'dispatched'
    | 'completed'
    | 'updated-incomplete'
    | 'updated-complete'
    | 'incomplete'
    | 'details-missing'
    | 'invoiced'
    | 'request-received'
    | 'request-accepted'
    | 'request-rejected'
    | 'created'
    | 'appointment'
    | 'status-set'
    | 'closed'
    | 'follow-up'
    | 'job-report'
    | 'reassigned'
    | 'corrected'
  )[]
  /**
   * @maxItems 100
   */
  fields?: string[]
}
export interface PreviewedRecipient {
  subject: string | null
  body: string
  channel: 'email' | 'sms' | 'voice' | 'webhook'
  address: string
  language: 'en' | 'de' | 'fr' | 'es'
  face:
    | (
        | 'request-received'
        | 'request-rejected'
        | 'request-accepted'
        | 'corrected'
        | 'on-the-way'
        | 'on-site'
        | 'appointment'
        | 'closed'
        | 'follow-up'
        | 'status'
        | 'created'
        | 'job-report'
      )
    | null
}
export interface SheetLayout {
  fields: string[]
  version: number
  by: Actor | null
  at: string | null
  known: {
    name: string
    label: string
    example: string
  }[]
}
export interface SheetLayoutChange {
  version: number
  /**
   * @maxItems 100
   */
  fields: string[]
}
export interface Webhook {
  id: string
  url: string
  secretEnds: string
  secretBeforeUntil: string | null
  failingSince: string | null
  disabledAt: string | null
  disabledBecause: string | null
}
export interface NewWebhook {
  url: string
}
export interface WebhookAndSecret {
  webhook: Webhook
  secret: string | null
}
export interface WebhookTried {
  outcome: 'accepted' | 'refused' | 'unreachable' | 'unknown' | 'not-tried'
  code: string | null
  words: string
}
export interface WebhookReplay {
  since: string
  state?: 'failed-for-good' | 'expired' | 'unknown'
}
export interface Health {
  unplanned: {
    waiting: number
    oldest: string | null
  }
  lanes: {
    lane: 'urgent' | 'normal' | 'slow'
    waiting: number
    oldestDueSeconds: number
  }[]
  stations: {
    name: string
    lastTurn: string | null
  }[]
  lookedAt: string | null
  alarms: {
    id: number
    severity: 'alarm' | 'warning'
    words: string
    since: string
  }[]
  channels: ChannelHealth[]
  heartbeat: {
    succeededAt: string | null
    failing: string | null
  } | null
}
export interface ChannelHealth {
  channel: 'email' | 'sms' | 'voice' | 'webhook'
  goes: 'out' | 'nowhere'
  accounts: {
    name: string
    is: 'working' | 'paused' | 'broken'
    because: string | null
    workedAt: string | null
  }[]
}
export interface Alarm {
  id: number
  severity: 'alarm' | 'warning'
  words: string
  since: string
  seenAt: string
  toldAt: string | null
  toldBy: string | null
  overAt: string | null
}
