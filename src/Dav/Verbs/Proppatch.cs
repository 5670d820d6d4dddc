using System.Xml.Linq;
using ContactOffice.Dav.Properties;
using ContactOffice.Dav.Resources;
using ContactOffice.Dav.Xml;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Dav.Verbs;

/// <summary>
/// Sets and removes properties (RFC 4918 §9.2), all or none. What clients keep here is each account's own, also in a group's book; its name is the group's and is
/// changed in the group.
/// </summary>
internal static class Proppatch
{
    private const int MaxChanges = 200;
    private const int MaxValue = 64 * 1024;

    public static async Task<IResult> Answer(DavRequest request)
    {
        var (body, error) = await XmlBody.Read(request);
        if (error is not null) return error;
        if (body is null || body.Name != Names.D + "propertyupdate") return DavError.Bad("The body is no propertyupdate.");
        if (request.Target is NoCard || await request.Target.Open(request) is not null) return DavError.NotFound;
        if (request.Target.Key is not { } key || !MayWrite(request.Target)) return DavError.NeedsPrivilege(request.Target.Href, Privileges.WriteProperties);

        var changes = Changes(body);
        if (changes.Count is 0 or > MaxChanges) return DavError.Bad($"It holds 1 to {MaxChanges} changes.");
        var refused = changes.Where(change => Refuse(request.Target, change.Name) || change.Value?.Length > MaxValue).Select(change => change.Name).ToHashSet();
        if (refused.Count > 0) return await Tell(request, changes, refused);
        var changed = await request.Grains.DavProperties(request.Actor).Change(key, request.Target.Contact, [.. changes.Select(change => new DavPropertyChange(change.Name.ToString(), change.Value))]);
        return changed.IsOk ? await Tell(request, changes, refused) : DavError.Of(changed.Refusal, request.Target.Href, Privileges.WriteProperties);
    }

    private static bool MayWrite(Resource target) => target is Card { Book: BookResource } || target.Privileges.Contains(Privileges.WriteProperties);

    private static bool Refuse(Resource target, XName name) => LiveProperties.Find(name) is { } live && !(live.IsSettable && target is Book { IsRenamable: true });

    /// <summary>In the order of the document: a later one wins (RFC 4918 §9.2).</summary>
    private static List<(XName Name, string? Value)> Changes(XElement body)
    {
        var changes = new List<(XName, string?)>();
        foreach (var step in body.Elements().Where(step => step.Name == Names.D + "set" || step.Name == Names.D + "remove"))
            foreach (var property in step.Elements(Names.Prop).Elements())
                changes.Add((property.Name, step.Name == Names.D + "set" ? Value(property) : null));
        return changes;
    }

    private static string Value(XElement property)
    {
        // RFC 4918 §4.3: the language that was in force stays in force.
        var language = property.AncestorsAndSelf().Select(element => element.Attribute(XNamespace.Xml + "lang")).FirstOrDefault(attribute => attribute is not null);
        var alone = new XElement(property);
        if (language is not null) alone.SetAttributeValue(XNamespace.Xml + "lang", language.Value);
        return alone.ToString(SaveOptions.DisableFormatting);
    }

    private static async Task<IResult> Tell(DavRequest request, List<(XName Name, string? Value)> changes, HashSet<XName> refused)
    {
        if (refused.Count == 0 && request.IsMinimal)
        {
            request.Http.Response.Headers["Preference-Applied"] = "return=minimal"; // RFC 8144 §2.3
            return Results.Ok();
        }
        using var answer = await Multistatus.Begin(request, PropRequest.Nothing);
        var xml = answer.Xml;
        xml.Start(Names.Response);
        xml.Element(Names.Href, request.Target.Href);
        var names = changes.Select(change => change.Name).Distinct().ToList();
        if (refused.Count == 0) Propstat(xml, names, StatusCodes.Status200OK);
        else
        {
            Propstat(xml, names.Where(refused.Contains), StatusCodes.Status403Forbidden, new DavError(0, Names.D + "cannot-modify-protected-property"));
            Propstat(xml, names.Where(name => !refused.Contains(name)), StatusCodes.Status424FailedDependency);
        }
        xml.End(Names.Response);
        return await answer.End();
    }

    private static void Propstat(XmlOut xml, IEnumerable<XName> names, int status, DavError? error = null)
    {
        var all = names.ToList();
        if (all.Count == 0) return;
        xml.Start(Names.Propstat);
        xml.Start(Names.Prop);
        foreach (var name in all) xml.Empty(name);
        xml.End(Names.Prop);
        xml.Element(Names.Status, DavError.Line(status));
        if (error is not null)
        {
            xml.Start(Names.Error);
            error.WriteInside(xml);
            xml.End(Names.Error);
        }
        xml.End(Names.Propstat);
    }
}
