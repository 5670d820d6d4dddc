import type { components } from './schema';

/** The shapes of /api/v1 that the pages work with, as the server's own description tells them. */
type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type Summary = Schemas['ContactSummary'];
export type Page = Schemas['ContactPage'];
export type ContactSet = Schemas['ContactSet'];
export type Letters = Schemas['BookLetters'];
export type Change = Schemas['ContactChange'];
export type ImportReport = Schemas['ImportStatus'];
export type ImportRecord = Schemas['ImportedCard'];

/** A row of the server's field table, as the card and the form need it. */
export type Field = Schemas['Field'];

type Described = Required<Schemas['ContactFields']>;
export type TypedValue = Described['phones'][number];
export type Address = Described['addresses'][number];
export type CustomValue = Described['customFields'][number];
/** As the server tells it, by its hash; one that was chosen and not saved yet has its bytes, in base64. */
export type Photo = Partial<Described['photo']> & { data?: string };
export type FieldValue = string | string[] | TypedValue[] | Address[] | CustomValue[] | Photo;

/** By the names of the field table, which alone knows them. */
export type Fields = Record<string, FieldValue | undefined>;
export type Contact = Omit<Schemas['Contact'], 'fields'> & { fields: Fields };

export type NameOrder = 'firstLast' | 'lastFirst';
export type ListOrder = NameOrder | 'recent';

/** What the live hub answers to Watch: the changes, or that the log does not reach back that far. */
export type Changes = Schemas['ContactChanges'] & { horizonPassed?: boolean };

export type Group = Schemas['GroupResult'];
export type GroupKind = Schemas['GroupKind'];
export type GroupRole = Schemas['GroupRole'];
export type GroupWait = Schemas['GroupWait'];
export type Membership = Schemas['Membership'];
export type Member = Schemas['MemberResult'];
export type Members = Schemas['MembersResult'];
export type GroupRequest = Schemas['RequestResult'];
export type ContentRight = Schemas['ContentRight'];
export type GroupRight = Schemas['GroupRight'];
export type Principal = Schemas['PrincipalName'];
export type AuditRecord = Schemas['AuditRecord'];

export type AppPassword = Schemas['AppPassword'];
export type NewAppPassword = Schemas['NewAppPassword'];

export type Device = Schemas['DeviceResult'];
export type Devices = Schemas['DevicesResult'];
export type DeviceState = Schemas['DeviceState'];
