using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Storage;
using Orleans.Concurrency;

namespace ContactOffice.Grains.Devices;

[StatelessWorker]
internal sealed class DeviceDirectoryGrain(IContactStore store) : Grain, IDeviceDirectoryGrain
{
    private const int Most = 1000;

    public async Task<Device[]> List(AccountId? account) =>
        [.. (await store.Query(session => DeviceRows.All(session, account, Most))).Select(device => DeviceGrain.View(device.Id, device.State))];
}
