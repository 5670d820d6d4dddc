using ContactOffice.Silo;

namespace ContactOffice.Protocol.Tests.Startup;

public class CommandLineTests
{
    [Theory]
    [InlineData("--urs http://localhost:1", "--urs")]
    [InlineData("--demo=yes", "--demo=yes")]
    [InlineData("data", "data")]
    [InlineData("-data x", "-data")]
    public void An_unknown_option_is_named(string line, string named)
    {
        Assert.False(CommandLine.TryParse(line.Split(' '), out _, out var problem));
        Assert.Contains($"'{named}'", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--urls")]
    [InlineData("--data=")]
    [InlineData("--demo --ContactOffice:Database")]
    public void An_option_without_its_value_is_named(string line)
    {
        Assert.False(CommandLine.TryParse(line.Split(' '), out _, out var problem));
        Assert.Contains("lacks its value", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_take_their_value_after_a_space_or_an_equals_sign()
    {
        Assert.True(CommandLine.TryParse(["--urls", "http://localhost:1", "--data=x y", "--demo"], out var given, out _));
        Assert.Equal(("http://localhost:1", "x y", true), (given.Urls, given.Data, given.Demo));
    }

    [Fact]
    public void Any_setting_can_be_given_by_its_full_name()
    {
        Assert.True(CommandLine.TryParse(["--ContactOffice:Database=Host=db;Database=c", "--Logging:LogLevel:Default", "Debug"], out var given, out _));
        Assert.Equal([new("ContactOffice:Database", "Host=db;Database=c"), new("Logging:LogLevel:Default", "Debug")], given.Settings);
    }
}
