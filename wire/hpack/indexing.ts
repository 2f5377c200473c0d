/**
 * What the encoder puts into the dynamic table, by name: what repeats, never what varies, and no secrets (RFC 7541 §7.1).
 *
 * A name begins with a credit of insertions. Each insertion takes one, each value that is soon found again gives one back, so that
 * a name whose values keep changing is sent as literals only; its last entry goes on to serve as its name. A value that comes
 * twice in a row is inserted all the same.
 */
import { MAX_KEPT_CHARACTERS, MAX_NAME_RECORDS } from '../limits.js';
import { entryBytes } from './dynamic-table.js';
import { STATIC_BY_NAME, type StaticName } from './static-table.js';

const CREDIT = 4;
/** For `:path`: the methods of a service. */
const PATH_CREDIT = 16;
const MAX_CREDIT = 16;
/** A value that is found again makes up for so many that were not; while more than `MAX_MISSES` are left over it gives no credit. */
const HIT_WORTH = 8;
const MAX_MISSES = 32;
/** For names whose values are known to vary: one entry, so that the name need not be spelled out each time. */
const VARYING_CREDIT = 1;
/** References to an entry's name alone that make it worth inserting the name again after eviction. */
const WORTHY_REFERENCES = 8;

/** The largest entry, as a share of the table: one field must not evict all others. */
const MAX_SHARE = 1 / 2;
/** The same for names whose values vary. */
const MAX_VARYING_SHARE = 1 / 16;

/**
 * Names that hold a secret (`authorization`, `set-cookie`, `x-api-key`, `x-amz-security-token`): sent never indexed, whatever the caller
 * says, since whoever can make us send guesses beside them could tell a right one by the block's length (RFC 7541 §7.1.3).
 */
const SECRET_NAME =
  /(?:^|[-_.])(?:authorization|cookie|(?:api|access|auth|private|secret)[-_]?key|token|secret|password|passwd|credentials?|jwt|session-?id|signature)(?:-bin)?$/;

const VARYING: ReadonlySet<string> = new Set([
  'grpc-timeout',
  'grpc-message',
  'grpc-status-details-bin',
  'grpc-trace-bin',
  'grpc-tags-bin',
  'traceparent',
  'tracestate',
  'baggage',
  'x-request-id',
  'x-correlation-id',
  'x-cloud-trace-context',
  'x-amzn-trace-id',
  'uber-trace-id',
  'b3',
  'content-length',
  'content-range',
  'date',
  'etag',
  'expires',
  'if-modified-since',
  'if-none-match',
  'last-modified',
  'age',
  'location',
  'range',
]);
const VARYING_NAME = /^x-b3-|-bin$/;

/** What a name is, on whatever connection it is sent. */
class NameKind {
  readonly name: string;
  readonly secret: boolean;
  /** Too long to be kept: such a name is always spelled out. */
  readonly long: boolean;
  /** The static table's index of the name, 0 for none, and its values. */
  readonly staticIndex: number;
  readonly staticValues: ReadonlyMap<string, number> | undefined;
  readonly varying: boolean;
  /** What it begins with. */
  readonly credit: number;

  constructor(name: string) {
    const fixed: StaticName | undefined = STATIC_BY_NAME.get(name);
    this.name = name;
    this.long = name.length > MAX_KEPT_CHARACTERS;
    this.secret = SECRET_NAME.test(name);
    this.staticIndex = fixed === undefined ? 0 : fixed.index;
    this.staticValues = fixed?.values;
    this.varying = VARYING.has(name) || VARYING_NAME.test(name);
    this.credit = initialCredit(name, this.varying, fixed !== undefined);
  }
}

/** Of the names that this process sends, for all its connections: most send the same ten. */
const kinds = new Map<string, NameKind>();

function kindOf(name: string): NameKind {
  const known = kinds.get(name);
  if (known !== undefined) return known;
  const kind = new NameKind(name);
  if (kind.long) return kind;
  if (kinds.size >= MAX_NAME_RECORDS) kinds.clear();
  kinds.set(name, kind);
  return kind;
}

/** What the encoder knows of one name. */
export class NameRecord {
  readonly kind: NameKind;
  /** The number of the newest entry in the dynamic table, 0 for none; its value; and the older ones by value, where there were any. */
  newest = 0;
  private newestValue = '';
  private older: Map<string, number> | undefined = undefined;

  private credit: number;
  private references = 0;
  private misses = 0;
  private lastValue: string | undefined = undefined;

  constructor(name: string) {
    this.kind = kindOf(name);
    this.credit = this.kind.credit;
  }

  get name(): string {
    return this.kind.name;
  }

  /**
   * The entry with `value`: an index of the static table, or minus a number of the dynamic table; 0 where there is none. One that is found
   * in the dynamic table earns its name credit.
   */
  find(value: string): number {
    const { staticValues } = this.kind;
    if (staticValues !== undefined) {
      const index = staticValues.get(value);
      if (index !== undefined) return index;
    }
    let number: number | undefined = this.newest;
    if (number === 0) return 0;
    if (value !== this.newestValue) {
      // A name that varies has no other: its values are not worth a hash each.
      number = this.older?.get(value);
      if (number === undefined) return 0;
    }
    if (this.misses <= MAX_MISSES && this.credit < MAX_CREDIT) this.credit++;
    this.misses = Math.max(0, this.misses - HIT_WORTH);
    return -number;
  }

  /** Whether `value`, which is in neither table, is to be inserted. */
  wants(value: string, maxTableBytes: number): boolean {
    const { name, long, varying } = this.kind;
    if (long || entryBytes(name, value) > maxTableBytes * (varying ? MAX_VARYING_SHARE : MAX_SHARE)) return false;
    return this.credit > 0 || value === this.lastValue;
  }

  /** The value went out as a literal. */
  passed(value: string): void {
    if (this.misses < 2 * MAX_MISSES) this.misses++;
    this.lastValue = value.length <= MAX_KEPT_CHARACTERS ? value : undefined;
  }

  inserted(value: string, number: number): void {
    if (this.credit > 0) this.credit--;
    this.lastValue = undefined;
    if (this.newest !== 0) {
      this.older ??= new Map();
      this.older.set(this.newestValue, this.newest);
    }
    this.newest = number;
    this.newestValue = value;
    this.references = 0;
  }

  /** The newest entry served as a name. */
  referred(): void {
    this.references++;
  }

  evicted(value: string, number: number): void {
    // The oldest go first, so that nothing is left behind the newest.
    if (this.newest !== number) {
      this.older!.delete(value);
      return;
    }
    this.newest = 0;
    this.newestValue = '';
    if (this.references >= WORTHY_REFERENCES && this.credit === 0) this.credit = 1;
  }
}

function initialCredit(name: string, varying: boolean, inStaticTable: boolean): number {
  if (varying) return inStaticTable ? 0 : VARYING_CREDIT;
  return name === ':path' ? PATH_CREDIT : CREDIT;
}
