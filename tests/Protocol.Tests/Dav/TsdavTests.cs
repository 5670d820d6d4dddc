using System.Diagnostics;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>tsdav, with which programs in JavaScript speak CardDAV.</summary>
public sealed class TsdavTests(OneServer server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Tsdav_finds_the_books_and_lists_adds_edits_deletes_and_follows_cards()
    {
        Installed.Require("node", "npm");
        using var folder = new Folder();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Dav/tsdav"))) File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        await Installed.Run("npm", "", "ci", "--prefix", folder.Path, "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline");
        var (dav, _, group) = await server.NewTeam();
        await dav.Put(dav.Book + "ada.vcf", Cards.Of("Ada Lovelace", "ada")).Expect(201);

        var access = new { server = server.Node.Address, username = dav.Person.UserName, password = dav.Person.Password };
        var start = new ProcessStartInfo("node", [Path.Combine(folder.Path, "session.mjs"), System.Text.Json.JsonSerializer.Serialize(access)]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var session = Process.Start(start)!;
        try
        {
            var error = session.StandardError.ReadToEndAsync();
            async Task<string> Said() => await session.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new Xunit.Sdk.XunitException(await error);

            var books = await Said();
            Assert.Contains("\"Private\"", books, StringComparison.Ordinal);
            Assert.Contains($"\"{group}\"", books, StringComparison.Ordinal);
            Assert.Equal("change", await Said());
            await dav.Delete(dav.Book + "ada.vcf").Expect(204);
            await dav.Put(dav.Book + "grace.vcf", Cards.Of("Grace Hopper", "grace")).Expect(201);
            await session.StandardInput.WriteLineAsync("changed");
            await session.StandardInput.FlushAsync();
            Assert.Equal("done", await Said());
        }
        finally
        {
            if (!session.HasExited) session.Kill();
        }
    }
}
