namespace ContactOffice.GrainInterfaces;

/// <summary>
/// What one account's WebDAV clients keep with resources (dead properties, RFC 4918 §4.2): nobody else ever sees it, so that keeping some needs no right beyond
/// reading. The key is the account.
/// </summary>
[Alias("DavProperties")]
public interface IDavPropertiesGrain : IGrainWithStringKey
{
    /// <summary>All of them: a hundred kilobytes at most, from memory.</summary>
    [Alias("All")]
    Task<DavProperty[]> All();

    /// <summary>Sets and removes properties of one resource, all or nothing. QuotaExceeded where it would be too much.</summary>
    /// <param name="contact">Where the resource is a card: what is kept with it goes when it is gone for good.</param>
    [Alias("Change")]
    Task<Answer<DavProperty[]>> Change(string resource, ContactId? contact, DavPropertyChange[] changes);
}

/// <param name="Resource">Whose it is, in the words of the protocol room: stable when groups are renamed.</param>
/// <param name="Name">Namespace and local name, <c>{DAV:}displayname</c>.</param>
/// <param name="Value">The whole element as XML.</param>
[GenerateSerializer, Immutable, Alias("DavProperty")]
public sealed record DavProperty([property: Id(0)] string Resource, [property: Id(1)] string Name, [property: Id(2)] string Value);

/// <param name="Value">Null to remove it.</param>
[GenerateSerializer, Immutable, Alias("DavPropertyChange")]
public sealed record DavPropertyChange([property: Id(0)] string Name, [property: Id(1)] string? Value);
