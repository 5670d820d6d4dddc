using System.Globalization;

namespace ContactOffice.Grains.Storage;

/// <summary>
/// The tables of contacts and books, as ordered migrations; the version of a database is how many of them it has seen. Both dialects
/// take the same text: SQLite ignores the type names that it does not know.
/// </summary>
internal static class Schema
{
    public const string VersionTable = "CREATE TABLE IF NOT EXISTS schema_version (version bigint PRIMARY KEY, applied_at bigint NOT NULL)";

    public const string ReadVersion = "SELECT coalesce(max(version), 0) FROM schema_version";

    public static readonly string[] Migrations =
    [
        // Times are Unix milliseconds. An entry's seq is that of its last change of any kind, card_seq that of its last card change.
        // deleted entries are tombstones; a contact's row outlives its deletion until both are purged together.
        """
        CREATE TABLE contact (
            id uuid NOT NULL PRIMARY KEY,
            home text NOT NULL,
            uid text NOT NULL,
            version bigint NOT NULL,
            card bytea NOT NULL,
            digest bytea,
            created_by text NOT NULL,
            created_at bigint NOT NULL,
            modified_by text NOT NULL,
            modified_at bigint NOT NULL,
            deleted_at bigint,
            import uuid);
        CREATE INDEX contact_import ON contact (import) WHERE import IS NOT NULL;
        CREATE INDEX contact_digest ON contact (home, digest) WHERE digest IS NOT NULL;
        CREATE INDEX contact_deleted ON contact (deleted_at) WHERE deleted_at IS NOT NULL;

        CREATE TABLE book (
            id text NOT NULL PRIMARY KEY,
            seq bigint NOT NULL,
            horizon bigint NOT NULL DEFAULT 0);

        CREATE TABLE book_entry (
            book text NOT NULL,
            contact uuid NOT NULL,
            seq bigint NOT NULL,
            card_seq bigint NOT NULL,
            version bigint NOT NULL,
            deleted boolean NOT NULL,
            uid text NOT NULL,
            href text NOT NULL,
            summary bytea NOT NULL,
            find text NOT NULL,
            PRIMARY KEY (contact, book));
        CREATE UNIQUE INDEX book_entry_seq ON book_entry (book, seq);
        CREATE UNIQUE INDEX book_entry_uid ON book_entry (book, uid) WHERE NOT deleted;
        CREATE UNIQUE INDEX book_entry_href ON book_entry (book, href) WHERE NOT deleted;

        CREATE TABLE blob (
            hash text NOT NULL PRIMARY KEY,
            media_type text,
            bytes bytea NOT NULL,
            touched_at bigint NOT NULL);
        CREATE INDEX blob_touched ON blob (touched_at);
        CREATE TABLE contact_blob (
            contact uuid NOT NULL,
            hash text NOT NULL,
            PRIMARY KEY (contact, hash));
        CREATE INDEX contact_blob_hash ON contact_blob (hash);
        """,
        // An entry outside its contact's home is a reference: shared_by put it there. removed tells why a reference is gone while its contact may live:
        // "deleted" can be restored from the trash, "withdrawn" cannot. A tombstone keeps its summary for the trash; an erased contact keeps nothing.
        // Principals are account/{name} and group/{id}; their content is 1 (add) or 2 (add and delete). A group's revision grows with every change of it.
        """
        ALTER TABLE contact ADD COLUMN erased boolean NOT NULL DEFAULT false;
        ALTER TABLE book_entry ADD COLUMN comments bigint NOT NULL DEFAULT 0;
        ALTER TABLE book_entry ADD COLUMN shared_by text;
        ALTER TABLE book_entry ADD COLUMN removed text;
        ALTER TABLE book_entry ADD COLUMN removed_by text;
        ALTER TABLE book_entry ADD COLUMN removed_at bigint;
        CREATE INDEX book_entry_deleted ON book_entry (book) WHERE deleted;
        CREATE INDEX book_entry_shared ON book_entry (book, shared_by) WHERE shared_by IS NOT NULL;

        CREATE TABLE contact_grant (
            contact uuid NOT NULL,
            principal text NOT NULL,
            PRIMARY KEY (contact, principal));
        CREATE TABLE contact_comment (
            id text NOT NULL PRIMARY KEY,
            contact uuid NOT NULL,
            author text NOT NULL,
            written_at bigint NOT NULL,
            text text NOT NULL);
        CREATE INDEX contact_comment_contact ON contact_comment (contact, written_at);

        CREATE TABLE person (
            account text NOT NULL PRIMARY KEY,
            display_name text NOT NULL,
            organisation text NOT NULL,
            email text NOT NULL);
        CREATE TABLE groups (
            id text NOT NULL PRIMARY KEY,
            name text NOT NULL,
            kind bigint NOT NULL,
            revision bigint NOT NULL,
            created_by text NOT NULL,
            created_at bigint NOT NULL,
            deleted_at bigint);
        CREATE UNIQUE INDEX groups_name ON groups (name) WHERE deleted_at IS NULL;
        CREATE TABLE group_name (
            name text NOT NULL PRIMARY KEY,
            group_id text NOT NULL);
        CREATE INDEX group_name_group ON group_name (group_id);
        CREATE TABLE group_member (
            group_id text NOT NULL,
            account text NOT NULL,
            role bigint NOT NULL,
            joined_at bigint NOT NULL,
            PRIMARY KEY (group_id, account));
        CREATE INDEX group_member_account ON group_member (account);
        CREATE TABLE group_request (
            group_id text NOT NULL,
            account text NOT NULL,
            invited_by text,
            asked_at bigint NOT NULL,
            PRIMARY KEY (group_id, account));
        CREATE INDEX group_request_account ON group_request (account);
        CREATE TABLE group_grant (
            group_id text NOT NULL,
            principal text NOT NULL,
            content bigint NOT NULL,
            PRIMARY KEY (group_id, principal));
        CREATE INDEX group_grant_principal ON group_grant (principal);
        CREATE TABLE group_audit (
            group_id text NOT NULL,
            n bigint NOT NULL,
            at bigint NOT NULL,
            who text NOT NULL,
            what text NOT NULL,
            whom text NOT NULL,
            detail text NOT NULL,
            PRIMARY KEY (group_id, n));

        CREATE TABLE tag (
            account text NOT NULL,
            id text NOT NULL,
            name text NOT NULL,
            color text,
            PRIMARY KEY (account, id));
        CREATE UNIQUE INDEX tag_name ON tag (account, name);
        CREATE TABLE tagged (
            account text NOT NULL,
            tag text NOT NULL,
            contact uuid NOT NULL,
            PRIMARY KEY (account, tag, contact));
        CREATE INDEX tagged_contact ON tagged (contact);
        """,
        // What WebDAV clients keep with a resource: each account's own. contact is set where the resource is a card, so that it goes with it.
        """
        CREATE TABLE dav_property (
            account text NOT NULL,
            resource text NOT NULL,
            name text NOT NULL,
            value text NOT NULL,
            contact uuid,
            PRIMARY KEY (account, resource, name));
        CREATE INDEX dav_property_contact ON dav_property (contact) WHERE contact IS NOT NULL;
        """,
        // The hash stands before the picture: SQLite reads through what stands before a column.
        """
        ALTER TABLE person ADD COLUMN picture_hash text;
        ALTER TABLE person ADD COLUMN picture bytea;
        """,
        // What an ActiveSync device holds of a folder: the contact's version that the answer with this sync key brought, and that before it; 0 for nothing.
        """
        CREATE TABLE device (
            account text NOT NULL,
            id text NOT NULL,
            seen_at bigint NOT NULL,
            state text NOT NULL,
            PRIMARY KEY (account, id));
        CREATE TABLE device_item (
            account text NOT NULL,
            device text NOT NULL,
            folder text NOT NULL,
            contact uuid NOT NULL,
            key bigint NOT NULL,
            version bigint NOT NULL,
            before bigint NOT NULL,
            PRIMARY KEY (account, device, folder, contact));
        CREATE INDEX device_item_key ON device_item (account, device, folder, key);
        """,
        // Cards that a client changed for itself and was not allowed to: at which version, and which of the account's numbers makes its entity tag another one.
        """
        CREATE TABLE denied_edit (
            book text NOT NULL,
            account text NOT NULL,
            contact uuid NOT NULL,
            version bigint NOT NULL,
            number bigint NOT NULL,
            PRIMARY KEY (book, account, contact));
        CREATE INDEX denied_edit_contact ON denied_edit (contact);
        """,
        // How often the row was written: who writes it shows that he read the last one.
        """
        ALTER TABLE device ADD COLUMN revision bigint NOT NULL DEFAULT 1;
        """,
    ];

    /// <summary>The migrations that a database at <paramref name="version"/> still needs, each with the version that it leads to.</summary>
    public static IEnumerable<(int Version, string Sql)> Missing(long version)
    {
        if (version > Migrations.Length)
        {
            throw new DatabaseException(DatabaseFault.NewerSchema, string.Create(CultureInfo.InvariantCulture,
                $"The database has schema version {version}; this release knows versions up to {Migrations.Length}. Start the newer release that wrote it."));
        }
        return Migrations.Select((sql, index) => (index + 1, sql)).Skip((int)version);
    }
}
