using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Storage;

namespace ContactOffice.Grains.Books;

/// <summary>A book's entry in memory: a hundred thousand of them must fit well, so what follows from the id is not kept.</summary>
internal sealed class Entry(ContactId id)
{
    private string? uid;
    private string? href;

    public ContactId Id { get; } = id;

    public long Seq { get; private set; }

    public long CardSeq { get; private set; }

    public long Version { get; private set; }

    public int Comments { get; private set; }

    public bool Deleted { get; private set; }

    public byte[] Summary { get; private set; } = [];

    public string Uid => uid ?? Id.ToString();

    public string Href => href ?? NewRows.HrefOf(Id);

    /// <summary>What a search looks through, once there was one.</summary>
    public byte[]? Find { get; set; }

    public void Take(BookEntry entry)
    {
        (Seq, CardSeq, Version, Deleted, Summary, Comments) = (entry.Seq, entry.CardSeq, entry.Version, entry.Deleted, entry.Summary, (int)entry.Comments);
        Span<char> id = stackalloc char[32];
        Id.Value.TryFormat(id, out _, "N");
        uid = entry.Uid.AsSpan().SequenceEqual(id) ? null : entry.Uid;
        href = entry.Href.Length == 36 && entry.Href.AsSpan(0, 32).SequenceEqual(id) && entry.Href.EndsWith(".vcf", StringComparison.Ordinal) ? null : entry.Href;
    }

    public BookEntry Told() => new(Id, Seq, CardSeq, Version, Deleted, Uid, Href, Summary, Comments);
}
