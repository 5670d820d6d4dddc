using ContactOffice.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

public sealed class SignInTests(DemoSite site) : BrowserTest(site)
{
    [Fact]
    public async Task The_demo_shows_its_book_after_signing_in()
    {
        var window = await OpenAs(Alice());
        await Expect(window.Rows.First).ToBeVisibleAsync();
        Assert.True(await window.Rows.CountAsync() > 5);
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_the_name_stays()
    {
        var window = await Open();
        await window.Go("/");
        await window.Page.GetByLabel("User name").FillAsync("alice");
        await window.Page.GetByLabel("Password").FillAsync("wrong");
        await window.Button("Sign in").ClickAsync();
        await Expect(window.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToHaveTextAsync("The user name or the password is wrong.");
        await Expect(window.Page.GetByLabel("User name")).ToHaveValueAsync("alice");
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        var account = await NewAccount();
        var window = await OpenAs(account);
        await window.Page.GetByText("Settings").ClickAsync();
        await window.Button("Sign out").ClickAsync();
        await Expect(window.Page.GetByLabel("User name")).ToBeVisibleAsync();
        await window.Go("/");
        await Expect(window.Page.GetByLabel("User name")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_card_s_address_leads_back_to_it_after_signing_in()
    {
        var account = await NewAccount();
        var id = await account.Add(new { firstName = "Ada", lastName = "Lovelace" });
        var window = await OpenAs(account);
        await window.Go($"/contacts/{id}");
        await Expect(window.CardName).ToHaveTextAsync("Ada Lovelace");
        // Nothing of the page is under way while its session ends: what comes next is a visit without one.
        await window.Page.GotoAsync("about:blank");
        await window.Context.ClearCookiesAsync();
        await window.Go($"/contacts/{id}");
        await window.Page.GetByLabel("User name").FillAsync(account.UserName);
        await window.Page.GetByLabel("Password").FillAsync(account.Password);
        await window.Button("Sign in").ClickAsync();
        await Expect(window.CardName).ToHaveTextAsync("Ada Lovelace");
    }

    [Fact]
    public async Task The_set_up_page_asks_for_the_one_time_link()
    {
        var window = await Open();
        await window.Go("/setup");
        await Expect(window.Page.GetByText("Open the one-time link")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_used_set_up_link_is_refused_in_words()
    {
        var window = await Open();
        await window.Go("/setup#not-the-secret-of-this-server");
        await window.Page.GetByLabel("Your name").FillAsync("Eve");
        await window.Page.GetByLabel("User name").FillAsync("eve");
        await window.Page.GetByLabel("Password", new() { Exact = true }).FillAsync("correct horse");
        await window.Page.GetByLabel("Password again").FillAsync("correct horse");
        await window.Button("Create the account").ClickAsync();
        await Expect(window.Page.GetByText("This link was used already")).ToBeVisibleAsync();
        Assert.DoesNotContain("not-the-secret", window.Page.Url);
    }
}
