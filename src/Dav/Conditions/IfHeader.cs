using ContactOffice.Dav.Paths;
using ContactOffice.Dav.Resources;

namespace ContactOffice.Dav.Conditions;

/// <summary>
/// The If header (RFC 4918 §10.4): lists of conditions, of which one list must hold. There are no locks here, so that a state token holds only where it is a
/// book's sync-token (RFC 6578 §5).
/// </summary>
internal sealed class IfHeader
{
    private readonly List<(string? Resource, List<Condition> Conditions)> lists = [];

    private readonly record struct Condition(bool Not, string Token, bool IsETag);

    /// <summary>Null where it cannot be read.</summary>
    public static IfHeader? Parse(string header)
    {
        var parsed = new IfHeader();
        string? tagged = null;
        for (var at = 0; at < header.Length;)
        {
            if (char.IsWhiteSpace(header[at])) at++;
            else if (header[at] == '<')
            {
                if (Until(header, ref at, '>') is not { } resource) return null;
                tagged = resource;
            }
            else if (header[at] != '(' || List(header, ref at) is not { } list) return null;
            else parsed.lists.Add((tagged, list));
        }
        return parsed.lists.Count == 0 ? null : parsed;
    }

    /// <summary>Whether one of the lists holds.</summary>
    public async ValueTask<bool> Holds(DavRequest request, Resource target)
    {
        foreach (var (tagged, conditions) in lists)
        {
            var resource = tagged is null ? target : DavPath.TrySplit(tagged, out var segments) ? (await Finder.Find(request, segments)).Resource : null;
            if (resource is not null && resource is not NoCard && await resource.Open(request) is not null) resource = null;
            if (conditions.TrueForAll(condition => Matches(resource, condition) != condition.Not)) return true;
        }
        return false;
    }

    private static bool Matches(Resource? resource, Condition condition) =>
        condition.IsETag ? resource is Card card && card.Is(condition.Token) : (resource as Book)?.SyncToken == condition.Token;

    private static List<Condition>? List(string header, ref int at)
    {
        var conditions = new List<Condition>();
        var not = false;
        for (at++; at < header.Length;)
        {
            switch (header[at])
            {
                case ')':
                    at++;
                    return conditions.Count > 0 && !not ? conditions : null;
                case '<' or '[':
                    var isETag = header[at] == '[';
                    if (Until(header, ref at, isETag ? ']' : '>') is not { } token) return null;
                    conditions.Add(new(not, token, isETag));
                    not = false;
                    break;
                case var c when char.IsWhiteSpace(c):
                    at++;
                    break;
                case 'N' or 'n' when !not && string.Compare(header, at, "Not", 0, 3, StringComparison.OrdinalIgnoreCase) == 0:
                    (not, at) = (true, at + 3);
                    break;
                default:
                    return null;
            }
        }
        return null;
    }

    private static string? Until(string header, ref int at, char end)
    {
        var close = header.IndexOf(end, at);
        if (close < 0) return null;
        var inside = header[(at + 1)..close].Trim();
        at = close + 1;
        return inside;
    }
}
