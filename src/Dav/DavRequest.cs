using System.Xml.Linq;
using ContactOffice.Dav.Resources;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ContactOffice.Dav;

/// <summary>How deep a request goes (RFC 4918 §10.2).</summary>
internal enum Depth
{
    Zero,
    One,
    Infinity,
}

/// <summary>One request: who asks, for what, and what was looked up for it.</summary>
internal sealed class DavRequest(HttpContext http)
{
    private Group[]? groups;
    private Dictionary<string, Dictionary<XName, string>>? kept;

    public HttpContext Http => http;

    /// <summary>Endpoints require authorization: somebody is signed in.</summary>
    public AccountId Actor { get; } = new(http.User.Identity?.Name ?? throw new InvalidOperationException("Nobody is signed in: the endpoint lacks RequireAuthorization."));

    public IGrainFactory Grains { get; } = http.RequestServices.GetRequiredService<IGrainFactory>();

    /// <summary>What the address leads to.</summary>
    public Resource Target { get; set; } = null!;

    /// <summary>Leave out what is not needed (RFC 8144 §2); Apple's clients say <c>Brief: t</c>.</summary>
    public bool IsMinimal { get; } = Prefers(http, "return=minimal") || http.Request.Headers["Brief"] == "t";

    /// <summary>Answer with what is stored now.</summary>
    public bool WantsRepresentation { get; } = Prefers(http, "return=representation");

    public CancellationToken Aborted => http.RequestAborted;

    /// <summary>False for a Depth that is none.</summary>
    public bool TryDepth(Depth otherwise, out Depth depth)
    {
        var header = http.Request.Headers["Depth"].ToString();
        depth = header.Length == 0 ? otherwise : header == "0" ? Depth.Zero : header == "1" ? Depth.One : Depth.Infinity;
        return header is "" or "0" or "1" || header.Equals("infinity", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The groups that the actor is a member of, in order of their names.</summary>
    public async ValueTask<IReadOnlyList<Group>> Groups() =>
        groups ??= Array.FindAll(await Grains.GroupDirectory().Of(Actor), group => group.Mine.Role != GroupRole.None);

    /// <summary>Reads the actor's dead properties, for <see cref="Kept"/> to answer from.</summary>
    public async ValueTask ReadKept()
    {
        if (kept is not null) return;
        kept = [];
        foreach (var property in await Grains.DavProperties(Actor).All())
        {
            if (!kept.TryGetValue(property.Resource, out var own)) kept[property.Resource] = own = [];
            own[XName.Get(property.Name)] = property.Value;
        }
    }

    /// <summary>What is kept with a resource: names, and elements as XML.</summary>
    public IReadOnlyDictionary<XName, string>? Kept(Resource resource) => resource.Key is { } key ? kept?.GetValueOrDefault(key) : null;

    private static bool Prefers(HttpContext http, string preference)
    {
        foreach (var header in http.Request.Headers["Prefer"])
            foreach (var one in (header ?? "").Split([',', ';']))
                if (one.Trim().Equals(preference, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
