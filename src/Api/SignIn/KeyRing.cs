using System.Xml.Linq;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace ContactOffice.Api.SignIn;

/// <summary>Keeps data protection's keys in a grain: every node has the same, and either database serves.</summary>
internal sealed class KeyRing(IGrainFactory grains) : IXmlRepository, IConfigureOptions<KeyManagementOptions>
{
    private int _seen;

    public void Configure(KeyManagementOptions options) => options.XmlRepository = this;

    // Data protection asks synchronously: once at the start, then about once a day.
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var keys = Task.Run(() => Ring.All()).GetAwaiter().GetResult();
        _seen = keys.Length;
        return [.. keys.Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var xml = element.ToString(SaveOptions.DisableFormatting);
        Task.Run(() => Ring.Add(xml, _seen)).GetAwaiter().GetResult();
    }

    private IKeyRingGrain Ring => grains.GetGrain<IKeyRingGrain>(0);
}
