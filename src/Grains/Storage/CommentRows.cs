using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Storage;

/// <summary>The comments of contacts.</summary>
internal static class CommentRows
{
    /// <summary>A contact has no more.</summary>
    public const int Most = 1000;

    public static List<Comment> Of(ISqlSession session, ContactId contact) => session.All("SELECT id, author, written_at, text FROM contact_comment WHERE contact = @contact ORDER BY written_at, id",
        static row => new Comment(row.GetString(0), row.Account(1), row.Time(2), row.GetString(3), false), ("@contact", session.Id(contact)));

    public static long Count(ISqlSession session, ContactId contact) =>
        session.One("SELECT count(*) FROM contact_comment WHERE contact = @contact", static row => row.GetInt64(0), ("@contact", session.Id(contact)));

    /// <summary>False where there are too many.</summary>
    public static bool Add(ISqlSession session, ContactId contact, Comment comment)
    {
        if (Count(session, contact) >= Most) return false;
        session.Run("INSERT INTO contact_comment (id, contact, author, written_at, text) VALUES (@id, @contact, @author, @at, @text)",
            ("@id", comment.Id), ("@contact", session.Id(contact)), ("@author", comment.Author.Value), ("@at", comment.At.ToUnixTimeMilliseconds()), ("@text", comment.Text));
        return true;
    }

    public static int Delete(ISqlSession session, ContactId contact, string comment) =>
        session.Run("DELETE FROM contact_comment WHERE contact = @contact AND id = @id", ("@contact", session.Id(contact)), ("@id", comment));
}
