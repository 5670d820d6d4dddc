using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Accounts;

[GenerateSerializer, Alias("KeyRingState")]
internal sealed class KeyRingState
{
    [Id(0)] public List<string> Keys { get; set; } = [];
}

internal sealed class KeyRingGrain([PersistentState("keyring")] IPersistentState<KeyRingState> state) : Grain, IKeyRingGrain
{
    public Task<string[]> All() => Task.FromResult(state.State.Keys.ToArray());

    public async Task<bool> Add(string key, int seen)
    {
        if (state.State.Keys.Count != seen) return false;
        state.State.Keys.Add(key);
        try
        {
            await state.WriteStateAsync();
            return true;
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
