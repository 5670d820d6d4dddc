using System.Globalization;
using ContactOffice.Fuzz;

// dotnet run -c Release --project tests/Fuzz -- vcard --count 1000000 [--seed N] [--threads N]
// dotnet run -c Release --project tests/Fuzz -- eas --server http://localhost:5080 --count 1000000, likewise
// dotnet run -c Release --project tests/Fuzz -- dav --server http://localhost:5080 --count 1000000, beside a server that runs with --demo
Func<byte[], Random, int>? target = args.FirstOrDefault() switch
{
    "vcard" => VCardTarget.Check,
    "reader" => VCardTarget.CheckReader,
    "wbxml" => WbxmlTarget.Check,
    "eas" => new EasTarget(Text("--server", "http://localhost:5080")).Check,
    "dav" => new DavTarget(Text("--server", "http://localhost:5080")).Check,
    _ => null,
};
if (target is null)
{
    Console.Error.WriteLine("Usage: vcard|reader|wbxml|eas|dav --count N [--seed N] [--threads N]");
    Console.Error.WriteLine("  vcard   the reader and all that builds on it: JSON, edits, conversion, pictures");
    Console.Error.WriteLine("  reader  the splitter and the reader alone, some times faster");
    Console.Error.WriteLine("  wbxml   bodies of ActiveSync through its reader, and what was read through the writer and the reader again");
    Console.Error.WriteLine("  eas     bodies of all commands of ActiveSync, as requests to a running demo server, --server URL");
    Console.Error.WriteLine("  dav     requests to a running demo server, --server URL");
    return 2;
}

var count = Option("--count", 100_000);
var seed = Option("--seed", Environment.TickCount & int.MaxValue);
var threads = Option("--threads", Math.Max(1, Environment.ProcessorCount));
return new FuzzRun(target, count, seed, threads).Run();

string Text(string name, string otherwise)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : otherwise;
}

int Option(string name, int otherwise)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
