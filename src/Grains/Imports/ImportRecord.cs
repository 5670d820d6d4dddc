using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Imports;

/// <summary>What is kept of an import, written now and then while it runs.</summary>
[GenerateSerializer, Alias("ImportRecord")]
internal sealed class ImportRecord
{
    [Id(0)] public ImportReport? Report { get; set; }
    [Id(1)] public AccountId Actor { get; set; }

    /// <summary>The activation went in good order and wrote everything: another one continues.</summary>
    [Id(2)] public bool PutDown { get; set; }
}
