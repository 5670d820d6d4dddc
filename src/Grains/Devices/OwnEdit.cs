namespace ContactOffice.Grains.Devices;

/// <summary>What a device itself made of a contact.</summary>
/// <param name="Version">The version that it made.</param>
/// <param name="What">Tells the edit from others, so that the very same is known when it comes again.</param>
/// <param name="ClientId">Its own name for what it added; null where it changed something.</param>
/// <param name="IsNews">The card shows more than the device said: what stood behind something that it cleared, say. It comes to the device as a change.</param>
/// <param name="IsTold">And that was in the answer.</param>
internal sealed record OwnEdit(long Version, string What, string? ClientId = null, bool IsNews = false, bool IsTold = false);
