using System.Xml.Linq;
using ContactOffice.Dav.Properties;
using ContactOffice.Dav.Resources;
using ContactOffice.Dav.Xml;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Dav.Verbs.Reports;

/// <summary>People by name or e-mail address (RFC 3744 §9.4): oneself, and those of whom one knows through a group.</summary>
internal static class PrincipalPropertySearch
{
    private const int MaxFound = 100;

    public static async Task<IResult> Answer(DavRequest request, XElement body)
    {
        var texts = body.Elements(Names.D + "property-search").SelectMany(search => search.Elements(Names.D + "match")).Select(match => match.Value.Trim()).Where(text => text.Length > 0).ToList();
        if (texts.Count is 0 or > 10) return DavError.Bad("It holds 1 to 10 texts.");
        var (asked, error) = body.Element(Names.Prop) is null ? (PropRequest.Nothing, null) : PropRequest.Parse(body);
        if (asked is null) return error!;
        var isAny = (string?)body.Attribute("test") == "anyof";

        using var answer = await Multistatus.Begin(request, asked);
        foreach (var person in await People(request, texts[0]))
        {
            var matches = texts.Select(text => Has(person.DisplayName, text) || Has(person.Email, text) || Has(person.Account.Value, text));
            if (isAny ? matches.Any(one => one) : matches.All(one => one)) answer.Add(new FoundPrincipal(person.Account, person.DisplayName, person.Email));
        }
        return await answer.End();
    }

    /// <summary>What can be searched (RFC 3744 §9.5).</summary>
    public static async Task<IResult> AnswerSet(DavRequest request, XElement body)
    {
        using var xml = new XmlOut();
        xml.Begin(Names.D + "principal-search-property-set");
        foreach (var (name, description) in new[] { (Names.DisplayName, "Name"), (Names.Cs + "email-address-set", "E-mail address") })
        {
            xml.Start(Names.D + "principal-search-property");
            xml.Start(Names.Prop);
            xml.Empty(name);
            xml.End(Names.Prop);
            xml.Element(Names.D + "description", description);
            xml.End(Names.D + "principal-search-property");
        }
        xml.End(Names.D + "principal-search-property-set");
        request.Http.Response.ContentType = Multistatus.MediaType;
        await request.Http.Response.Body.WriteAsync(xml.Written, request.Aborted);
        return Results.Empty;
    }

    /// <summary>Nobody learns of an account here with whom he shares no group.</summary>
    private static async Task<IEnumerable<GroupMember>> People(DavRequest request, string text)
    {
        var people = new Dictionary<AccountId, GroupMember>();
        var profile = await request.Grains.Account(request.Actor).Profile();
        if (profile.IsOk) people[request.Actor] = new(request.Actor, profile.Value.DisplayName, GroupRole.None, default, profile.Value.Organisation, profile.Value.Email);
        foreach (var group in await request.Groups())
        {
            var page = await request.Grains.Group(group.Id).Members(request.Actor, text, 0, MaxFound);
            foreach (var member in page.IsOk ? page.Value.Members : []) people.TryAdd(member.Account, member);
            if (people.Count > MaxFound) break;
        }
        return people.Values.Take(MaxFound);
    }

    private static bool Has(string? value, string text) => value?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
}
