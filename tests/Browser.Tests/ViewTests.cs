using ContactOffice.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

/// <summary>How the list is looked at: order, density, letters, languages.</summary>
public sealed class ViewTests(DemoSite site) : BrowserTest(site)
{
    private static ILocator Letter(Window window, string letter) => window.Page.GetByRole(AriaRole.Navigation, new() { Name = "Jump to a letter" }).GetByRole(AriaRole.Button, new() { Name = $"To {letter}", Exact = true });

    private static async Task AddNames(Account account)
    {
        foreach (var first in "ABCDEFGHIJKLMNOPQRSTUVW")
            for (var i = 0; i < 3; i++) await account.Add(new { firstName = $"{first}nn{i}", lastName = "Person" });
    }

    [Theory]
    [MemberData(nameof(Looks.Widths), MemberType = typeof(Looks))]
    public async Task A_letter_leads_to_the_first_name_that_begins_with_it(int width, bool dark)
    {
        var account = await NewAccount();
        await AddNames(account);
        var window = await OpenAs(account, width, Looks.Height(width), dark);
        await Letter(window, "M").ClickAsync();
        await Expect(window.Row("Mnn0 Person")).ToBeInViewportAsync();
        await Expect(window.Row("Ann0 Person")).Not.ToBeInViewportAsync();
        await Letter(window, "A").ClickAsync();
        await Expect(window.Row("Ann0 Person")).ToBeInViewportAsync();
        await Letter(window, "A").PressAsync("ArrowDown");
        await Expect(Letter(window, "B")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task What_changed_last_comes_first_in_the_view_of_recent_changes()
    {
        var account = await NewAccount();
        await account.AddMany(5);
        var id = await account.Add(new { firstName = "Zed" });
        await account.Add(new { firstName = "Newest" });
        var window = await OpenAs(account);
        await window.IsLive();
        await window.Button("Recently changed").ClickAsync();
        await Expect(window.Rows.First).ToContainTextAsync("Newest");
        await account.Change(id, new { company = "Changed" });
        await Expect(window.Rows.First).ToContainTextAsync("Zed");
        await window.Page.GetByLabel("Order").SelectOptionAsync("firstLast");
        await Expect(window.Rows.First).ToContainTextAsync("Newest");
        await Expect(window.Rows.Last).ToContainTextAsync("Zed");
    }

    [Theory]
    [MemberData(nameof(Looks.Widths), MemberType = typeof(Looks))]
    public async Task Dense_rows_show_more_of_them_and_are_remembered(int width, bool dark)
    {
        var account = await NewAccount();
        await account.AddMany(60);
        var window = await OpenAs(account, width, Looks.Height(width), dark);
        var roomy = (await window.Rows.First.BoundingBoxAsync())!.Height;
        await window.Button("More actions").ClickAsync();
        await window.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Settings" }).ClickAsync();
        await window.Page.GetByLabel("Rows").SelectOptionAsync("compact");
        await window.Page.Keyboard.PressAsync("Escape");
        await Expect(window.Row("Person 00001")).ToBeVisibleAsync();
        Assert.True((await window.Rows.First.BoundingBoxAsync())!.Height < roomy);
        await window.Page.ReloadAsync();
        await Expect(window.Row("Person 00001")).ToBeVisibleAsync();
        Assert.True((await window.Rows.First.BoundingBoxAsync())!.Height < roomy);
    }

    [Fact]
    public async Task Names_are_sorted_as_the_reader_s_language_sorts_them()
    {
        var account = await NewAccount();
        foreach (var name in (string[])["Ödman", "Zetterberg", "Åberg", "Andersson", "Łukasz", "Lund", "Lyng"]) await account.Add(new { firstName = name });
        // Phonetic names say where a name stands whose characters do not.
        await account.Add(new { firstName = "太郎", phoneticFirstName = "Taro" });
        async Task<string> Sorted(string locale)
        {
            var window = await Open(locale: locale);
            await window.SignIn(account);
            await Expect(window.Rows).ToHaveCountAsync(8);
            return string.Join(' ', await window.Page.Locator(".name").AllInnerTextsAsync());
        }
        Assert.Equal("Åberg Andersson Łukasz Lund Lyng Ödman 太郎 Zetterberg", await Sorted("en-GB"));
        Assert.Equal("Andersson Łukasz Lund Lyng 太郎 Zetterberg Åberg Ödman", await Sorted("sv-SE"));
        Assert.Equal("Åberg Andersson Lund Lyng Łukasz Ödman 太郎 Zetterberg", await Sorted("pl-PL"));
    }

    [Theory]
    [InlineData("fr-BE", "Nouveau contact", "10 décembre 1815")]
    [InlineData("nl-BE", "Nieuw contact", "10 december 1815")]
    [InlineData("en-GB", "New contact", "10 December 1815")]
    public async Task The_page_speaks_the_language_of_the_browser(string locale, string create, string date)
    {
        var account = await NewAccount();
        var id = await account.Add(new { firstName = "Ada", birthday = "1815-12-10" });
        var window = await Open(locale: locale);
        await window.SignIn(account);
        await Expect(window.Link(create).First).ToBeVisibleAsync();
        await window.Go($"/contacts/{id}");
        await Expect(window.Page.GetByText(date)).ToBeVisibleAsync();
        Assert.Equal(locale[..2], await window.Page.EvaluateAsync<string>("document.documentElement.lang"));
    }

    [Theory]
    [MemberData(nameof(Looks.All), MemberType = typeof(Looks))]
    public async Task From_right_to_left_everything_is_on_the_other_side_and_nothing_is_cut(int width, bool dark)
    {
        var account = await NewAccount();
        await AddNames(account);
        var window = await OpenAs(account, width, Looks.Height(width), dark);
        await window.Page.EvaluateAsync("document.documentElement.dir = 'rtl'");
        await window.Row("Ann0 Person").ClickAsync();
        await Expect(window.CardName).ToBeVisibleAsync();
        var sideways = await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.Equal(0, sideways);
        if (width != Looks.Desktop) return;
        var list = (await window.Page.Locator("section.list").BoundingBoxAsync())!;
        Assert.True(list.X > (await window.CardName.BoundingBoxAsync())!.X);
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(1280)]
    [InlineData(768)]
    public async Task Twice_as_large_nothing_is_cut_off(int width)
    {
        var account = await NewAccount();
        await account.AddMany(60);
        // Zoom of 200% leaves the page half the window.
        var window = await OpenAs(account, width / 2, 450);
        foreach (var path in (string[])["/", "/contacts/new"])
        {
            await window.Go(path);
            await Expect(path == "/" ? window.Rows.First : window.Button("Save")).ToBeInViewportAsync();
            Assert.Equal(0, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        }
    }
}
