using System.Security.Cryptography;
using System.Text;
using ContactOffice.Dav.Paths;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Dav.Resources;

/// <summary>
/// The members of a group as cards, to be read only. It has no log of changes, since a person's name changes without the group: clients go by the
/// entity tags, and the ctag is made of them.
/// </summary>
internal sealed class MembersResource(GroupId group, string groupName, string home) : Book(Addresses.CollectionIn(home, groupName + Addresses.MembersSuffix), groupName + Addresses.MembersSuffix)
{
    private const int Page = 500;
    private List<MemberCard>? cards;

    public MembersResource(Group group, string home) : this(group.Id, group.Name, home) { }

    public override string Key => $"members/{group}";

    public override string CTag
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var card in cards!) hash.AppendData(Encoding.UTF8.GetBytes(card.Href + card.ETag));
            return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
        }
    }

    public override async ValueTask<DavError?> Open(DavRequest request)
    {
        if (cards is not null) return null;
        var read = new List<MemberCard>();
        while (true)
        {
            var page = await request.Grains.Group(group).Members(request.Actor, null, read.Count, Page);
            if (!page.IsOk) return DavError.Of(page.Refusal, Href, Resources.Privileges.Read);
            read.AddRange(page.Value.Members.Select(member => new MemberCard(this, member, groupName)));
            if (page.Value.Members.Length < Page) break;
        }
        cards = read;
        return null;
    }

    public override async IAsyncEnumerable<IReadOnlyList<Resource>> Members(DavRequest request, bool withBodies)
    {
        if (await Open(request) is null) yield return cards!;
    }

    public override async Task<IReadOnlyList<Card?>> Find(DavRequest request, IReadOnlyList<string> names, bool withBodies)
    {
        if (await Open(request) is not null) return new Card?[names.Count];
        var byName = cards!.ToDictionary(card => card.Name, StringComparer.Ordinal);
        return [.. names.Select(name => byName.GetValueOrDefault(name))];
    }
}

/// <summary>What members of a group see of one of them.</summary>
internal sealed class MemberCard(MembersResource book, GroupMember member, string group) : Card(book, member.Account.Value + ".vcf")
{
    private byte[]? bytes;

    public override byte[] Bytes => bytes ??= Encoding.UTF8.GetBytes(Write());

    public override string ETag => $"\"{Convert.ToHexStringLower(SHA256.HashData(Bytes).AsSpan(0, 16))}\"";

    public override DateTimeOffset? Modified => null;

    private string Write()
    {
        var (family, given) = member.DisplayName.LastIndexOf(' ') is > 0 and var space ? (member.DisplayName[(space + 1)..], member.DisplayName[..space]) : (member.DisplayName, "");
        var card = new StringBuilder("BEGIN:VCARD\r\nVERSION:3.0\r\n");
        card.Append("UID:member-").Append(member.Account.Value).Append("\r\n");
        card.Append("FN:").Append(Escape(member.DisplayName)).Append("\r\n");
        card.Append("N:").Append(Escape(family)).Append(';').Append(Escape(given)).Append(";;;\r\n");
        if (!string.IsNullOrEmpty(member.Organisation)) card.Append("ORG:").Append(Escape(member.Organisation)).Append("\r\n");
        if (!string.IsNullOrEmpty(member.Email)) card.Append("EMAIL;TYPE=INTERNET:").Append(Escape(member.Email)).Append("\r\n");
        card.Append("CATEGORIES:").Append(Escape(group)).Append("\r\n");
        return card.Append("END:VCARD\r\n").ToString();
    }

    // RFC 2426 §4.
    private static string Escape(string text) => string.Concat(text.Select(c => c switch
    {
        '\\' or ',' or ';' => "\\" + c,
        '\n' => "\\n",
        _ when char.IsControl(c) => "",
        _ => c.ToString(),
    }));
}
