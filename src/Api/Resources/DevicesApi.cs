using System.Security.Claims;
using ContactOffice.Api.Http;
using ContactOffice.Api.SignIn;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Api.Resources;

/// <summary>Phones and programs that synchronise over ActiveSync: one's own under <c>/api/v1/me/devices</c>, for administrators those of all accounts. No device has a say in it.</summary>
internal static class DevicesApi
{
    public static void MapDevicesApi(this IEndpointRouteBuilder api)
    {
        var mine = api.MapGroup("/me/devices").WithTags("Devices").RequireAuthorization(ApiPolicies.Holder);
        mine.MapGet("/", List).WithName("ListDevices");
        mine.MapPatch("/{id}", Order).WithName("OrderDevice");
        mine.MapDelete("/{id}", Remove).WithName("RemoveDevice");
        var all = api.MapGroup("").WithTags("Devices").RequireAuthorization(ApiPolicies.Administrator);
        all.MapGet("/devices", ListAll).WithName("ListAllDevices");
        all.MapPatch("/accounts/{account}/devices/{id}", OrderOf).WithName("OrderDeviceOf");
        all.MapDelete("/accounts/{account}/devices/{id}", RemoveOf).WithName("RemoveDeviceOf");
    }

    /// <summary>List the devices.</summary>
    /// <remarks>Those that synchronised over ActiveSync, the latest seen first.</remarks>
    /// <param name="q">Only those whose names, model or kind have words that begin so.</param>
    /// <param name="offset">Index of the first.</param>
    /// <param name="limit">1 to 500.</param>
    public static Task<Results<Ok<DevicesResult>, Problem>> List(ClaimsPrincipal user, IGrainFactory grains, string? q = null, int offset = 0, int limit = 100) =>
        Listed(grains, user.Account(), q, offset, limit);

    /// <summary>Allow, block or wipe a device.</summary>
    /// <remarks>
    /// A blocked one is refused from its next request on. With <c>wiping</c> it is told to delete its data, which on many phones is all that is on them; when it says that it
    /// does, its state is <c>wiped</c>. Until then <c>allowed</c> takes the order back; afterwards it lets the device in again, which is refused until then. A device whose password was revoked never hears of it.
    /// </remarks>
    public static Task<Results<Ok<DeviceResult>, Problem>> Order(string id, DeviceRequest request, ClaimsPrincipal user, IGrainFactory grains) => Ordered(grains, user.Account(), id, request);

    /// <summary>Forget a device.</summary>
    /// <remarks>One that connects again is a new one, which is allowed and begins anew. What it has stored stays on it.</remarks>
    public static Task<Results<NoContent, Problem>> Remove(string id, ClaimsPrincipal user, IGrainFactory grains) => Removed(grains, user.Account(), id);

    /// <summary>List the devices of all accounts.</summary>
    /// <remarks>For administrators, the latest seen first.</remarks>
    /// <param name="q">Only those whose owner's names, or whose own names, model or kind have words that begin so.</param>
    /// <param name="offset">Index of the first.</param>
    /// <param name="limit">1 to 500.</param>
    public static Task<Results<Ok<DevicesResult>, Problem>> ListAll(IGrainFactory grains, string? q = null, int offset = 0, int limit = 100) => Listed(grains, null, q, offset, limit);

    /// <summary>Allow, block or wipe somebody's device.</summary>
    /// <remarks>For administrators.</remarks>
    public static async Task<Results<Ok<DeviceResult>, Problem>> OrderOf(string account, string id, DeviceRequest request, IGrainFactory grains) =>
        AccountId.TryParse(account, out var owner) ? await Ordered(grains, owner, id, request) : NoDevice;

    /// <summary>Forget somebody's device.</summary>
    /// <remarks>For administrators.</remarks>
    public static async Task<Results<NoContent, Problem>> RemoveOf(string account, string id, IGrainFactory grains) =>
        AccountId.TryParse(account, out var owner) ? await Removed(grains, owner, id) : NoDevice;

    private static Problem NoDevice => new(ProblemKind.NotFound, "There is no such device.");

    private static async Task<Results<Ok<DevicesResult>, Problem>> Listed(IGrainFactory grains, AccountId? owner, string? q, int offset, int limit)
    {
        if (PageBounds.Wrong(limit, 500, offset) is { } problem) return problem;
        var page = await grains.Devices().List(owner, q, offset, limit);
        return TypedResults.Ok(new DevicesResult([.. page.Devices.Select(DeviceResult.Of)], page.Total));
    }

    private static async Task<Results<Ok<DeviceResult>, Problem>> Ordered(IGrainFactory grains, AccountId owner, string id, DeviceRequest request)
    {
        if (Missing.In((nameof(request.State), request.State?.ToString())) is { } missing) return missing;
        if (!DeviceId.IsName(id)) return NoDevice;
        var ordered = await grains.Device(new(owner, id)).Order(request.State!.Value);
        return ordered.IsOk ? TypedResults.Ok(DeviceResult.Of(ordered.Value)) : Problem.Of(ordered.Refusal);
    }

    private static async Task<Results<NoContent, Problem>> Removed(IGrainFactory grains, AccountId owner, string id)
    {
        if (!DeviceId.IsName(id)) return NoDevice;
        var removed = await grains.Device(new(owner, id)).Remove();
        return removed.IsOk ? TypedResults.NoContent() : Problem.Of(removed.Refusal);
    }
}

/// <param name="Total">How many match in all.</param>
public sealed record DevicesResult(IReadOnlyList<DeviceResult> Items, int Total);

/// <param name="State"><c>allowed</c>, <c>blocked</c> or <c>wiping</c>.</param>
public sealed record DeviceRequest(DeviceState? State);

/// <summary>A phone or program that synchronises over ActiveSync.</summary>
/// <param name="UserName">Whose it is.</param>
/// <param name="Id">As the device names itself.</param>
/// <param name="Type">Its kind in a word: <c>iPhone</c>, <c>Outlook</c>.</param>
/// <param name="Agent">Its program, as requests name it.</param>
/// <param name="Version">The version of the protocol that it speaks.</param>
/// <param name="Name">As its owner calls it, where it tells that.</param>
/// <param name="Model">What it is, where it tells that.</param>
/// <param name="System">Its operating system, where it tells that.</param>
/// <param name="LastSync">When it last sent or was sent something.</param>
public sealed record DeviceResult(
    string UserName,
    string Id,
    string Type,
    string Agent,
    string Version,
    string? Name,
    string? Model,
    string? System,
    DeviceState State,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    DateTimeOffset? LastSync)
{
    /// <summary>Of what it told only this is shown: telephone number and IMEI are nobody's business.</summary>
    public static DeviceResult Of(Device device) => new(
        device.Id.Account.Value, device.Id.Id, device.Type, device.Agent, device.Version,
        Told(device, "FriendlyName"), Told(device, "Model"), Told(device, "OS"),
        device.State, device.FirstSeen, device.LastSeen, device.LastSync);

    private static string? Told(Device device, string name) => device.Told.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;
}
