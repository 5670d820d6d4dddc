using ContactOffice.GrainInterfaces;
using Npgsql;
using static ContactOffice.Grains.Storage.Postgres.PostgresValues;

namespace ContactOffice.Grains.Storage.Postgres;

/// <summary>
/// The writes of single contacts: each is one batch, sent in one round trip, which PostgreSQL runs as one transaction. Locks are taken in
/// one order everywhere: pictures by hash, contact, books by id.
/// </summary>
internal static class PostgresEdits
{
    public static IEnumerable<NpgsqlBatchCommand> Create(NewRow row)
    {
        foreach (var command in StorePictures(row.Card.Pictures, row.At)) yield return command;
        if (row.Card.Pictures.Length > 0)
        {
            yield return Statement("INSERT INTO contact_blob (contact, hash) SELECT $1, unnest($2)", Id(row.Id), Texts(row.Card.Pictures.Select(picture => picture.Hash).Distinct()));
        }
        yield return Statement("""
            WITH numbered AS (
                INSERT INTO book (id, seq) VALUES ($2, 1) ON CONFLICT (id) DO UPDATE SET seq = book.seq + 1 RETURNING seq),
            made AS (
                INSERT INTO contact (id, home, uid, version, card, digest, created_by, created_at, modified_by, modified_at)
                VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $6, $7)),
            entered AS (
                INSERT INTO book_entry (book, contact, seq, card_seq, version, deleted, uid, href, summary, find)
                SELECT $2, $1, seq, seq, 1, false, $3, $8, $9, $10 FROM numbered)
            SELECT $2, seq, $8 FROM numbered
            """,
            Id(row.Id), Text(row.Home.Value), Text(row.Uid), Bytes(row.Card.Card), Bytes(row.Card.Digest), Text(row.Who.Value), Time(row.At), Text(row.Href), Bytes(row.Card.Summary), Text(row.Card.Find));
    }

    public static IEnumerable<NpgsqlBatchCommand> Apply(Edit edit)
    {
        foreach (var command in StorePictures(edit.Pictures, edit.At)) yield return command;
        yield return Statement(edit.Hashes is null ? EditSql : EditWithPicturesSql, [
            Id(edit.Id), Number(edit.OldVersion), Text(edit.Uid), Bytes(edit.Card), Bytes(edit.Digest), Text(edit.Who.Value), Time(edit.At),
            Bytes(edit.Summary), Text(edit.Find),
            .. edit.Hashes is null ? Array.Empty<NpgsqlParameter>() : [Texts(edit.Hashes.Distinct())]]);
    }

    private const string Edited = """
        WITH edited AS (
            UPDATE contact SET version = version + 1, uid = $3, card = $4, digest = $5,
                modified_by = $6, modified_at = $7
            WHERE id = $1 AND version = $2 AND deleted_at IS NULL RETURNING id)
        """;

    private const string References = """
        ,
        referred AS (
            INSERT INTO contact_blob (contact, hash) SELECT id, unnest($10) FROM edited ON CONFLICT DO NOTHING),
        dropped AS (
            DELETE FROM contact_blob r USING edited WHERE r.contact = edited.id AND r.hash <> ALL ($10) RETURNING r.hash),
        aged AS (
            UPDATE blob SET touched_at = $7 FROM dropped WHERE blob.hash = dropped.hash)
        """;

    // The subquery locks the books in the order of their ids, so that two edits of contacts in the same two books cannot wait for each other.
    private const string Numbered = """
        ,
        numbered AS (
            UPDATE book SET seq = book.seq + 1
            FROM (SELECT b.id FROM book b WHERE b.id IN (SELECT e.book FROM book_entry e, edited WHERE e.contact = edited.id AND NOT e.deleted) ORDER BY b.id FOR UPDATE) locked
            WHERE book.id = locked.id RETURNING book.id, book.seq)
        UPDATE book_entry e SET seq = n.seq, card_seq = n.seq, version = $2 + 1, uid = $3, summary = $8, find = $9
        FROM numbered n WHERE e.book = n.id AND e.contact = $1 AND NOT e.deleted
        RETURNING e.book, e.seq, e.href
        """;

    private const string EditSql = Edited + Numbered;
    private const string EditWithPicturesSql = Edited + References + Numbered;

    public static IEnumerable<NpgsqlBatchCommand> StorePictures(IEnumerable<Picture> pictures, DateTimeOffset at) =>
        pictures.DistinctBy(picture => picture.Hash).OrderBy(picture => picture.Hash, StringComparer.Ordinal).Select(picture => Statement(
            "INSERT INTO blob (hash, media_type, bytes, touched_at) VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO UPDATE SET touched_at = $4",
            Text(picture.Hash), Text(picture.MediaType), Bytes(picture.Bytes), Time(at)));
}
