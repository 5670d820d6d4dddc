using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Books;
using ContactOffice.Grains.Storage;
using Orleans.Concurrency;

namespace ContactOffice.Grains.Devices;

[StatelessWorker]
internal sealed class DeviceDirectoryGrain(IContactStore store) : Grain, IDeviceDirectoryGrain
{
    public async Task<DevicePage> List(AccountId? account, string? text, int offset, int limit)
    {
        var passes = FindText.Asking(text);
        var (from, most) = (Math.Max(0, offset), Math.Clamp(limit, 1, 500));
        var (devices, total) = await store.Query(session => passes is null
            ? (DeviceRows.Page(session, account, from, most), (int)DeviceRows.Count(session, account))
            : DeviceRows.Find(session, account, passes, from, most));
        return new([.. devices.Select(device => DeviceGrain.View(device.Id, device.State))], total);
    }
}
