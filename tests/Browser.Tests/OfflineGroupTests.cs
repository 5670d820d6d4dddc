using ContactOffice.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static ContactOffice.Browser.Tests.Hosting.Keeping;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

/// <summary>Groups and tags need the server: without it nothing is lost, and what is refused says why.</summary>
public sealed class OfflineGroupTests(DemoSite site) : BrowserTest(site)
{
    [Fact]
    public async Task Without_a_connection_groups_and_tags_are_seen_and_what_cannot_be_done_says_why()
    {
        var account = await NewAccount();
        var group = $"Crew of {account.UserName}";
        await account.Post("/api/v1/groups", new { name = group, kind = "open" });
        await account.Post("/api/v1/tags", new { name = "VIP" });
        var id = await account.Add(new { firstName = "Ada" });
        await account.Post($"/api/v1/contacts/{id}/shares", new { groups = new[] { group } });
        var window = await OpenAs(account);
        await IsCopied(window);
        await HasItsFiles(window);
        await window.Go("/groups/" + Uri.EscapeDataString(group));
        await window.Row("Ada").ClickAsync();
        await Expect(window.CardName).ToHaveTextAsync("Ada");
        await window.IsLive();
        var tag = window.Page.Locator("[data-tag]").Filter(new() { HasText = "VIP" });
        await Expect(tag).ToBeVisibleAsync();
        await window.Context.SetOfflineAsync(true);

        await Expect(window.Page.GetByText("it cannot be changed until the connection is back")).ToBeVisibleAsync();
        await tag.DragToAsync(window.Row("Ada"));
        await Expect(window.Toast).ToContainTextAsync("There is no connection to the server.");
        await Expect(window.Row("Ada").GetByText("Tags: VIP")).ToHaveCountAsync(0);
        await window.Button("Delete").ClickAsync();
        await Expect(window.Toast).ToContainTextAsync("There is no connection to the server.");
        await Expect(window.Row("Ada")).ToBeVisibleAsync();
        await window.Button("New group").ClickAsync();
        await window.Page.GetByLabel("Name of the group").FillAsync("Never made");
        await window.Button("Make the group").ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Dialog).GetByText("There is no connection to the server.")).ToBeVisibleAsync();
        await Expect(window.Page.GetByLabel("Name of the group")).ToHaveValueAsync("Never made");
        await window.Button("Cancel").ClickAsync();

        await window.Context.SetOfflineAsync(false);
        await window.IsLive();
        await tag.DragToAsync(window.Row("Ada"));
        await Expect(window.Row("Ada").GetByText("Tags: VIP")).ToBeAttachedAsync();
        Assert.Equal(1, await account.Total());
        Assert.Single((await account.Get("/api/v1/groups")).EnumerateArray());
    }

    [Fact]
    public async Task Started_without_the_server_a_group_and_the_tags_say_that_they_need_it()
    {
        var account = await NewAccount();
        var group = $"Crew of {account.UserName}";
        await account.Post("/api/v1/groups", new { name = group, kind = "open" });
        await account.Post("/api/v1/tags", new { name = "VIP" });
        await account.Add(new { firstName = "Ada" });
        var window = await OpenAs(account);
        await IsCopied(window);
        await HasItsFiles(window);
        await window.Context.SetOfflineAsync(true);
        await window.Go("/");
        await Expect(window.Row("Ada")).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("Tags need the server, which cannot be reached just now.")).ToBeVisibleAsync();
        await window.Page.Locator("#navigation .person").ClickAsync();
        await Expect(window.Page.Locator("label").Filter(new() { HasText = "Add a picture" })).ToHaveAttributeAsync("aria-disabled", "true");
        await Expect(window.Button("Save this")).ToHaveAttributeAsync("aria-disabled", "true");
        await window.Go("/groups/" + Uri.EscapeDataString(group));
        await Expect(window.Page.GetByText("There is no connection to the server.").First).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("The server cannot be reached.")).ToBeVisibleAsync();
        await Expect(window.Button("Import")).ToBeDisabledAsync();

        await window.Context.SetOfflineAsync(false);
        await window.IsLive();
        await Expect(window.Page.GetByText($"{group} has no contacts yet")).ToBeVisibleAsync();
        await Expect(window.Page.Locator("[data-tag]").Filter(new() { HasText = "VIP" })).ToBeVisibleAsync();
    }
}
