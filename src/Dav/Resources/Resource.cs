using ContactOffice.GrainInterfaces;

namespace ContactOffice.Dav.Resources;

/// <summary>Something that has an address.</summary>
/// <param name="href">Its address, encoded; a collection's ends with a slash.</param>
internal abstract class Resource(string href)
{
    public string Href { get; } = href;

    public virtual bool IsCollection => true;

    /// <summary>Under which its dead properties are kept, whatever its address is or becomes; null where none are.</summary>
    public virtual string? Key => null;

    /// <summary>The contact that it shows, where it is one.</summary>
    public virtual ContactId? Contact => null;

    /// <summary>What the actor may do to it, in the words of RFC 3744 §3.</summary>
    public virtual IEnumerable<string> Privileges => [Resources.Privileges.Read, Resources.Privileges.ReadPrivileges];

    /// <summary>Its members as PROPFIND with Depth 1 lists them, in batches. Cards come with their bodies where these are wanted.</summary>
    public virtual async IAsyncEnumerable<IReadOnlyList<Resource>> Members(DavRequest request, bool withBodies)
    {
        await Task.CompletedTask;
        yield break;
    }

    /// <summary>Looks whether the actor may see it and reads what its properties tell; the error where he may not.</summary>
    public virtual ValueTask<DavError?> Open(DavRequest request) => ValueTask.FromResult<DavError?>(null);
}

internal static class Privileges
{
    public const string Read = "read";
    public const string ReadPrivileges = "read-current-user-privilege-set";
    public const string Write = "write";
    public const string WriteContent = "write-content";
    public const string WriteProperties = "write-properties";
    public const string Bind = "bind";
    public const string Unbind = "unbind";
}
