using ContactOffice.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

/// <summary>What was deleted, and how it comes back.</summary>
public sealed class TrashTests(DemoSite site) : BrowserTest(site)
{
    private static async Task OpenTrash(Window window)
    {
        if (window.Page.ViewportSize!.Width < 1024) await window.Button("Menu").ClickAsync();
        await window.Button("Trash").ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Trash: Private" })).ToBeVisibleAsync();
    }

    private static async Task<int> Trashed(Account account) => (await account.Get("/api/v1/books/private/trash?limit=1")).GetProperty("total").GetInt32();

    [Fact]
    public async Task Everything_is_deleted_and_comes_back_with_tags_and_comments()
    {
        var account = await NewAccount();
        await account.AddMany(5);
        var id = await account.Add(new { firstName = "Ada" });
        await account.Post($"/api/v1/contacts/{id}/comments", new { text = "Call before noon." });
        var tag = (await account.Post("/api/v1/tags", new { name = "VIP" })).GetProperty("id").GetString()!;
        await account.Post($"/api/v1/tags/{tag}/contacts", new { add = new[] { id } });
        var window = await OpenAs(account);
        var watching = await OpenAs(account);
        await watching.IsLive();
        await window.Page.GetByLabel("Select all").CheckAsync();
        await window.Button("Delete").ClickAsync();
        await Expect(watching.Page.GetByText("Your address book is empty")).ToBeVisibleAsync();

        await OpenTrash(window);
        await window.Button("Restore Ada").ClickAsync();
        await Expect(watching.Row("Ada").GetByText("Tags: VIP")).ToBeAttachedAsync();
        await Expect(watching.Row("Ada").GetByText("1 comment")).ToBeAttachedAsync();
        await window.Page.GetByLabel("Select Person 00000").CheckAsync();
        await window.Button("Restore selected").ClickAsync();
        await Expect(watching.Row("Person 00000")).ToBeVisibleAsync();
        Assert.Equal(2, await account.Total());
        await window.Button("Restore all").ClickAsync();
        await Expect(window.Page.GetByText("The trash is empty.")).ToBeVisibleAsync();
        Assert.Equal(6, await account.Total());
        Assert.Equal(0, await Trashed(account));
    }

    [Fact]
    public async Task What_is_deleted_for_good_is_asked_about_first()
    {
        var account = await NewAccount();
        foreach (var name in new[] { "Ada", "Bob", "Eve" }) await account.Delete(await account.Add(new { firstName = name }));
        var window = await OpenAs(account);
        await OpenTrash(window);
        await window.Page.GetByLabel("Select Bob").CheckAsync();
        await window.Button("Delete for good").ClickAsync();
        var asking = window.Page.GetByRole(AriaRole.Dialog, new() { Name = "Delete 1 contact for good?" });
        await asking.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        Assert.Equal(3, await Trashed(account));
        await window.Button("Delete for good").ClickAsync();
        await asking.GetByRole(AriaRole.Button, new() { Name = "Delete for good" }).ClickAsync();
        await Expect(window.Page.GetByText("1 contact was deleted for good.")).ToBeVisibleAsync();
        Assert.Equal(2, await Trashed(account));
        await window.Button("Empty the trash").ClickAsync();
        await window.Page.GetByRole(AriaRole.Dialog, new() { Name = "Delete all 2 contacts for good?" }).GetByRole(AriaRole.Button, new() { Name = "Empty the trash" }).ClickAsync();
        await Expect(window.Page.GetByText("What you delete waits here for 30 days.")).ToBeVisibleAsync();
        Assert.Equal(0, await Trashed(account));
    }

    [Fact]
    public async Task Much_that_was_deleted_at_once_is_told_and_brought_back_by_one_click()
    {
        var account = await NewAccount();
        await account.AddMany(30);
        var window = await OpenAs(account);
        await window.IsLive();
        var ids = (await account.Get("/api/v1/books/private/contacts?limit=100")).GetProperty("items").EnumerateArray().Select(one => one.GetProperty("id").GetString()!).ToArray();
        await account.Post("/api/v1/books/private/contacts/delete", new { ids });
        await Expect(window.Page.GetByText("You deleted 30 contacts")).ToBeVisibleAsync();
        await window.Button("Restore them").ClickAsync();
        await Expect(window.Page.GetByText("30 contacts", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("You deleted 30 contacts")).ToHaveCountAsync(0);

        await account.Post("/api/v1/books/private/contacts/delete", new { ids });
        await Expect(window.Page.GetByText("You deleted 30 contacts")).ToBeVisibleAsync();
        await window.Button("Dismiss").First.ClickAsync();
        await Expect(window.Page.GetByText("You deleted 30 contacts")).ToHaveCountAsync(0);
        await window.Page.ReloadAsync();
        await Expect(window.Page.GetByText("Your address book is empty")).ToBeVisibleAsync();
        await window.IsLive();
        await Expect(window.Page.GetByText("You deleted 30 contacts")).ToHaveCountAsync(0);
    }

    [Theory]
    [MemberData(nameof(Looks.Extremes), MemberType = typeof(Looks))]
    public async Task The_trash_is_accessible(int width, bool dark)
    {
        var account = await NewAccount();
        await account.AddMany(12);
        var window = await OpenAs(account, width, Looks.Height(width), dark);
        await OpenTrash(window);
        await Expect(window.Page.GetByText("The trash is empty.")).ToBeVisibleAsync();
        await Axe.IsContent(window, "empty trash");
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Page.GetByLabel("Select all").CheckAsync();
        await window.Button("Delete").ClickAsync();
        await Expect(window.Page.GetByText("You deleted 12 contacts")).ToBeVisibleAsync();
        await Axe.IsContent(window, "burst");
        await OpenTrash(window);
        await window.Page.GetByLabel("Select this page").CheckAsync();
        await Axe.IsContent(window, "trash");
        await window.Button("Delete for good").ClickAsync();
        await Expect(window.Page.GetByText("Nobody can bring back")).ToBeVisibleAsync();
        await Axe.IsContent(window, "question");
    }
}
