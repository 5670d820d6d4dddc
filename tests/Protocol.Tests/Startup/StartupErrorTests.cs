using System.Net;
using System.Net.Sockets;

namespace ContactOffice.Protocol.Tests.Startup;

/// <summary>Who cannot start the server reads one sentence, and no stack trace.</summary>
public sealed class StartupErrorTests : IDisposable
{
    private readonly WorkingFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_taken_port_is_told()
    {
        using var other = new TcpListener(IPAddress.Loopback, ContactOffice.Silo.FreePort.Find(IPAddress.Loopback));
        other.Start();
        await AssertTold($"{((IPEndPoint)other.LocalEndpoint).Port} is taken", "--urls", $"http://{other.LocalEndpoint}");
    }

    [Fact]
    public async Task An_address_that_is_none_is_told() => await AssertTold("'localhost:5080' is no address", "--urls", "localhost:5080");

    [Fact]
    public async Task A_data_folder_that_is_a_file_is_told()
    {
        await File.WriteAllTextAsync(folder.In("file"), "");
        await AssertTold("cannot be used", "--urls", RunningProgram.FreeUrl(), "--data", "file");
    }

    [Fact]
    public async Task A_data_folder_in_use_is_told()
    {
        await using var first = await RunningProgram.Start(folder.Path, "--urls", RunningProgram.FreeUrl());
        await AssertTold("in use by another running server", "--urls", RunningProgram.FreeUrl());
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_told_and_its_password_is_not() =>
        Assert.DoesNotContain("hunter2", await AssertTold("cannot be reached", "--urls", RunningProgram.FreeUrl(),
            "--ContactOffice:Database", "Host=127.0.0.1;Port=1;Database=x;Username=x;Password=hunter2"), StringComparison.Ordinal);

    [Fact]
    public async Task A_database_setting_that_is_no_connection_string_is_told_and_its_password_is_not() =>
        Assert.DoesNotContain("hunter2", await AssertTold("connection string cannot be read", "--urls", RunningProgram.FreeUrl(),
            "--ContactOffice:Database", "postgres://x:hunter2@localhost/x"), StringComparison.Ordinal);

    [Theory]
    [InlineData("ContactOffice:SiloPort", "many")]
    [InlineData("ContactOffice:DrainSeconds", "-1")]
    [InlineData("ContactOffice:DevicesPerAccount", "0")]
    [InlineData("ContactOffice:KnownProxies", "proxy.example")]
    public async Task A_setting_that_cannot_be_understood_is_told(string name, string value)
    {
        var said = await AssertTold(name, "--urls", RunningProgram.FreeUrl(), "--" + name, value);
        Assert.Contains($"'{value}'", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_is_not_served_to_others() => await AssertTold("served on this computer only", "--demo", "--urls", "http://0.0.0.0:5080");

    [Fact]
    public async Task The_demo_leaves_a_folder_alone_that_is_not_empty()
    {
        Directory.CreateDirectory(folder.In("data"));
        await File.WriteAllTextAsync(folder.In("data/thesis.txt"), "");
        await AssertTold("is not empty", "--demo", "--urls", RunningProgram.FreeUrl());
        Assert.Equal(["thesis.txt"], Directory.EnumerateFiles(folder.In("data")).Select(Path.GetFileName).Where(name => name != "in-use"));
    }

    private async Task<string> AssertTold(string part, params string[] arguments)
    {
        await using var program = await RunningProgram.RunToEnd(folder.Path, arguments);
        Assert.Contains(part, program.Errors, StringComparison.Ordinal);
        Assert.Single(program.Errors.Trim().Split('\n'));
        Assert.Equal(1, program.ExitCode);
        return program.Output + program.Errors;
    }
}
