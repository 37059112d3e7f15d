/** Everything that the environment decides. This is the only file that reads `process.env` (see `loadConfig`). */
export interface Config {
  host: string
  port: number
  /** The address that browsers and Gong use, without a slash at its end. */
  publicUrl: string
  database: { kind: 'embedded' } | { kind: 'url'; url: string }
  /** Absolute. Holds the embedded database, the generated secret and the simulator's state. */
  dataDir: string
  /** Undefined = generated into `dataDir` (embedded database only). */
  secretKey: string | undefined
  secretKeyOld: string[]
  setupToken: string | undefined
  trustProxy: boolean | string
  gong: GongConfig
  simulator: { port: number; state: string }
  reconcile: { everyMs: number; lookbackMs: number }
  writer: { model: string; baseUrl: string | undefined }
  logLevel: string
}

export interface GongConfig {
  /** The deployment's own OAuth client; undefined = each workspace enters its own. */
  client: { id: string; secret: string } | undefined
  /** Base of `/oauth2/authorize` and `/oauth2/generate-customer-token`, and whether it was set by hand. */
  appUrl: string
  appUrlIsSet: boolean
  /** Patterns of hosts that `api_base_url_for_customer` may name, such as `*.api.gong.io`. */
  apiHosts: string[]
  rate: { perSecond: number; perDay: number; per: 'client' | 'company' }
}
