namespace ContactOffice.GrainInterfaces;

/// <summary>
/// References to the grains that every request needs. <see cref="IGrainFactory.GetGrain{TGrainInterface}(Guid, string)"/> composes and parses the
/// interface's name again at each call, which takes longer than reading a small card (Orleans 10.4); here that is done once.
/// </summary>
public static class GrainReferences
{
    public static IAccountGrain Account(this IGrainFactory grains, AccountId id) =>
        Kind<IAccountGrain>.Reference(grains, IdSpan.Create(id.Value), id.Value, static (factory, key) => factory.GetGrain<IAccountGrain>(key));

    public static IAddressBookGrain AddressBook(this IGrainFactory grains, BookId id) =>
        Kind<IAddressBookGrain>.Reference(grains, IdSpan.Create(id.Value), id.Value, static (factory, key) => factory.GetGrain<IAddressBookGrain>(key));

    public static IContactGrain Contact(this IGrainFactory grains, ContactId id) =>
        Kind<IContactGrain>.Reference(grains, GrainIdKeyExtensions.CreateGuidKey(id.Value), id.Value, static (factory, key) => factory.GetGrain<IContactGrain>(key));

    public static IGroupGrain Group(this IGrainFactory grains, GroupId id) =>
        Kind<IGroupGrain>.Reference(grains, GrainIdKeyExtensions.CreateGuidKey(id.Value), id.Value, static (factory, key) => factory.GetGrain<IGroupGrain>(key));

    public static IGroupDirectoryGrain GroupDirectory(this IGrainFactory grains) => grains.GetGrain<IGroupDirectoryGrain>(0);

    public static ITagSetGrain TagSet(this IGrainFactory grains, AccountId account) => grains.GetGrain<ITagSetGrain>(account.Value);

    public static IDavPropertiesGrain DavProperties(this IGrainFactory grains, AccountId account) => grains.GetGrain<IDavPropertiesGrain>(account.Value);

    public static IDeviceGrain Device(this IGrainFactory grains, DeviceId id) =>
        Kind<IDeviceGrain>.Reference(grains, IdSpan.Create(id.ToString()), id.ToString(), static (factory, key) => factory.GetGrain<IDeviceGrain>(key));

    public static IDeviceDirectoryGrain Devices(this IGrainFactory grains) => grains.GetGrain<IDeviceDirectoryGrain>(0);

    /// <summary>What Orleans calls an interface and the grain behind it: the same in every cluster of this program.</summary>
    private static class Kind<TGrain> where TGrain : class, IAddressable
    {
        private static Names? names;

        public static TGrain Reference<TKey>(IGrainFactory grains, IdSpan key, TKey typed, Func<IGrainFactory, TKey, TGrain> slowly)
        {
            if (Volatile.Read(ref names) is { } known) return (TGrain)grains.GetGrain(GrainId.Create(known.Grain, key), known.Interface);
            var reference = slowly(grains, typed);
            if (reference is GrainReference { GrainId.Type: var grain, InterfaceType: var type }) Volatile.Write(ref names, new Names(grain, type));
            return reference;
        }
    }

    private sealed record Names(GrainType Grain, GrainInterfaceType Interface);
}
