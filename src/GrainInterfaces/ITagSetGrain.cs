namespace ContactOffice.GrainInterfaces;

/// <summary>One account's tags and what bears them. Nobody else ever sees them; the key is the account.</summary>
[Alias("TagSet")]
public interface ITagSetGrain : IGrainWithStringKey
{
    /// <summary>In order of their names. Count: how many contacts that the account can read now bear it.</summary>
    [Alias("List")]
    Task<Tag[]> List();

    /// <summary>Makes a tag. NameTaken; Invalid for a name that is empty or longer than 60 characters, or a colour that is none; QuotaExceeded beyond 200.</summary>
    [Alias("Create")]
    Task<Answer<Tag>> Create(string name, string? color);

    /// <summary>Changes the colour, the only thing that can be changed.</summary>
    [Alias("Recolor")]
    Task<Answer<Tag>> Recolor(string tag, string? color);

    [Alias("Delete")]
    Task<Answer<Tag>> Delete(string tag);

    /// <summary>Puts a tag on contacts and takes it from others, at most 500 in all. What the account cannot read is passed over.</summary>
    [Alias("Assign")]
    Task<Answer<Tag>> Assign(string tag, ContactId[] add, ContactId[] remove);

    /// <summary>The contacts that bear each tag, of those that the account can read now.</summary>
    [Alias("Bearers")]
    Task<TagBearers[]> Bearers();

    /// <summary>NotFound for a tag that is not there.</summary>
    [Alias("BearersOf")]
    Task<Answer<ContactId[]>> BearersOf(string tag);
}

/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="Color"><c>#rrggbb</c>; null for none.</param>
[GenerateSerializer, Immutable, Alias("Tag")]
public sealed record Tag([property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] string? Color, [property: Id(3)] int Count);

[GenerateSerializer, Immutable, Alias("TagBearers")]
public sealed record TagBearers([property: Id(0)] string Tag, [property: Id(1)] ContactId[] Contacts);
