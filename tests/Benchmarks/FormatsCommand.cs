using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ContactOffice.Benchmarks.Load;
using ContactOffice.Formats;

namespace ContactOffice.Benchmarks;

/// <summary>The formats by themselves, in a short job of BenchmarkDotNet: time and allocations per card.</summary>
internal static class FormatsCommand
{
    public static int Run(Options options)
    {
        options.RefuseUnknown();
        var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        var summary = BenchmarkRunner.Run<CardBenchmarks>(config);
        return summary.Reports.All(report => report.Success) ? 0 : 1;
    }
}

/// <summary>What happens to a card on its way through the server.</summary>
[MemoryDiagnoser]
public class CardBenchmarks
{
    private byte[] bytes = [];
    private byte[] cut = [];
    private VCard card = null!;
    private JsonElement patch;

    /// <summary>A filled-in card of about 1 kB, and the same one with a picture of 40 kB.</summary>
    [Params("plain", "picture")]
    public string Kind { get; set; } = "plain";

    [GlobalSetup]
    public void SetUp()
    {
        bytes = SampleCards.Card("7f1de3c2-6a54-4a6e-9c8e-0b7c2a4c9b11", 4711);
        if (Kind == "picture")
        {
            var picture = new byte[40_000];
            new Random(1).NextBytes(picture);
            (picture[0], picture[1], picture[2]) = (0xFF, 0xD8, 0xFF);
            var text = string.Join("\r\n ", ("PHOTO;ENCODING=b;TYPE=JPEG:" + Convert.ToBase64String(picture)).Chunk(74).Select(line => new string(line)));
            bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("END:VCARD", text + "\r\nEND:VCARD", StringComparison.Ordinal));
        }
        cut = CardBlobs.Cut(bytes).Cut;
        card = Parse();
        patch = JsonSerializer.Deserialize<JsonElement>("""{"jobTitle":"Chief engineer"}""");
    }

    [Benchmark]
    public VCard Parse() => VCard.TryParse(cut, out var parsed, out var error) ? parsed : throw new InvalidDataException(error?.Message);

    [Benchmark]
    public byte[] CutPictures() => CardBlobs.Cut(bytes).Cut;

    [Benchmark]
    public byte[] Summary() => CardSummary.Of(card);

    [Benchmark]
    public JsonObject Json() => CardFields.Read(card);

    [Benchmark]
    public byte[] ParseAndPatchOneField()
    {
        var patched = Parse();
        if (CardFields.Patch(patched, patch) is { } problem) throw new InvalidDataException(problem.Message);
        return patched.ToBytes();
    }

    [Benchmark]
    public byte[] ConvertTo40() => VCardConverter.Convert(card, VCardVersion.V40);

    [Benchmark]
    public byte[] ConvertTo21() => VCardConverter.Convert(card, VCardVersion.V21);
}
